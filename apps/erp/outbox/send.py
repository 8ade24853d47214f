"""Sending one write, once (A5.1 steps 3 to 6, A5.2 steps 3 to 6). Only the worker comes here."""

import random
import uuid
from datetime import timedelta
from typing import Any, cast

import structlog
from django.conf import settings
from django.db import transaction

from apps.core import clock
from apps.core.requestid import new_request_id
from apps.erp import link
from apps.erp.gateway import Answer, Priority, erp
from apps.erp.outbox import kinds, marks
from apps.erp.outbox.kinds import ConflictError, ForbiddenError, MergingDomain, Message, Raw, WriteKind
from apps.erp.outbox.lookup import current_record, find
from apps.erp.outbox.models import PERSON_ABSENT, Attempt, State, Write
from apps.erp.outbox.settle import confirm, confirm_answer, reject, reject_conflict
from apps.erp.outbox.states import LostRaceError, move, move_alone
from apps.logictrade import codec
from apps.logictrade.errors import (
    KeyRefusedError,
    LogicTradeError,
    NotFoundError,
    NotGrantedError,
    Outcome,
    UntranslatableValue,
    WireError,
)

log = structlog.get_logger(__name__)

MOST_CRASHES = 5
LONGEST_WAIT = 60.0


def send(write: Write) -> None:
    """Take an intent and bring it as far as one attempt goes. Raises `LostRaceError` when somebody else has it."""
    kind = kinds.get(write.kind)
    if _held_back(write):
        return
    read_at = clock.now()
    theirs = _theirs(write, kind) if kind.merges else None
    if kind.merges and theirs is None:
        return
    message = _message(write, kind, theirs)
    if message is None:
        return
    vouched = write.reason == PERSON_ABSENT
    attempt = _take(write, kind, theirs)
    marks.mark(marks.AFTER_LEASE)
    if theirs is not None and message.body is None:
        _end(attempt, Outcome.NOT_SENT, None, "LogicTrade shows it already")
        confirm(write, theirs, began_at=read_at)
        return
    if (write.sends or vouched) and not kind.repeatable and _found_already(write, kind, vouched=vouched):
        return
    if not _fenced(write):
        _postpone(write, attempt, Outcome.NOT_SENT, "the lease was too short to send safely", seconds=0.0)
        return
    _send_once(write, kind, message, attempt, theirs)


def _message(write: Write, kind: WriteKind, theirs: Raw | None) -> Message | None:
    """The request; None when there is none to send, and the write says why."""
    try:
        if theirs is None:
            return kind.domain.message(write)
        return cast(MergingDomain, kind.domain).merged(write, theirs)
    except WireError as error:
        _refuse_unwritable(write, error)
    except ConflictError:
        reject_conflict(write, cast(Raw, theirs))
    except ForbiddenError as error:
        _refuse_here(write, error.reason)
    except Exception:
        log.exception("write.crashed", write=str(write.pk))
        _note_crash(write)
    return None


def _theirs(write: Write, kind: WriteKind) -> Raw | None:
    """LogicTrade's record before it is written over: the one allowed check (A5.2 step 3). Nothing has left yet."""
    try:
        theirs = current_record(write, kind)
    except NotFoundError as error:
        reject(write, error)
    except (KeyRefusedError, NotGrantedError) as error:
        _hold(write, error)
    except LogicTradeError as error:
        _read_later(write, str(error), error.retry_after)
    else:
        if theirs is None:
            _read_later(write, "the record cannot be read", None)
        return theirs
    return None


def _read_later(write: Write, detail: str, seconds: float | None) -> None:
    """The record could not be read, so nothing is sent: the write waits as it is."""
    wait = seconds if seconds is not None else random.uniform(2, 10)
    Write.objects.filter(pk=write.pk, state=write.state, attempts_made=write.attempts_made).update(
        not_before=clock.now() + timedelta(seconds=wait), reason=str(Outcome.NOT_SENT), error_detail=detail
    )


def _held_back(write: Write) -> bool:
    """Whether nothing may leave now; the write is then held, or waits for the one it depends on."""
    reason = link.writes_refused()
    if not reason and not write.actor.is_active:
        reason = "actor"
    if reason:
        move_alone(write, State.HELD, reason=reason)
        return True
    if write.depends_on is not None and write.depends_on.state != State.CONFIRMED:
        if write.depends_on.final:
            move_alone(write, State.HELD, reason="dependency")
        return True
    return False


def _refuse_unwritable(write: Write, error: WireError) -> None:
    """A value that cannot be written: nothing leaves, and the message names what to fill."""
    reason = f"code:{error.table}" if isinstance(error, UntranslatableValue) else "unwritable"
    _refuse_here(write, reason, error.value if isinstance(error, UntranslatableValue) else str(error))


def _refuse_here(write: Write, reason: str, detail: str = "") -> None:
    """Refused by us before a byte left."""
    with transaction.atomic(durable=True):
        move(
            write,
            State.REJECTED,
            then=lambda: kinds.get(write.kind).domain.rejected(write),
            reason=reason[:40],
            error_detail=detail,
        )


def _note_crash(write: Write) -> None:
    """A write that cannot even be built must not hold up the others (A3 row 64)."""
    crashes = write.crashes + 1
    if crashes >= MOST_CRASHES:
        move_alone(write, State.NEEDS_HUMAN, crashes=crashes, reason="poison")
        return
    Write.objects.filter(pk=write.pk, state=write.state).update(
        crashes=crashes, not_before=clock.now() + timedelta(seconds=10 * crashes)
    )


def _take(write: Write, kind: WriteKind, theirs: Raw | None) -> Attempt:
    """The lease, the attempt and its audit row, durably, before the first byte.

    Of a record that is written over, the audit row holds what stood there before and what is to stand there.
    """
    now = clock.now()
    number = write.attempts_made + 1
    attempt = Attempt(write=write, number=number, request_id=new_request_id(), began_at=now)
    image: dict[str, Any] = {}
    if theirs is not None:
        wanted = cast(MergingDomain, kind.domain).wanted(write, theirs)
        image = {"before": theirs, "after": wanted, "answer": codec.dumps(theirs)}
    with transaction.atomic(durable=True):
        move(
            write,
            State.SENDING,
            then=lambda: attempt.save(force_insert=True),
            lease=uuid.uuid4().hex,
            lease_until=now + settings.OUTBOX_LEASE,
            attempts_made=number,
            sent_after=write.sent_after or link.server_now(),
            not_before=None,
            reason="",
            **image,
        )
    return attempt


def _found_already(write: Write, kind: WriteKind, *, vouched: bool) -> bool:
    """Step 4: after an attempt in doubt nothing is sent before LogicTrade was searched once more.

    Against a person's word that it is not there (``vouched``) only records with its marker count.
    """
    began_at = clock.now()
    result = find(write, kind)
    if result.found is not None:
        confirm(write, result.found, began_at=began_at)
        return True
    in_doubt = result.human == "twins" if vouched else bool(result.human) or not result.complete
    if in_doubt:
        with transaction.atomic(durable=True):
            move(write, State.UNKNOWN, lease="", lease_until=None, check_at=clock.now(), reason="look-up")
        return True
    return False


def _fenced(write: Write) -> bool:
    """Step 5: the lease must outlive the longest send, or two could be in flight."""
    longest = timedelta(seconds=settings.LOGICTRADE_TIMEOUTS["deadline"])
    return write.lease_until is not None and write.lease_until - clock.now() >= longest


def _send_once(write: Write, kind: WriteKind, message: Message, attempt: Attempt, theirs: Raw | None) -> None:
    # From here on the bytes may leave: if this process dies, the row must already say so.
    write.sends += 1
    if not Write.objects.filter(pk=write.pk, state=State.SENDING, lease=write.lease).update(sends=write.sends):
        raise LostRaceError(f"write {write.pk} lost its lease before the first byte")
    try:
        answer = erp().call(
            kind.endpoint,
            path=message.path,
            query=message.query,
            body=message.body,
            priority=Priority.PEOPLE,
            request_id=attempt.request_id,
            on_mark=marks.hook(),
        )
    except LogicTradeError as error:
        _settle_error(write, attempt, error)
        return
    _end(attempt, Outcome.DONE, answer.status, "")
    _settle_answer(write, kind, answer, theirs)


def _settle_answer(write: Write, kind: WriteKind, answer: Answer, theirs: Raw | None) -> None:
    if not confirm_answer(write, kind, answer, before=theirs):
        # LogicTrade said yes without saying which record: looking at once usually ends it.
        _doubt(write, "the answer names no record", seconds=0)


def _end(attempt: Attempt, outcome: Outcome, status: int | None, detail: str) -> None:
    attempt.ended_at = clock.now()
    attempt.outcome, attempt.status, attempt.detail = outcome, status, detail
    attempt.save(update_fields=["ended_at", "outcome", "status", "detail"])


def _settle_error(write: Write, attempt: Attempt, error: LogicTradeError) -> None:
    _end(attempt, error.outcome, error.status, str(error))
    if error.outcome in {Outcome.NOT_SENT, Outcome.NOT_DONE}:
        write.sends -= 1
    if isinstance(error, KeyRefusedError | NotGrantedError) and error.outcome == Outcome.NOT_DONE:
        _hold(write, error)
    elif error.outcome in {Outcome.NOT_SENT, Outcome.NOT_DONE}:
        seconds = error.retry_after if error.retry_after is not None else _wait(write)
        _postpone(write, attempt, error.outcome, str(error), seconds=seconds)
    elif error.outcome == Outcome.REFUSED:
        reject(write, error)
    else:
        _doubt(write, str(error))


def _wait(write: Write) -> float:
    """Back-off with full jitter, a minute at most."""
    return random.uniform(0.5, min(LONGEST_WAIT, 2.0 ** min(write.attempts_made, 6)))


def _hold(write: Write, error: LogicTradeError) -> None:
    reason = "key" if isinstance(error, KeyRefusedError) else "not_granted"
    with transaction.atomic(durable=True):
        move(
            write,
            State.HELD,
            said={"status": error.status, "code": error.code, "raw": error.raw},
            lease="",
            lease_until=None,
            sends=write.sends,
            reason=reason,
            error_status=error.status,
            error_code=error.code,
            error_detail=error.detail,
        )


def _postpone(write: Write, attempt: Attempt, outcome: Outcome, detail: str, *, seconds: float) -> None:
    if not attempt.outcome:
        _end(attempt, outcome, None, detail)
    with transaction.atomic(durable=True):
        move(
            write,
            State.INTENT,
            lease="",
            lease_until=None,
            sends=write.sends,
            sent_after=write.sent_after if write.sends else None,
            not_before=clock.now() + timedelta(seconds=seconds),
            reason=str(outcome),
            error_detail=detail,
        )


def _doubt(write: Write, detail: str, *, seconds: float | None = None) -> None:
    """Sent, no answer that can be trusted: never an error, never a second send before a look-up."""
    now = clock.now()
    with transaction.atomic(durable=True):
        move(
            write,
            State.UNKNOWN,
            lease="",
            lease_until=None,
            attempt_ended_at=now,
            unknown_since=now,
            checks=0,
            denied_at=None,
            check_at=now + timedelta(seconds=settings.OUTBOX_SCHEDULE[0] if seconds is None else seconds),
            reason="doubt",
            error_detail=detail,
        )
