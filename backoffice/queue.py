"""The task queue: huey on SQLite by default, on Redis when an address is given.

The queue only wakes the worker; the truth is in our own rows, so a task that is lost is found again by the sweep.
"""

from pathlib import Path
from typing import Any


def queue_settings(var: Path, redis_url: str) -> dict[str, Any]:
    common: dict[str, Any] = {
        "name": "backoffice",
        "results": False,
        "immediate": False,
        "utc": True,
        # huey's idle poll would grow to ten seconds; people wait for their writes.
        "consumer": {"workers": 4, "worker_type": "thread", "initial_delay": 0.05, "max_delay": 0.2, "backoff": 1.15},
    }
    if redis_url:
        return common | {"huey_class": "huey.RedisHuey", "connection": {"url": redis_url}}
    var.mkdir(parents=True, exist_ok=True)
    return common | {
        "huey_class": "huey.SqliteHuey",
        "filename": str(var / "queue.sqlite3"),
        "fsync": False,
        "timeout": 5,
    }
