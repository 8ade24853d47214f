"""What people do with master data: open a record to change it, make one, remove one, choose after a conflict."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core import clock
from apps.erp.gateway import erp
from apps.erp.messages import Explanation, explain
from apps.erp.mirror import registry
from apps.erp.mirror.models import MirroredRecord
from apps.erp.mirror.upsert import mark_gone
from apps.erp.outbox.master import Master, subject_of
from apps.erp.outbox.merge import Side, Value, choose
from apps.erp.outbox.models import CONFLICT, FINAL, EditBase, State, Write
from apps.erp.outbox.submit import write_submit
from apps.erp.outbox.tokens import BadTokenError, form_token, read_token
from apps.erp.outbox.turns import take_turn
from apps.logictrade import codec
from apps.logictrade.errors import LogicTradeError, NotFoundError

KEEP = timedelta(days=7)
TWIN_MINUTES = 10


class GoneError(Exception):
    """LogicTrade no longer has the record."""


class UnchangedError(Exception):
    """The form says what the record says already."""


class TwinError(Exception):
    """The same was sent a moment ago; ``write`` is that one. Ask once, then send with ``twin_seen``."""

    def __init__(self, write: Write) -> None:
        super().__init__(f"looks like write {write.pk}")
        self.write = write


@dataclass(frozen=True)
class Opened:
    """A record opened to be changed. ``problem``: LogicTrade did not answer, so ``base`` is the mirror's copy."""

    token: str
    base: EditBase
    problem: Explanation | None = None


def row_of(master: Master, record_id: int) -> MirroredRecord | None:
    """The mirror's row of a record."""
    return registry.get(master.name).model._default_manager.filter(pk=record_id).first()


def edit_open(*, user: User, master: Master, row: MirroredRecord) -> Opened:
    """Read the record fresh (one call) and keep what is shown under the id of the write to come (A5.2 step 1).

    Raises `GoneError`.
    """
    began_at = clock.now()
    try:
        answer = erp().call(f"{master.name}.retrieve", path={"id": row.pk})
    except NotFoundError as error:
        mark_gone(registry.get(master.name), row.pk, at=clock.now())
        raise GoneError from error
    except LogicTradeError as error:
        return _opened(user, master, row.pk, row.raw, row.read_began_at, problem=explain(error))
    return _opened(user, master, row.pk, dict(answer.data), began_at)


def edit_again(*, user: User, master: Master, write: Write) -> Opened:
    """A write that was refused or taken back, opened once more: over the same base, so that nothing slips by."""
    old = EditBase.objects.get(pk=write.pk)
    return _opened(user, master, old.record_id, old.raw, old.read_at)


def _opened(
    user: User, master: Master, record_id: int, raw: dict[str, Any], read_at: Any, problem: Explanation | None = None
) -> Opened:
    token = form_token(user, master.update)
    text = codec.dumps(raw)
    base = EditBase.objects.create(
        pk=read_token(user, master.update, token),
        kind=master.name,
        record_id=record_id,
        user=user,
        data=text,
        content_hash=codec.digest_of(text),
        read_at=read_at,
        opened_at=clock.now(),
        fresh=problem is None,
    )
    return Opened(token, base, problem)


def base_of(*, user: User, master: Master, record_id: int, token: str) -> EditBase:
    """What a posted form was drawn from. Raises `BadTokenError`."""
    write_id = read_token(user, master.update, token)
    base = EditBase.objects.filter(pk=write_id, user=user, kind=master.name, record_id=record_id).first()
    if base is None:
        raise BadTokenError("the form was opened too long ago")
    return base


def bases_drop() -> int:
    """Forget forms that were opened long ago and never sent."""
    old = EditBase.objects.filter(opened_at__lt=clock.now() - KEEP)
    return old.exclude(pk__in=Write.objects.values("pk")).delete()[0]


def edit_submit(
    *,
    actor: Actor,
    user: User,
    master: Master,
    base: EditBase,
    values: Mapping[str, Value],
    label: str,
    replaces: Write | None = None,
) -> Write:
    """Send the changes, once. A second post of the same form gives the first one's write.

    Raises `UnchangedError`, and those of `write_submit`: `WritesOffError`, `AlreadySentError`.
    """
    if not values:
        raise UnchangedError
    return write_submit(
        actor=actor,
        user=user,
        write_id=base.pk,
        kind=master.update,
        payload={"id": base.record_id, "values": dict(values), "base": base.content_hash},
        label=label,
        subject=subject_of(master, base.record_id),
        replaces=replaces,
        then=lambda write: _queue_up(master, write),
    )


def _queue_up(master: Master, write: Write) -> None:
    """Writes to one record go one after the other, so that each is compared with what the last one left (row 44)."""
    record_id = write.content["id"]
    # Two people at once: the second waits here until the first one's write can be seen.
    list(registry.get(master.name).model._default_manager.select_for_update().filter(pk=record_id).values_list("pk"))
    take_turn(write, Write.objects.filter(subject=write.subject))


def record_create(
    *,
    actor: Actor,
    user: User,
    master: Master,
    write_id: uuid.UUID,
    values: Mapping[str, Value],
    label: str,
    twin_seen: bool = False,
    replaces: Write | None = None,
) -> Write:
    """Make a record, once. Raises `TwinError`, `WritesOffError`, `AlreadySentError`."""
    if not twin_seen and (twin := _twin(master, write_id, values)):
        raise TwinError(twin)
    return write_submit(
        actor=actor,
        user=user,
        write_id=write_id,
        kind=master.create,
        payload={"values": dict(values)},
        label=label,
        subject=f"new-{master.name}:{write_id}",
        replaces=replaces,
    )


def _twin(master: Master, write_id: uuid.UUID, values: Mapping[str, Value]) -> Write | None:
    """The same record, made in the last ten minutes by another form (A3 row 43)."""
    since = clock.now() - timedelta(minutes=TWIN_MINUTES)
    wanted = codec.dumps(dict(values))
    recent = Write.objects.filter(kind=master.create, created_at__gte=since).exclude(pk=write_id)
    for write in recent.exclude(state__in=[State.REJECTED, State.CANCELLED]):
        if codec.dumps(write.content["values"]) == wanted:
            return write
    return None


def record_remove(
    *, actor: Actor, user: User, master: Master, write_id: uuid.UUID, record_id: int, label: str
) -> Write:
    """Remove a record from LogicTrade, after what waits for it. Raises `WritesOffError`, `AlreadySentError`."""
    return write_submit(
        actor=actor,
        user=user,
        write_id=write_id,
        kind=master.remove,
        payload={"id": record_id},
        label=label,
        subject=subject_of(master, record_id),
        then=lambda write: _queue_up(master, write),
    )


def conflict_open(*, user: User, master: Master, write: Write) -> str:
    """The token of the write that settles a conflict; its base is LogicTrade's record as the choice page shows it."""
    theirs = codec.loads(write.answer)
    return _opened(user, master, write.content["id"], theirs, write.changed_at).token


def conflict_settle(
    *,
    actor: Actor,
    user: User,
    master: Master,
    write: Write,
    base: EditBase,
    choices: Mapping[str, Side],
) -> Write:
    """Send what a person chose. A new write that replaces the rejected one; what they typed elsewhere goes with it.

    Raises KeyError for a choice that is missing, `UnchangedError` when all of theirs stays, and those of `edit_submit`.
    """
    if write.state != State.REJECTED or write.reason != CONFLICT:
        raise UnchangedError
    old = EditBase.objects.get(pk=write.pk)
    values = choose(master.shape, old.raw, write.content["values"], codec.loads(write.answer), choices)
    return edit_submit(
        actor=actor, user=user, master=master, base=base, values=values, label=write.label, replaces=write
    )


def waiting_for(master: Master, record_id: int) -> list[Write]:
    """Writes to a record that are not settled yet, oldest first."""
    rows = Write.objects.filter(subject=subject_of(master, record_id)).exclude(state__in=FINAL)
    return list(rows.order_by("created_at"))
