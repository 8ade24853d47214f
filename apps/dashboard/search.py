"""The global search: relations, products and documents of every kind in one answer, from the mirror alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.catalogue.models import Product
from apps.catalogue.selectors import product_near, product_search, stock_summaries
from apps.core import money
from apps.core.access import may
from apps.core.paging import CappedCount
from apps.dashboard.hits import Entry, customer_hit, document_hit, phones_of, product_hit, supplier_hit
from apps.dashboard.ranks import ELSEWHERE, EXACT, NAME_STARTS, WORDS_START, rank_of
from apps.documents.labels import OPEN_ORDER
from apps.documents.models import Document
from apps.erp.mirror.fold import fold, is_phone, phone_digits, postcodes
from apps.erp.mirror.search import search
from apps.relations.models import Relation
from apps.relations.selectors import customer_search, supplier_search

# A search over all kinds at once: this many best hits are taken apart by kind.
DOCUMENTS = 200
DOCUMENT_KINDS: dict[str, tuple[Promise, str, str]] = {
    # Of documents that answer alike the order first: a caller with a reference asks where it is.
    "order": (gettext_lazy("Orders"), "orders.view", "sales:order_list"),
    "quote": (gettext_lazy("Quotes"), "quotes.view", "sales:quote_list"),
    "invoice": (gettext_lazy("Invoices"), "invoices.view", "sales:invoice_list"),
}

LISTS = {"customers": "relations:customer_list", "suppliers": "relations:supplier_list"}


@dataclass(frozen=True)
class SearchGroup:
    """Hits of one kind, best first, and how many there are in all. ``rank`` is how well the best one answers."""

    key: str
    label: str | Promise
    hits: tuple[Entry, ...]
    total: CappedCount
    more_url: str = ""
    rank: int = ELSEWHERE

    @property
    def exact(self) -> bool:
        """Whether the first hit is exactly what was typed: a number, a code, a barcode."""
        return self.rank == EXACT

    @property
    def count(self) -> str:
        return money.quantity(self.total.value) + ("+" if self.total.capped else "")


def search_everywhere(user: Any, query: str, limit: int) -> list[SearchGroup]:
    """The groups that hit something and that the user may see, the one with the best hit first."""
    if not query:
        return []
    found: list[SearchGroup] = []
    if may(user, "customers.view"):
        rows, total = customer_search(query, limit)
        found.append(_relations("customers", _("Customers"), rows, total, query, customer_hit))
    if may(user, "products.view"):
        found.append(_products(user, query, product_search(query, limit, exactly=True)))
    if may(user, "suppliers.view"):
        suppliers, total = supplier_search(query, limit)
        found.append(_relations("suppliers", _("Suppliers"), suppliers, total, query, supplier_hit))
    found += _documents(query, limit, [kind for kind, spec in DOCUMENT_KINDS.items() if may(user, spec[1])])
    if may(user, "products.view") and not any(group.hits for group in found):
        # A typing error is the last thing to think of: whoever finds a customer meant that one.
        found = [_products(user, query, product_near(query, limit))]
    return sorted((group for group in found if group.hits), key=lambda group: group.rank)


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


def _relations[R: Relation](
    key: str, label: str, rows: Sequence[R], total: CappedCount, query: str, hit: Callable[[R, str], Entry]
) -> SearchGroup:
    hits = tuple(hit(row, query) for row in rows)
    more = _more(LISTS[key], query, len(rows), total)
    return SearchGroup(key, label, hits, total, more, _relation_rank(query, rows[0]) if rows else ELSEWHERE)


def _relation_rank(query: str, row: Relation) -> int:
    rank = rank_of(query, numbers=[row.number], name=row.name)
    if not is_phone(query):
        return rank
    return min(rank, rank_of(phone_digits(query), numbers=[phone_digits(number) for number in phones_of(row)]))


def _products(user: Any, query: str, hits: tuple[list[Product], CappedCount]) -> SearchGroup:
    rows, total = hits
    with_stock = rows and may(user, "stock.view")
    stock = stock_summaries([row.pk for row in rows], with_locations=False) if with_stock else {}
    hit = rows[0].found_by if rows else None
    return SearchGroup(
        "products",
        _("Products"),
        tuple(product_hit(row, query, stock.get(row.pk)) for row in rows),
        total,
        _more("catalogue:product_list", query, len(rows), total),
        rank_of(query, numbers=[rows[0].number, rows[0].barcode, hit.code if hit else ""], name=rows[0].name)
        if rows
        else ELSEWHERE,
    )


def _documents(query: str, limit: int, kinds: Sequence[str]) -> list[SearchGroup]:
    """One search over all kinds; of the hits that are taken apart only those that are shown are read."""
    if not kinds:
        return []
    hits = search(Document, query, where=Q(kind__in=list(kinds)), wanted=limit)
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


def _is_waited_for(row: Document) -> bool:
    return row.state in OPEN_ORDER and row.gone_at is None


def _document_group(kind: str, rows: Sequence[Document], total: CappedCount, query: str) -> SearchGroup:
    label, _permission, list_name = DOCUMENT_KINDS[kind]
    # A document bears its party's name: who types that name looks for the party first.
    rank = rank_of(query, numbers=[rows[0].number, rows[0].reference], name=rows[0].party_name) if rows else ELSEWHERE
    if kind == "order" and rank == ELSEWHERE and postcodes(fold(query)) and any(map(_is_waited_for, rows)):
        # "Where is my order?" from a caller who only knows the postcode: what is still to come stands first.
        rows, rank = sorted(rows, key=lambda row: not _is_waited_for(row)), WORDS_START
    return SearchGroup(
        kind,
        label,
        tuple(document_hit(row) for row in rows),
        total,
        _more(list_name, query, len(rows), total),
        WORDS_START if rank == NAME_STARTS else rank,
    )
