"""Reads of the register and of drafts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from apps.core.pages import OrderTerm
from apps.core.paging import CappedCount, RowPage
from apps.documents.labels import OPEN_INVOICE, OPEN_ORDER, OPEN_QUOTE, UNKNOWN
from apps.documents.models import Document, Draft, DraftLine
from apps.erp.mirror.search import in_order, search

HITS = 5
IS_OPEN_ORDER = Q(kind="order") & (Q(state__in=OPEN_ORDER) | Q(state=UNKNOWN) & ~Q(delivery_status="complete"))
IS_OPEN_QUOTE = Q(kind="quote", state__in=OPEN_QUOTE)
IS_OPEN_INVOICE = Q(kind="invoice", state__in=OPEN_INVOICE)
_IS_OPEN = IS_OPEN_ORDER | IS_OPEN_QUOTE | IS_OPEN_INVOICE
_OPEN_FIRST = Case(When(_IS_OPEN, then=0), default=1)
_HIDDEN = ("number_key", "name_key", "search_key")


def document_list(
    *,
    kind: str,
    query: str = "",
    filters: Mapping[str, Any] | None = None,
    also: Q | None = None,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
) -> RowPage[Document]:
    """One page of documents of a kind. ``filters`` are look-ups of `Document`, ``also`` is one more condition.

    The newest come first. A query finds documents that were removed too; without one they show only when asked for.
    """
    wanted = dict(filters or {})
    gone = wanted.pop("gone", False) or bool(query)
    where = Q(kind=kind, **wanted) if gone else Q(kind=kind, gone_at=None, **wanted)
    if also is not None:
        where &= also
    rows = Document.objects.defer(*_HIDDEN)
    terms = (*(order or ("-date", "-remote_id")), "-pk")
    if not query:
        return RowPage.of(rows.filter(where).order_by(*terms), limit=limit, offset=offset, as_of=as_of)
    hits = search(Document, query, where=where)
    total = CappedCount(len(hits.ids), hits.capped)
    if order:
        found = list(rows.filter(pk__in=hits.ids).order_by(*terms)[offset : offset + limit])
    else:
        found = in_order(rows, hits.ids[offset : offset + limit])
    return RowPage(found, offset // limit + 1, limit, total, as_of)


def document_get(kind: str, remote_id: int) -> Document | None:
    return Document.objects.defer(*_HIDDEN).filter(kind=kind, remote_id=remote_id).first()


def documents_of_party(party_id: int, kinds: Sequence[str], limit: int = 20) -> tuple[list[Document], int]:
    """The documents of a customer, the open ones first and then the newest, and how many there are (to a thousand)."""
    rows = Document.objects.defer(*_HIDDEN).filter(party_id=party_id, kind__in=list(kinds), gone_at=None)
    found = list(rows.order_by(_OPEN_FIRST, F("date").desc(nulls_last=True), "-pk")[: limit + 1])
    total = len(found) if len(found) <= limit else rows[:1001].count()
    return found[:limit], total


def register_list(
    kinds: Sequence[str],
    *,
    party_id: int | None = None,
    kind: str = "",
    only_open: bool = False,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
) -> RowPage[Document]:
    """One page of documents of whatever kind, of those that the reader may see; the newest come first."""
    rows = Document.objects.defer(*_HIDDEN).filter(kind__in=list(kinds), gone_at=None)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    if kind:
        rows = rows.filter(kind=kind)
    if only_open:
        rows = rows.filter(_IS_OPEN)
    terms = (*(order or (F("date").desc(nulls_last=True),)), "-pk")
    return RowPage.of(rows.order_by(*terms), limit=limit, offset=offset, as_of=as_of)


def draft_get(pk: Any) -> Draft | None:
    """A draft that was not discarded, with the write it was last sent by: one query."""
    return Draft.objects.select_related("write", "owner").filter(pk=pk, discarded_at=None).first()


def draft_lines(draft: Draft) -> list[DraftLine]:
    return list(DraftLine.objects.filter(draft=draft).order_by("position", "pk"))


def draft_list(*, kind: str, order: Sequence[OrderTerm] = (), limit: int = 50, offset: int = 0) -> RowPage[Draft]:
    """Documents in the making, the last changed first; those that LogicTrade confirmed are left out."""
    rows = (
        Draft.objects.filter(kind=kind, discarded_at=None, sent_id=None)
        .select_related("owner", "write")
        .annotate(lines_count=Count("lines", filter=Q(lines__removed_at=None)))
        .order_by(*(order or ("-updated_at",)), "pk")
    )
    return RowPage.of(rows, limit=limit, offset=offset)


def open_drafts(kind: str) -> QuerySet[Draft]:
    """What is in the making and not in LogicTrade yet: at most a thousand, in no order."""
    return Draft.objects.filter(kind=kind, discarded_at=None, sent_id=None).order_by()[:1000]
