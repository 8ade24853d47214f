"""Database settings for the two engines (durable commits, fair locks)."""

from pathlib import Path
from typing import Any

from backoffice.env import DatabaseAddress

# A connection opened for each request begins with an empty page cache: half the time of a search goes into filling it.
KEEP_OPEN = 60
SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-16000;"


def database_settings(address: DatabaseAddress) -> dict[str, Any]:
    """The DATABASES entry: WAL, IMMEDIATE and FULL on SQLite; checked connections on PostgreSQL; both kept open."""
    if address.engine == "sqlite":
        Path(address.name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.name,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": SQLITE_START},
            "CONN_MAX_AGE": KEEP_OPEN,
            "ATOMIC_REQUESTS": False,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": KEEP_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
