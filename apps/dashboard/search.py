"""The global search: customers, products, quotes and orders in one answer, from the mirror alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.catalogue.models import Product
from apps.catalogue.selectors import StockSummary, product_search, stock_summaries
from apps.core import money
from apps.core.access import may
from apps.core.hits import Hit
from apps.core.paging import CappedCount
from apps.documents.kinds import document_url
from apps.documents.models import Document
from apps.erp.mirror.fold import fold, is_phone, phone_digits
from apps.erp.mirror.search import search
from apps.relations.models import Customer
from apps.relations.selectors import customer_search

# A search over both kinds at once: this many best hits are taken apart by kind.
DOCUMENTS = 200
KINDS: dict[str, tuple[Promise, str, str, str]] = {
    "quote": (gettext_lazy("Quotes"), "quotes.view", "sales:quote_list", "file-text"),
    "order": (gettext_lazy("Orders"), "orders.view", "sales:order_list", "shopping-cart"),
}


@dataclass(frozen=True)
class SearchGroup:
    """Hits of one kind, best first, and how many there are in all."""

    key: str
    label: str | Promise
    hits: tuple[Hit, ...]
    total: CappedCount
    more_url: str = ""
    # Whether the first hit is exactly what was typed: a number, a code, a barcode.
    exact: bool = False

    @property
    def count(self) -> str:
        return money.quantity(self.total.value) + ("+" if self.total.capped else "")


def search_everywhere(user: Any, query: str, limit: int) -> list[SearchGroup]:
    """The groups that hit something and that the user may see; one with an exact hit comes first."""
    if not query:
        return []
    found: list[SearchGroup] = []
    if may(user, "customers.view"):
        found.append(_customers(query, limit))
    if may(user, "products.view"):
        found.append(_products(query, limit, with_stock=may(user, "stock.view")))
    found += _documents(query, limit, [kind for kind, spec in KINDS.items() if may(user, spec[1])])
    return sorted((group for group in found if group.hits), key=lambda group: not group.exact)


def marked_query(query: str) -> str:
    """What to underline in the hits: of a telephone number the part that every notation of it shares."""
    return phone_digits(query).lstrip("0") or query if is_phone(query.strip()) else query


def summary_of(groups: Sequence[SearchGroup]) -> str:
    """All hits together in words: 12 hits, 1.000+ hits; nothing for none."""
    total = sum(group.total.value for group in groups)
    shown = money.quantity(total) + ("+" if any(group.total.capped for group in groups) else "")
    return ngettext("%(n)s hit", "%(n)s hits", total) % {"n": shown} if groups else ""


def _more(url_name: str, query: str, shown: int, total: CappedCount) -> str:
    if total.value <= shown and not total.capped:
        return ""
    return f"{reverse(url_name)}?{urlencode({'q': query})}"


def _is_exact(query: str, *values: str) -> bool:
    wanted = fold(query).replace(" ", "")
    return bool(wanted) and any(fold(value).replace(" ", "") == wanted for value in values)


def _customers(query: str, limit: int) -> SearchGroup:
    rows, total = customer_search(query, limit)
    return SearchGroup(
        "customers",
        _("Customers"),
        tuple(_customer_hit(row, query) for row in rows),
        total,
        _more("relations:customer_list", query, len(rows), total),
        exact=bool(rows) and _is_exact(query, rows[0].number),
    )


def _customer_hit(row: Customer, query: str) -> Hit:
    address = " ".join(part for part in (row.zip_code, row.house_number) if part)
    place = " ".join(part for part in (address, row.city) if part)
    parts = [place, *_phones(row, query), row.email if _holds(row.email, query) else ""]
    return Hit(
        reverse("relations:customer_detail", args=[row.pk]),
        row.name,
        " · ".join(part for part in parts if part),
        _gone(row.gone_at) or row.number,
        icon="building-store" if row.is_business else "user",
    )


def _phones(row: Customer, query: str) -> list[str]:
    """The numbers that the query hit, of all the customer has; without one, the number to call."""
    if is_phone(query.strip()):
        wanted = phone_digits(query)
        raw = row.raw
        numbers = [raw.get(name) for name in ("phoneNumber", "phoneNumber2", "mobileNumber")]
        hit = [number for number in numbers if isinstance(number, str) and wanted in phone_digits(number)]
        if hit:
            return hit
    return [row.any_phone]


def _holds(text: str, query: str) -> bool:
    return bool(text) and any(fold(word) in fold(text) for word in query.split())


def _gone(gone_at: object) -> str:
    return _("removed in LogicTrade") if gone_at else ""


def _products(query: str, limit: int, *, with_stock: bool) -> SearchGroup:
    rows, total = product_search(query, limit)
    stock = stock_summaries([row.pk for row in rows], with_locations=False) if rows and with_stock else {}
    return SearchGroup(
        "products",
        _("Products"),
        tuple(_product_hit(row, stock.get(row.pk), query) for row in rows),
        total,
        _more("catalogue:product_list", query, len(rows), total),
        exact=bool(rows) and _is_exact(query, rows[0].number, rows[0].barcode),
    )


def _product_hit(row: Product, stock: StockSummary | None, query: str) -> Hit:
    found = [text for text in (row.barcode, row.supplier_code) if _holds(text, query)]
    free = _("free %(n)s") % {"n": money.quantity(stock.free)} if stock and stock.free is not None else ""
    end = " · ".join(part for part in (free, money.price(row.sales_price)) if part)
    return Hit(
        reverse("catalogue:product_detail", args=[row.pk]),
        row.number or row.name,
        " · ".join(part for part in (row.name if row.number else "", *found) if part),
        _gone(row.gone_at) or end,
        icon="package",
    )


def _documents(query: str, limit: int, kinds: Sequence[str]) -> list[SearchGroup]:
    """One search over all kinds; of the hits that are taken apart only those that are shown are read."""
    if not kinds:
        return []
    hits = search(Document, query, where=Q(kind__in=list(kinds)))
    best = hits.ids[:DOCUMENTS]
    kind_of = dict(Document.objects.filter(pk__in=best).values_list("pk", "kind")) if best else {}
    ids = {kind: [pk for pk in best if kind_of.get(pk) == kind] for kind in kinds}
    shown = [pk for found in ids.values() for pk in found[:limit]]
    rows = Document.objects.defer("search_key", "name_key").in_bulk(shown) if shown else {}
    capped = hits.capped or len(hits.ids) > DOCUMENTS
    return [
        _document_group(
            kind,
            [rows[pk] for pk in found[:limit] if pk in rows],
            # More hits than were taken apart: then this kind has at least so many.
            CappedCount(len(found), capped),
            query,
        )
        for kind, found in ids.items()
    ]


def _document_group(kind: str, rows: Sequence[Document], total: CappedCount, query: str) -> SearchGroup:
    label, _permission, list_name, icon = KINDS[kind]
    return SearchGroup(
        kind,
        label,
        tuple(_document_hit(row, icon) for row in rows),
        total,
        _more(list_name, query, len(rows), total),
        exact=bool(rows) and _is_exact(query, rows[0].number),
    )


def _document_hit(row: Document, icon: str) -> Hit:
    total = money.money(row.total) if row.total is not None else ""
    detail = " · ".join(part for part in (row.party_name, row.reference, total) if part)
    lamps = (row.stock_status, row.delivery_status, row.invoice_status) if row.kind == "order" else None
    return Hit(
        document_url(row.kind, row.remote_id),
        row.number or f"#{row.remote_id}",
        detail,
        _gone(row.gone_at) or row.status_text,
        lamps=None if row.gone_at else lamps,
        icon=icon,
    )
