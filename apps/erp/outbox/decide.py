"""What a person may do with a write: take it back, release it, or say what LogicTrade did with it."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.core import clock
from apps.erp.gateway import erp
from apps.erp.mirror import registry
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import WriteKind
from apps.erp.outbox.models import PERSON_ABSENT, State, Write
from apps.erp.outbox.settle import confirm
from apps.erp.outbox.states import LostRaceError, move
from apps.erp.outbox.submit import wake
from apps.logictrade.errors import NotFoundError

_ID = re.compile(r"#([1-9][0-9]{0,17})")


class NotTheRecordError(ValueError):
    """The number that was typed is not this write: ``reason`` is ``none``, ``many`` or ``different``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write_cancel(*, actor: Actor, write: Write) -> None:
    """Take a write back (or drop a held one, or one that a person was asked about). Raises `LostRaceError`."""
    action = Action.WRITE_ANSWERED if write.state == State.NEEDS_HUMAN else Action.WRITE_CANCELLED
    with transaction.atomic(durable=True):
        move(
            write,
            State.CANCELLED,
            actor=actor,
            action=action,
            then=lambda: kinds.get(write.kind).domain.rejected(write),
            reason="dropped" if write.state == State.NEEDS_HUMAN else "taken_back",
        )


def write_release(*, actor: Actor, write: Write) -> None:
    """Let a held write go on. Raises `LostRaceError` when it is not held any more."""
    if write.state != State.HELD:
        raise LostRaceError(f"write {write.pk} is not held")
    with transaction.atomic(durable=True):
        move(write, State.INTENT, actor=actor, action=Action.WRITE_RELEASED, reason="", not_before=None)
        transaction.on_commit(lambda: wake(write.pk))


def write_send_again(*, actor: Actor, write: Write) -> None:
    """A person has looked: it is not in LogicTrade. Raises `LostRaceError`."""
    if write.state != State.NEEDS_HUMAN:
        raise LostRaceError(f"write {write.pk} is not waiting for an answer")
    with transaction.atomic(durable=True):
        move(
            write,
            State.INTENT,
            actor=actor,
            action=Action.WRITE_ANSWERED,
            reason=PERSON_ABSENT,
            crashes=0,
            not_before=None,
            # The person vouches for the past; only new attempts count from here.
            sends=0,
        )
        transaction.on_commit(lambda: wake(write.pk))


def write_found(*, actor: Actor, write: Write, number: str) -> None:
    """A person names the record; it is read back and compared before it counts.

    Raises `NotTheRecordError`, `LostRaceError`, `apps.logictrade.errors.LogicTradeError`.
    """
    if write.state != State.NEEDS_HUMAN:
        raise LostRaceError(f"write {write.pk} is not waiting for an answer")
    kind = kinds.get(write.kind)
    if kind.repeatable:
        # An update makes no record of its own that a number could name.
        raise NotTheRecordError("none")
    began_at = clock.now()
    raw = _read_by_number(kind, number.strip())
    same = kind.domain.is_candidate if kind.unmarked else kind.domain.fingerprint_matches
    if not same(write, raw):
        raise NotTheRecordError("different")
    confirm(write, raw, began_at=began_at, actor=actor, action=Action.WRITE_ANSWERED)


def _read_by_number(kind: WriteKind, number: str) -> Mapping[str, Any]:
    """By its number, or as ``#12`` by LogicTrade's id: a concept of an invoice has no number yet."""
    resource = registry.get(kind.resource)
    shown_id = _ID.fullmatch(number)
    if shown_id and resource.get_endpoint:
        return _read_by_id(resource.get_endpoint, int(shown_id[1]))
    page = erp().page(resource.list_endpoint, 1, 100, query={kind.number_field: number})
    hits: list[Mapping[str, Any]] = [
        raw for raw in page.records if isinstance(raw, Mapping) and raw.get(kind.number_field) == number
    ]
    if len(hits) != 1:
        raise NotTheRecordError("many" if hits else "none")
    return _read_by_id(resource.get_endpoint, hits[0]["id"]) if resource.get_endpoint else hits[0]


def _read_by_id(endpoint: str, record_id: int) -> Mapping[str, Any]:
    try:
        answer = erp().call(endpoint, path={"id": record_id})
    except NotFoundError as error:
        raise NotTheRecordError("none") from error
    if not isinstance(answer.data, Mapping):
        raise NotTheRecordError("none")
    return answer.data
