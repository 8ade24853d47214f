"""The arrows between states of a write (A2): each one compare-and-swap with its audit row in one transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.erp.outbox.models import State, Write

ARROWS: Mapping[State, frozenset[State]] = {
    State.INTENT: frozenset({State.SENDING, State.CANCELLED, State.HELD, State.NEEDS_HUMAN, State.REJECTED}),
    State.HELD: frozenset({State.INTENT, State.CANCELLED}),
    State.SENDING: frozenset({State.CONFIRMED, State.REJECTED, State.INTENT, State.HELD, State.UNKNOWN}),
    State.UNKNOWN: frozenset({State.CONFIRMED, State.INTENT, State.NEEDS_HUMAN}),
    State.NEEDS_HUMAN: frozenset({State.CONFIRMED, State.INTENT, State.CANCELLED}),
    State.CONFIRMED: frozenset(),
    State.REJECTED: frozenset(),
    State.CANCELLED: frozenset(),
}

ACTIONS: Mapping[State, Action] = {
    State.INTENT: Action.WRITE_POSTPONED,
    State.SENDING: Action.WRITE_ATTEMPT,
    State.UNKNOWN: Action.WRITE_UNKNOWN,
    State.NEEDS_HUMAN: Action.WRITE_NEEDS_HUMAN,
    State.HELD: Action.WRITE_HELD,
    State.CONFIRMED: Action.WRITE_CONFIRMED,
    State.REJECTED: Action.WRITE_REJECTED,
    State.CANCELLED: Action.WRITE_CANCELLED,
}

WORKER = "worker"


class LostRaceError(Exception):
    """The write was no longer in the state or under the lease that the arrow starts from; nothing was changed."""


def worker_actor() -> Actor:
    return Actor.system(WORKER)


def move(
    write: Write,
    to: State,
    *,
    actor: Actor | None = None,
    action: Action | None = None,
    before: Any = None,
    after: Any = None,
    said: Any = None,
    then: Callable[[], None] | None = None,
    **values: Any,
) -> None:
    """Take one arrow inside the caller's transaction; ``values`` are further columns.

    ``said`` is LogicTrade's answer, for the audit log. ``then`` does what belongs to the arrow in other tables: after
    the swap, before the audit row, which comes last. The caller's object carries the new values afterwards.
    Raises `LostRaceError`.
    """
    source = State(write.state)
    if to not in ARROWS[source]:
        raise LostRaceError(f"no arrow from {source} to {to}")
    values |= {"state": to, "changed_at": clock.now()}
    # The attempts too: a write may be back in the same state after somebody else has sent it.
    known = {"state": source, "lease": write.lease, "attempts_made": write.attempts_made}
    changed = Write.objects.filter(pk=write.pk, **known).update(**values)
    if not changed:
        raise LostRaceError(f"write {write.pk} left {source} meanwhile")
    for name, value in values.items():
        setattr(write, name, value)
    if then is not None:
        then()
    record(
        action or ACTIONS[to],
        actor=actor or worker_actor(),
        subject=f"write:{write.pk}",
        label=write.label,
        before=before if before is not None else {"state": str(source)},
        after=after if after is not None else _summary(write),
        answer=said,
    )


def move_alone(write: Write, to: State, **values: Any) -> None:
    """The same in a transaction of its own, on disk when it returns."""
    with transaction.atomic(durable=True):
        move(write, to, **values)


def _summary(write: Write) -> dict[str, Any]:
    return {
        "state": str(write.state),
        "reason": write.reason,
        "attempts": write.attempts_made,
        "remote_id": write.remote_id,
        "remote_number": write.remote_number,
        "status": write.error_status,
        "code": write.error_code,
        "detail": write.error_detail,
    }
