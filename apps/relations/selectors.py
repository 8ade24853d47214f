"""Reads of customers and suppliers: lists, cards, search."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.core.pages import OrderTerm
from apps.core.paging import CappedCount, RowPage
from apps.erp.mirror.search import in_order, search
from apps.relations.figures import note_activity
from apps.relations.models import Customer, Relation, Supplier

HITS = 5
# What no list shows of a row, and is long.
_HIDDEN = ("data", "content_hash", "number_key", "name_key", "search_key")
# A hit shows what was hit, which may stand in a field without a column.
_HIDDEN_IN_HITS = ("content_hash", "name_key", "search_key")


def customer_list(
    *,
    query: str = "",
    kind: str = "",
    town: str = "",
    gone: bool = False,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
    activity: bool = True,
) -> RowPage[Customer]:
    """One page of customers. A query finds gone records too; without one they show only when asked for.

    ``order`` empty means best hit first for a query, by name without. ``activity``: with what their orders say, for
    one query more.
    """
    where = _where(town=town, gone=gone or bool(query))
    if kind:
        where &= Q(kind=kind)
    page = _page(Customer, where, query, order, limit, offset, as_of)
    if activity:
        note_activity(page.rows)
    return page


def supplier_list(
    *,
    query: str = "",
    town: str = "",
    gone: bool = False,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
) -> RowPage[Supplier]:
    """One page of suppliers, by the same rules."""
    return _page(Supplier, _where(town=town, gone=gone or bool(query)), query, order, limit, offset, as_of)


def _where(*, town: str, gone: bool) -> Q:
    where = Q() if gone else Q(gone_at=None)
    return where & Q(city__istartswith=town) if town else where


def _page[R: Relation](
    model: type[R],
    where: Q,
    query: str,
    order: Sequence[OrderTerm],
    limit: int,
    offset: int,
    as_of: datetime | None,
) -> RowPage[R]:
    rows: QuerySet[R] = model._default_manager.defer(*_HIDDEN)
    if not query:
        ordered = rows.filter(where).order_by(*(order or ("name_key",)), "pk")
        return RowPage.of(ordered, limit=limit, offset=offset, as_of=as_of)
    hits = search(model, query, where=where)
    total = CappedCount(len(hits.ids), hits.capped)
    if order:
        found = list(rows.filter(pk__in=hits.ids).order_by(*order, "pk")[offset : offset + limit])
    else:
        found = in_order(rows, hits.ids[offset : offset + limit])
    return RowPage(found, offset // limit + 1, limit, total, as_of)


def customer_get(pk: int | None) -> Customer | None:
    """A customer by LogicTrade's id, gone ones included; None for one that LogicTrade does not have yet."""
    return Customer.objects.filter(pk=pk).first() if pk is not None else None


def supplier_get(pk: int) -> Supplier | None:
    """A supplier by LogicTrade's id, gone ones included."""
    return Supplier.objects.filter(pk=pk).first()


def customers_by_id(ids: Sequence[int]) -> Mapping[int, Customer]:
    """The customers that exist among these ids: one query."""
    return {row.pk: row for row in Customer.objects.defer(*_HIDDEN).filter(pk__in=ids)}


def suppliers_by_id(ids: Sequence[int]) -> Mapping[int, Supplier]:
    """The suppliers that exist among these ids: one query."""
    return {row.pk: row for row in Supplier.objects.defer(*_HIDDEN).filter(pk__in=ids)}


def customer_search(query: str, limit: int = HITS, *, with_gone: bool = True) -> tuple[list[Customer], CappedCount]:
    """The best hits, and how many there are in all."""
    return _search(Customer, query, limit, with_gone)


def supplier_search(query: str, limit: int = HITS, *, with_gone: bool = True) -> tuple[list[Supplier], CappedCount]:
    """The best hits, and how many there are in all."""
    return _search(Supplier, query, limit, with_gone)


def _search[R: Relation](model: type[R], query: str, limit: int, with_gone: bool) -> tuple[list[R], CappedCount]:
    hits = search(model, query, where=None if with_gone else Q(gone_at=None), wanted=limit)
    rows = in_order(model._default_manager.defer(*_HIDDEN_IN_HITS), hits.ids[:limit])
    return rows, CappedCount(len(hits.ids), hits.capped)
