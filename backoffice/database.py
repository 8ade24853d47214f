"""Database settings for the two engines (durable commits, fair locks)."""

from pathlib import Path
from typing import Any

from backoffice.env import DatabaseAddress

SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA cache_size=-16000;"


def database_settings(address: DatabaseAddress) -> dict[str, Any]:
    """The DATABASES entry: WAL, IMMEDIATE and FULL on SQLite; persistent, checked connections on PostgreSQL."""
    if address.engine == "sqlite":
        Path(address.name).parent.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.name,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": SQLITE_START},
            "ATOMIC_REQUESTS": False,
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
