"""Finding records that LogicTrade no longer has: absent twice, then asked for by id (A5.3 step 7)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from apps.core import clock
from apps.erp.gateway import Priority, erp
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.erp.models import SyncPage, SyncState
from apps.logictrade import codec
from apps.logictrade.errors import (
    GateClosedError,
    KeyRefusedError,
    LogicTradeError,
    NotFoundError,
    RateLimitedError,
    UnreachableError,
)

log = structlog.get_logger(__name__)

FEW = 20
# Under this page of a pass stand ids that its pages missed and that answered by themselves.
ANSWERED = 0
# Faults of the link, not of one record: the sweep goes on when it is mended.
LINK_FAULTS = (KeyRefusedError, UnreachableError, RateLimitedError, GateClosedError)


@dataclass(frozen=True)
class Swept:
    """How many records were marked as gone; ``finished`` when nothing is left to look into."""

    gone: int
    finished: bool


def seen_ids(name: str, pass_no: int) -> set[int]:
    """All ids that a pass met."""
    pages = SyncPage.objects.filter(resource=name, pass_no=pass_no).values_list("ids", flat=True)
    return {pk for ids in pages.iterator() for pk in codec.loads(ids)}


def sweep(
    resource: Resource, state: SyncState, priority: Priority, *, go_on: Callable[[], bool] = lambda: True
) -> Swept:
    """Mark as gone what two complete passes did not meet, while ``go_on``; called again it goes on where it stopped.

    Where records pass through a list by nature, any number but all may leave it. Elsewhere more than `FEW` or one in
    a hundred is taken for a fault of the list, and so is everything at once where LogicTrade cannot be asked for one
    record: nothing is removed until an operator says yes (``erp sync --approve-removals``).
    """
    if not state.previous_pass or state.previous_began_at is None:
        return Swept(0, finished=True)
    absent, known = _absent(resource, state)
    if not _allowed(resource, state, len(absent), known):
        return Swept(0, finished=True)
    gone = 0
    for place, pk in enumerate(absent):
        # At least one at a time, so that a batch without time to spare gets on too.
        if place and not go_on():
            return Swept(gone, finished=False)
        gone += _confirm_gone(resource, state, pk, priority)
    _settle(state, waiting=0)
    return Swept(gone, finished=True)


def _absent(resource: Resource, state: SyncState) -> tuple[list[int], int]:
    """Rows older than both passes that neither met, and how many rows there are in all."""
    met = seen_ids(resource.name, state.complete_pass) | seen_ids(resource.name, state.previous_pass)
    rows = resource.model._default_manager.filter(gone_at=None)
    older = rows.filter(read_began_at__lt=state.previous_began_at).values_list("pk", flat=True)
    return sorted(pk for pk in older.iterator() if pk not in met), rows.count()


def _allowed(resource: Resource, state: SyncState, absent: int, known: int) -> bool:
    state.refresh_from_db(fields=["sweep_approved"])
    # The yes was given for as many as were waiting then.
    if not absent or (state.sweep_approved and absent <= max(state.sweep_waiting, FEW)):
        return True
    whole = absent >= known
    if resource.passing and not whole:
        return True
    if absent <= max(FEW, known // 100) and (resource.get_endpoint or not whole):
        return True
    log.error("sweep.refused", resource=resource.name, absent=absent, known=known)
    _settle(state, waiting=absent)
    return False


def _settle(state: SyncState, *, waiting: int) -> None:
    """Note how many wait for a yes; an answer that was given is used up."""
    if state.sweep_waiting != waiting or state.sweep_approved:
        state.sweep_waiting, state.sweep_approved = waiting, False
        state.save(update_fields=["sweep_waiting", "sweep_approved"])


def _confirm_gone(resource: Resource, state: SyncState, pk: int, priority: Priority) -> int:
    """1 when the record is gone; a record that answers after all is put back."""
    asked_at = clock.now()
    if resource.get_endpoint:
        try:
            answer = erp().call(resource.get_endpoint, path=resource.path_of(pk), priority=priority)
        except NotFoundError:
            pass
        except LINK_FAULTS:
            raise
        except LogicTradeError as error:
            # Whether it is gone cannot be told, so it is not; later readings look again.
            log.warning("sweep.no_answer", resource=resource.name, id=pk, error=str(error))
            _count_as_met(resource, state, pk)
            return 0
        else:
            _put_back(resource, state, pk, answer.data, asked_at)
            return 0
    mark_gone(resource, pk, at=asked_at)
    return 1


def _put_back(resource: Resource, state: SyncState, pk: int, raw: object, asked_at: datetime) -> None:
    log.warning("sweep.paging_miss", resource=resource.name, id=pk)
    with transaction.atomic(durable=True):
        upsert(resource, [raw], read_began_at=asked_at)  # type: ignore[list-item]
        _count_as_met(resource, state, pk)


def _count_as_met(resource: Resource, state: SyncState, pk: int) -> None:
    """This sweep is done with the record: called again it does not ask for it a second time."""
    place: dict[str, Any] = {"resource": resource.name, "pass_no": state.complete_pass, "page": ANSWERED}
    known = SyncPage.objects.filter(**place).first()
    ids = sorted({pk, *(codec.loads(known.ids) if known else ())})
    SyncPage.objects.update_or_create(**place, defaults={"ids": codec.dumps(ids)})
