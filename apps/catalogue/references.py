"""References of a product: alternatives, accessories, successors, with what is free of each (contract section 5.7).

The whole shape is inferred, so every row is shown: with a link where the product is known, as text where it is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Product, ProductReferences
from apps.catalogue.opening import references_of
from apps.catalogue.selectors import products_by_id
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.catalogue.texts import code_key
from apps.erp.mirror.fold import fold
from apps.erp.mirror.texts import cut
from apps.logictrade.schemas import Reference

MOST = 100
# The words that people and programs use for the same; the first is shown first.
KINDS: tuple[tuple[str | Promise, frozenset[str]], ...] = (
    (_("Alternatives"), frozenset({"alternative", "alternatives", "alternatief", "alternatieven", "substitute"})),
    (_("Successors"), frozenset({"successor", "successors", "opvolger", "opvolgers", "replacement", "vervanger"})),
    (_("Accessories"), frozenset({"accessory", "accessories", "accessoire", "accessoires"})),
)


@dataclass(frozen=True)
class ReferenceRow:
    """``product`` None: not in the mirror, so ``code`` and ``name`` are LogicTrade's words."""

    code: str
    name: str
    text: str
    product: Product | None = None
    stock: StockSummary | None = None


@dataclass(frozen=True)
class ReferenceGroup:
    title: str | Promise
    rows: tuple[ReferenceRow, ...]


@dataclass(frozen=True)
class ReferencesCard:
    groups: tuple[ReferenceGroup, ...]
    fetched_at: datetime


def references_card(row: ProductReferences) -> ReferencesCard:
    """Grouped by kind, what is free first: five queries at most, whatever the number of references."""
    found = references_of(row)[:MOST]
    known = products_by_id([one.product_id for one in found if one.product_id])
    by_code = _by_code([one.code for one in found if one.product_id not in known and one.code])
    products = [known.get(one.product_id or 0) or by_code.get(code_key(one.code)) for one in found]
    stocks = stock_summaries([product.pk for product in products if product], with_locations=False)
    groups: dict[str | Promise, list[ReferenceRow]] = {title: [] for title, _words in KINDS}
    for one, product in zip(found, products, strict=True):
        groups.setdefault(_title(one), []).append(_row(one, product, stocks.get(product.pk) if product else None))
    return ReferencesCard(
        tuple(ReferenceGroup(title, tuple(sorted(rows, key=_order))) for title, rows in groups.items() if rows),
        row.fetched_at,
    )


def _by_code(codes: Sequence[str | None]) -> dict[str, Product]:
    keys = {code_key(code) for code in codes} - {""}
    rows = Product.objects.defer("data", "search_key").filter(number_key__in=keys, gone_at=None) if keys else []
    return {row.number_key: row for row in rows}


def _title(one: Reference) -> str | Promise:
    word = fold(cut(one.type, 80))
    named = next((title for title, words in KINDS if word in words), None)
    return named or cut(one.type, 80) or _("Other references")


def _row(one: Reference, product: Product | None, stock: StockSummary | None) -> ReferenceRow:
    return ReferenceRow(
        code=product.number if product else cut(one.code, 80),
        name=product.name if product else cut(one.name, 300),
        text=cut(one.reference, 300),
        product=product,
        stock=stock,
    )


def _order(row: ReferenceRow) -> tuple[bool, bool, str]:
    free = row.stock.free if row.stock else None
    return row.product is None, not (free is not None and free > 0), row.name.casefold()
