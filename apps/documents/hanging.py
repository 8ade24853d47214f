"""The documents of a customer or supplier, for the page that asks before one is removed."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import ngettext

from apps.documents.kinds import kinds_for
from apps.documents.models import Document, Draft
from apps.erp.hanging import Hanging, register


def of_customer(user: Any, record_id: int) -> Sequence[Hanging]:
    """Quotes, orders and invoices in LogicTrade that the reader may see, and concepts here."""
    kinds = kinds_for(user)
    counted = Document.objects.filter(party_id=record_id, kind__in=kinds, gone_at=None).aggregate(
        **{kind: Count("pk", filter=Q(kind=kind)) for kind in kinds}
    )
    found = []
    if n := counted.get("quote"):
        found.append(Hanging(ngettext("%(n)d quote", "%(n)d quotes", n) % {"n": n}))
    if n := counted.get("order"):
        found.append(Hanging(ngettext("%(n)d order", "%(n)d orders", n) % {"n": n}))
    if n := counted.get("invoice"):
        found.append(Hanging(ngettext("%(n)d invoice", "%(n)d invoices", n) % {"n": n}))
    drafts = Draft.objects.filter(customer_id=record_id, discarded_at=None, sent_id=None)
    if "quote" in kinds and (n := drafts.count()):
        found.append(Hanging(ngettext("%(n)d concept here", "%(n)d concepts here", n) % {"n": n}))
    return found


def connect() -> None:
    register("customer", "documents", of_customer)
