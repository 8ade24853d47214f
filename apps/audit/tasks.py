"""Work for the worker: verifying the chain when somebody asks, and each night."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from apps.audit.verify import check


@db_task()  # type: ignore[untyped-decorator]
def chain_check() -> None:
    check()


@db_periodic_task(crontab(hour="4", minute="0"))  # type: ignore[untyped-decorator]
def chain_check_nightly() -> None:
    check()
