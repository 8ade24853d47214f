"""Documents of before as a source of lines: each app that mirrors a kind registers how its lines are read."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q

from apps.catalogue.models import Product
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.catalogue.texts import code_key
from apps.documents.models import Document
from apps.erp.mirror.search import in_order, search

HITS = 30
_HIDDEN = ("number_key", "name_key", "search_key")


@dataclass(frozen=True)
class EarlierLine:
    """One line as LogicTrade has it. ``configuration``: its object as JSON by the codec, empty for none."""

    place: int
    code: str
    description: str
    quantity: Decimal | None
    part_price: Decimal | None
    discount: Decimal | None
    comment_intern: str = ""
    comment_extern: str = ""
    configuration: str = ""


@dataclass(frozen=True)
class EarlierDocument:
    kind: str
    remote_id: int
    number: str
    date: datetime.date | None
    customer_id: int | None
    customer_name: str
    reference: str
    lines: Sequence[EarlierLine]
    # Texts of LogicTrade, for the head of a copy: delivery type and condition, comments.
    head: Mapping[str, str] = field(default_factory=dict)


type Reader = Callable[[int], EarlierDocument | None]

_readers: dict[str, Reader] = {}


def register(kind: str, reader: Reader) -> None:
    """Declare how documents of a kind are read from the mirror (at start, from an app's ready())."""
    _readers[kind] = reader


def readable_kinds(allowed: Sequence[str]) -> list[str]:
    """Those of the kinds whose lines can be read."""
    return [kind for kind in allowed if kind in _readers]


def earlier_get(kind: str, remote_id: int) -> EarlierDocument | None:
    reader = _readers.get(kind)
    return reader(remote_id) if reader else None


def earlier_search(customer_id: int, kinds: Sequence[str], query: str = "", *, limit: int = HITS) -> list[Document]:
    """The customer's documents of these kinds, the newest first, or those that a query finds: two queries."""
    where = Q(party_id=customer_id, kind__in=list(kinds), gone_at=None)
    rows = Document.objects.defer(*_HIDDEN)
    if not query:
        return list(rows.filter(where).order_by(F("date").desc(nulls_last=True), "-pk")[:limit])
    return in_order(rows, search(Document, query, where=where).ids[:limit])


@dataclass(frozen=True)
class Takeable:
    """A line beside the product that it names today. None: LogicTrade has it no longer, so the line cannot be taken."""

    line: EarlierLine
    product: Product | None
    stock: StockSummary | None = None

    @property
    def is_text(self) -> bool:
        return not self.line.code and bool(self.line.description)

    @property
    def may_take(self) -> bool:
        return self.product is not None or self.is_text


def takeable(lines: Sequence[EarlierLine]) -> list[Takeable]:
    """The lines with their products and stock: three queries."""
    products = products_of(lines)
    stocks = stock_summaries([product.pk for product in products.values()], with_locations=False)
    found = []
    for line in lines:
        product = products.get(code_key(line.code))
        found.append(Takeable(line, product, stocks.get(product.pk) if product else None))
    return found


def products_of(lines: Sequence[EarlierLine]) -> dict[str, Product]:
    """Products that still exist, by the folded code of the lines; of two with one code the one that is written so."""
    keys = {code_key(line.code) for line in lines} - {""}
    rows = Product.objects.defer("data", "search_key").filter(number_key__in=keys, gone_at=None).order_by("-pk")
    exact = {line.code.strip().casefold() for line in lines}
    found: dict[str, Product] = {}
    for row in rows:
        if row.number_key not in found or row.number.casefold() in exact:
            found[row.number_key] = row
    return found
