"""Writes to one record go one after the other, so that each is compared with what the last one left (A3 row 44)."""

from django.db import transaction
from django.db.models import Q, QuerySet

from apps.erp.outbox.models import FINAL, State, Write
from apps.erp.outbox.submit import wake


def take_turn(write: Write, ahead: QuerySet[Write]) -> None:
    """Wait behind the newest open write of these; inside the transaction that stores the write."""
    found = ahead.exclude(pk=write.pk).exclude(state__in=FINAL).order_by("-created_at").first()
    if found is not None:
        write.depends_on = found
        write.save(update_fields=["depends_on"])


def pass_turn(write: Write) -> None:
    """The next write to the same record waited only for its turn, however this one ended."""
    waiting = Write.objects.filter(Q(kind=write.kind) | Q(subject=write.subject), depends_on=write)
    for pk in waiting.filter(state=State.INTENT).values_list("pk", flat=True):
        transaction.on_commit(lambda pk=pk: wake(pk))  # type: ignore[misc]
    waiting.update(depends_on=None)
