"""Reads of the customers: list, card, search."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from apps.core.pages import OrderTerm
from apps.core.paging import CappedCount, RowPage
from apps.erp.mirror.search import search
from apps.relations.models import Customer

HITS = 5
LIST_COLUMNS = ("id", "number", "name", "kind", "city", "zip_code", "phone", "mobile", "email", "gone_at")
# A hit shows what was hit, which may stand in a field without a column.
SEARCH_COLUMNS = (*LIST_COLUMNS, "data", "number_key", "house_number")


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
) -> RowPage[Customer]:
    """One page of customers. A query finds gone records too; without one they show only when asked for.

    ``order`` empty means best hit first for a query, by name without.
    """
    where = _where(kind=kind, town=town, gone=gone or bool(query))
    rows = Customer.objects.only(*LIST_COLUMNS)
    if not query:
        return RowPage.of(
            rows.filter(where).order_by(*(order or ("name_key",)), "pk"), limit=limit, offset=offset, as_of=as_of
        )
    hits = search(Customer, query, where=where)
    total = CappedCount(len(hits.ids), hits.capped)
    if order:
        found = list(rows.filter(pk__in=hits.ids).order_by(*order, "pk")[offset : offset + limit])
    else:
        found = _in_order(rows, hits.ids[offset : offset + limit])
    return RowPage(found, offset // limit + 1, limit, total, as_of)


def _where(*, kind: str, town: str, gone: bool) -> Q:
    where = Q() if gone else Q(gone_at=None)
    if kind:
        where &= Q(kind=kind)
    if town:
        where &= Q(city__istartswith=town)
    return where


def _in_order(rows: QuerySet[Customer], ids: Sequence[int]) -> list[Customer]:
    """The rows with these ids, in their order: one query."""
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


def customer_get(pk: int) -> Customer | None:
    """A customer by LogicTrade's id, gone ones included."""
    return Customer.objects.filter(pk=pk).first()


def customers_by_id(ids: Sequence[int]) -> Mapping[int, Customer]:
    """The customers that exist among these ids: one query."""
    return {row.pk: row for row in Customer.objects.only(*LIST_COLUMNS).filter(pk__in=ids)}


def customer_search(query: str, limit: int = HITS, *, with_gone: bool = True) -> tuple[list[Customer], CappedCount]:
    """The best hits, and how many there are in all."""
    hits = search(Customer, query, where=None if with_gone else Q(gone_at=None))
    rows = _in_order(Customer.objects.only(*SEARCH_COLUMNS), hits.ids[:limit])
    return rows, CappedCount(len(hits.ids), hits.capped)


def town_options(limit: int = 500) -> list[str]:
    """Towns that customers live in, for the filter's suggestions."""
    towns = Customer.objects.filter(gone_at=None).exclude(city="").order_by("city").values_list("city", flat=True)
    return list(towns.distinct()[:limit])
