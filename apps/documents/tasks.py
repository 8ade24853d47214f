"""Tasks of the worker: mails that are due. The queue only wakes; the rows are the truth."""

import uuid

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from apps.core.requestid import request_id_scope
from apps.documents.mail.outbox import due, work


@db_task(priority=60)  # type: ignore[untyped-decorator]
def send_mail(mail_id: str) -> None:
    """Bring one mail forward, and come back when its next step is due."""
    with request_id_scope():
        seconds = work(uuid.UUID(mail_id))
    if seconds is not None:
        send_mail.schedule((mail_id,), delay=seconds)


@db_periodic_task(crontab(minute="*"), priority=50)  # type: ignore[untyped-decorator]
def sweep_mails() -> None:
    """Wake every mail that a killed process or a lost task has forgotten."""
    for mail_id in due():
        send_mail(str(mail_id))
