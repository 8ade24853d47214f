"""Reads of the outbox for pages: whose writes a person may see, and how many are under way."""

from typing import Any

from django.db.models import QuerySet

from apps.core.access import may
from apps.erp.outbox.models import OPEN, Write

MOST_COUNTED = 99


def writes_of(user: Any) -> QuerySet[Write]:
    """The writes that a person may see: their own, or everybody's with ``writes.all``."""
    if may(user, "writes.all"):
        return Write.objects.all()
    if may(user, "writes.view"):
        return Write.objects.filter(actor=user)
    return Write.objects.none()


def writes_waiting(user: Any) -> int:
    """How many of them are not final yet; counts to 99."""
    if not may(user, "writes.view"):
        return 0
    return writes_of(user).filter(state__in=OPEN).order_by()[:MOST_COUNTED].count()
