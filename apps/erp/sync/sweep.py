"""Finding records that LogicTrade no longer has: absent twice, then asked for by id (A5.3 step 7)."""

import structlog
from django.db import transaction

from apps.core import clock
from apps.erp.gateway import Priority, erp
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.erp.models import SyncPage, SyncState
from apps.logictrade import codec
from apps.logictrade.errors import NotFoundError

log = structlog.get_logger(__name__)

FEW = 20


def seen_ids(name: str, pass_no: int) -> set[int]:
    """All ids that a pass met."""
    pages = SyncPage.objects.filter(resource=name, pass_no=pass_no).values_list("ids", flat=True)
    return {pk for ids in pages.iterator() for pk in codec.loads(ids)}


def sweep(resource: Resource, state: SyncState, priority: Priority) -> int:
    """Mark as gone what two complete passes did not meet; returns how many.

    Where records pass through a list by nature, any number but all may leave it. Elsewhere more than `FEW` or one in
    a hundred is taken for a fault of the list: nothing is removed until an operator says yes
    (``erp sync --approve-removals``).
    """
    SyncPage.objects.filter(resource=resource.name).exclude(
        pass_no__in=[state.complete_pass, state.previous_pass]
    ).delete()
    if not state.previous_pass or state.previous_began_at is None:
        return 0
    met = seen_ids(resource.name, state.complete_pass) | seen_ids(resource.name, state.previous_pass)
    rows = resource.model._default_manager.filter(gone_at=None)
    older = rows.filter(read_began_at__lt=state.previous_began_at).values_list("pk", flat=True)
    absent = [pk for pk in older.iterator() if pk not in met]
    if not _allowed(resource, state, len(absent), rows.count()):
        return 0
    return sum(_confirm_gone(resource, pk, priority) for pk in absent)


def _allowed(resource: Resource, state: SyncState, absent: int, known: int) -> bool:
    few = absent <= max(FEW, known // 100)
    ordinary = resource.passing and absent < known
    if few or ordinary or state.sweep_approved:
        if state.sweep_waiting or state.sweep_approved:
            state.sweep_waiting, state.sweep_approved = 0, False
            state.save(update_fields=["sweep_waiting", "sweep_approved"])
        return True
    log.error("sweep.refused", resource=resource.name, absent=absent, known=known)
    state.sweep_waiting = absent
    state.save(update_fields=["sweep_waiting"])
    return False


def _confirm_gone(resource: Resource, pk: int, priority: Priority) -> int:
    """1 when the record is gone; a record that answers after all is put back."""
    if resource.get_endpoint:
        began_at = clock.now()
        try:
            answer = erp().call(resource.get_endpoint, path={"id": pk}, priority=priority)
        except NotFoundError:
            pass
        else:
            log.warning("sweep.paging_miss", resource=resource.name, id=pk)
            with transaction.atomic(durable=True):
                upsert(resource, [answer.data], read_began_at=began_at)
            return 0
    mark_gone(resource, pk, at=clock.now())
    return 1
