"""Tasks of the worker. The queue only wakes: what is due stands in the rows, and a sweep finds what was forgotten."""

import uuid

import structlog
from django.db import close_old_connections
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from apps.core.requestid import request_id_scope
from apps.erp.editing import bases_drop
from apps.erp.mirror.history import purge
from apps.erp.outbox.work import due, work
from apps.erp.sync.retry import due as records_wait
from apps.erp.sync.retry import retry_due
from apps.erp.sync.schedule import beat, sync_batch

log = structlog.get_logger(__name__)


@db_task(priority=100)  # type: ignore[untyped-decorator]
def work_on(write_id: str) -> None:
    """Bring one write forward, and come back when its next step is due."""
    seconds = work(uuid.UUID(write_id))
    if seconds is not None:
        work_on.schedule((write_id,), delay=seconds)


@db_periodic_task(crontab(minute="*"), priority=90)  # type: ignore[untyped-decorator]
def sweep_writes() -> None:
    """Wake every write that a killed process or a lost task has forgotten."""
    beat("worker")
    for write_id in due():
        work_on(str(write_id))


@db_periodic_task(crontab(minute="17", hour="3"), priority=10)  # type: ignore[untyped-decorator]
def drop_old_forms() -> None:
    """Each night: forget forms that were opened and never sent."""
    bases_drop()


@db_task(priority=10)  # type: ignore[untyped-decorator]
def sync_some() -> None:
    """One short batch of reading; asks for the next while something is due."""
    close_old_connections()
    with request_id_scope():
        again = sync_batch()
    if again:
        sync_some()


@db_periodic_task(crontab(minute="*"), priority=10)  # type: ignore[untyped-decorator]
def start_sync() -> None:
    """Each minute: see what is due."""
    sync_some()
    if records_wait():
        read_again()


@db_task(priority=20)  # type: ignore[untyped-decorator]
def read_again() -> None:
    """Read records in quarantine again, a batch at a time."""
    with request_id_scope():
        again = retry_due()
    if again:
        read_again()


@db_periodic_task(crontab(minute="41", hour="3"), priority=10)  # type: ignore[untyped-decorator]
def purge_history() -> None:
    """Each night: drop what the history keeps no longer."""
    purge()
