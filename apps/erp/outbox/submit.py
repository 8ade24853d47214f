"""Taking a write from a person: intent and audit row in one transaction, then the worker is woken (A5.1 step 2)."""

import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.core.requestid import current_request_id
from apps.erp.outbox import kinds
from apps.erp.outbox.marks import AFTER_SUBMIT_COMMIT, BEFORE_SUBMIT_COMMIT, mark
from apps.erp.outbox.models import State, Write
from apps.logictrade import codec
from apps.logictrade.markers import new_marker


class WritesOffError(Exception):
    """Writes are switched off for this installation: the work stays a draft."""


class AlreadySentError(Exception):
    """This form was posted before with other content; ``write`` is what was sent then."""

    def __init__(self, write: Write) -> None:
        super().__init__(f"write {write.pk} was posted before with other content")
        self.write = write


def write_submit(
    *,
    actor: Actor,
    user: User,
    write_id: uuid.UUID,
    kind: str,
    payload: Mapping[str, Any],
    label: str,
    subject: str,
    replaces: Write | None = None,
    depends_on: Write | None = None,
    then: Callable[[Write], None] | None = None,
) -> Write:
    """Store an intent once and wake the worker; a second post of the same form gives the first one's write.

    ``then`` changes our own records with it (a draft is frozen). Raises `WritesOffError`, `AlreadySentError`.
    """
    if not settings.LOGICTRADE_WRITES:
        raise WritesOffError
    body_hash = codec.digest({"kind": kind, "payload": payload, "subject": subject})
    known = Write.objects.filter(pk=write_id).first()
    if known is None:
        try:
            return _insert(
                actor=actor,
                user=user,
                row=_row(write_id, kind, payload, body_hash, label, subject, user, replaces, depends_on),
                then=then,
            )
        except IntegrityError:
            known = Write.objects.get(pk=write_id)
    if known.body_hash != body_hash:
        raise AlreadySentError(known)
    return known


def _row(
    write_id: uuid.UUID,
    kind: str,
    payload: Mapping[str, Any],
    body_hash: str,
    label: str,
    subject: str,
    user: User,
    replaces: Write | None,
    depends_on: Write | None,
) -> Write:
    now = clock.now()
    return Write(
        id=write_id,
        kind=kind,
        label=label[:200],
        subject=subject,
        payload=codec.dumps(payload),
        body_hash=body_hash,
        marker=new_marker() if kinds.get(kind).marker_kind else None,
        actor=user,
        actor_name=user.shown_name,
        request_id=current_request_id(),
        replaces=replaces,
        depends_on=depends_on,
        created_at=now,
        changed_at=now,
    )


def _insert(*, actor: Actor, user: User, row: Write, then: Callable[[Write], None] | None) -> Write:
    with transaction.atomic(durable=True):
        row.save(force_insert=True)
        if then is not None:
            then(row)
        transaction.on_commit(lambda: wake(row.pk))
        record(
            Action.WRITE_INTENT,
            actor=actor,
            subject=f"write:{row.pk}",
            label=row.label,
            after={"kind": row.kind, "marker": row.marker, "payload": row.content, "subject": row.subject},
        )
        mark(BEFORE_SUBMIT_COMMIT)
    mark(AFTER_SUBMIT_COMMIT)
    return row


def wake(write_id: uuid.UUID, *, after: float = 0.0) -> None:
    """Ask the worker to look at a write, now or in some seconds. Losing the call costs a minute at most."""
    from apps.erp.tasks import work_on

    if after > 0:
        work_on.schedule((str(write_id),), delay=after)
    else:
        work_on(str(write_id))


def wait_settled(write_id: uuid.UUID, seconds: float | None = None) -> Write:
    """The write once it is neither waiting nor being sent, or as it stands when the time is over."""
    end = time.monotonic() + (settings.OUTBOX_WAIT_SECONDS if seconds is None else seconds)
    while True:
        write = Write.objects.get(pk=write_id)
        if write.state not in {State.INTENT, State.SENDING} or time.monotonic() >= end:
            return write
        time.sleep(0.04)
