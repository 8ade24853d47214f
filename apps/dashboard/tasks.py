"""Work for the worker: signs of presence that ended."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from apps.dashboard import presence


@db_periodic_task(crontab(hour="3", minute="40"))  # type: ignore[untyped-decorator]
def presence_sweep() -> None:
    presence.sweep()
