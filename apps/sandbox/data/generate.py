"""All records of the invented trader from one seed, in the order in which they refer to each other."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from apps.sandbox import moments
from apps.sandbox.derive import deliverable
from apps.sandbox.store import Row, Store

from . import catalogue, discounts, documents, invoices, links, makers, oddities, people, texts

Record = dict[str, Any]

COUNTS = {"customer": 800, "supplier": 100, "product": 2000, "quote": 150, "order": 150}
# However small the scale, every state and every odd record is there.
_LEAST = {"customer": 24, "supplier": 4, "product": 60, "quote": 18, "order": 16}

# Larger companies are made once and not kept in memory.
_CACHED_SCALE = 2
# How many suppliers there are beside those of the assortment, odd ones included.
_IDLE = 20
# The customer with rules that no form lets through.
_ODD_RULES = 11
_LAST_CHANGED = 30
_DAY = 24 * 3600 * 100


def load(store: Store, seed: int, scale: float, today: date) -> None:
    """Fill an empty store; scale 0 leaves only the group tree."""
    build = trader if scale <= _CACHED_SCALE else trader.__wrapped__
    rows, series = build(seed, scale, today)
    with store.transaction():
        store.fill(rows)
        for name, last in series.items():
            store.raise_number(name, last)


@lru_cache(maxsize=2)
def trader(seed: int, scale: float, today: date) -> tuple[tuple[Row, ...], dict[str, int]]:
    """The rows, and where each series of ids and numbers stands."""
    made = Trader(seed, scale, today)
    made.build()
    return tuple(made.rows), made.series


class Trader:
    def __init__(self, seed: int, scale: float, today: date) -> None:
        self.rows: list[Row] = []
        self.series: dict[str, int] = {}
        self._seed = seed
        self._scale = scale
        self._today = today

    def build(self) -> None:
        """Each kind has its own stream of chance, so that a change to one leaves the others as they are."""
        groups = catalogue.groups()
        by_code = {group["code"]: group for group in groups}
        for group in groups:
            self._add("group", group, self._working_hour(900))
        chance = self._chance("supplier/more")
        suppliers = self._make(
            "supplier",
            lambda rng, position: self._numbered(makers.supplier_more(chance, people.supplier(rng, position))),
        )
        customers = self._make(
            "customer", lambda rng, position: self._numbered(people.customer(rng, self._today)), oddities.CUSTOMERS
        )
        self._words(customers)
        more = self._chance("product/more")
        products = self._make(
            "product",
            lambda rng, position: self._article(rng, more, position, by_code, suppliers),
            oddities.PRODUCTS,
        )
        self._stock(products)
        self._discounts(customers, products)
        sellable = [product for product in products if product.get("salesPrice")]
        self._make(
            "quote",
            lambda rng, position: self._document("O", documents.quote(rng, position, customers, sellable, self._today)),
            oddities.QUOTES,
        )
        orders = self._make(
            "order",
            lambda rng, position: self._document("V", documents.order(rng, position, customers, sellable, self._today)),
            oddities.ORDERS,
        )
        known = {product["code"]: product for product in products}
        self._deliveries(orders, known)
        self._invoices(orders, known)
        if products:
            self._parts(products)
            self._sets(products, by_code)
            self._others()

    def _article(
        self, rng: Random, more: Random, position: int, groups: dict[str, Record], suppliers: list[Record]
    ) -> Record:
        product = catalogue.product(rng, position, groups, suppliers, self._today)
        return product | links.product_more(more, position, product)

    def _count(self, kind: str) -> int:
        return max(_LEAST[kind], round(COUNTS[kind] * self._scale)) if self._scale > 0 else 0

    def _make(
        self,
        kind: str,
        build: Callable[[Random, int], Record],
        odd: tuple[Record, ...] = (),
        *,
        chance: str | None = None,
        count: int | None = None,
    ) -> list[Record]:
        """Records with rising ids; the odd ones lie spread among the others."""
        rng = self._chance(chance or kind)
        count = self._count(kind) if count is None else count
        places = dict(zip(range(2, count, max(1, count // (len(odd) + 1))), odd, strict=False)) if odd else {}
        made: list[Record] = []
        for position in range(count):
            record = {"id": self._next(kind), **build(rng, position)}
            stamp = self._changed(record, rng)
            record |= {"modifiedDate": moments.naive_text(stamp), "createdDate": self._created(record, stamp, rng)}
            record = oddities.lay_over(record, places.get(position, {}))
            self._add(kind, record, stamp)
            made.append(record)
        return made

    def _changed(self, record: Record, rng: Random) -> int:
        """A document changes in the weeks after its date, a master record at any time; nothing after yesterday."""
        if not record.get("date"):
            return self._working_hour(rng.randint(1, 700), rng)
        made = moments.parse_stamp(record["date"], moments.AMSTERDAM)
        return min(made + rng.randint(0, 20 * _DAY), max(made, self._working_hour(1, rng)))

    def _created(self, record: Record, stamp: int, rng: Random) -> str:
        """Documents are created on their date, everything else some time before its last change."""
        if record.get("date"):
            return str(record["date"])
        return moments.naive_text(stamp - rng.randint(0, 400) * _DAY)

    def _stock(self, products: list[Record]) -> None:
        rng = self._chance("stock")
        for position, product in enumerate(filter(catalogue.is_stocked, products)):
            self._add("stock", catalogue.stock(rng, product["id"], position), self._working_hour(1), product["id"])

    def _discounts(self, customers: list[Record], products: list[Record]) -> None:
        rng, more = self._chance("discount"), self._chance("discount/more")
        for position, customer in enumerate(customers):
            usual = catalogue.customer_discount(rng, customer, self._today)
            rules = discounts.with_more_rules(more, customer, products, usual, self._today)
            if position == _ODD_RULES:
                rules = discounts.odd_customer_rules(customer, self._today)
            if rules["discounts"]:
                self._add("customer_discount", rules, self._working_hour(100))
        for entry in discounts.product_discounts(self._chance("discount/product"), products, self._today):
            self._add("product_discount", entry, self._working_hour(90))
        for entry in discounts.prices_by_hand(products, customers):
            self._add("price", entry, self._working_hour(20))

    def _parts(self, products: list[Record]) -> None:
        """Texts, links and variants of articles, each kept under the article's id."""
        writing, linking, varying = (self._chance(name) for name in ("description", "reference", "implementation"))
        for position, product in enumerate(products):
            found = texts.descriptions(writing, product)
            if 0 <= position - texts.FIRST_ODD < len(texts.ODD):
                found = [*found[:1], *texts.ODD[position - texts.FIRST_ODD]]
            if found:
                self._add("description", {"id": product["id"], "descriptions": found}, self._working_hour(60))
            linked = links.references(linking, position, product, products, lambda: self._next("link"))
            if linked["references"]:
                self._add("reference", linked, self._working_hour(60))
            if product.get("configurable"):
                self._add("implementation", links.implementations(varying, product), self._working_hour(60))

    def _sets(self, products: list[Record], groups: dict[str, Record]) -> None:
        """Sets come after all articles, and nothing else draws from them."""
        made = self._make(
            "product",
            lambda rng, position: catalogue.bundle(links.SETS[position], groups, self._today),
            chance="product/set",
            count=len(links.SETS),
        )
        for edge in links.compositions(products, made, lambda: self._next("composition")):
            self._add("composition", edge, self._working_hour(60))

    def _others(self) -> None:
        """Suppliers that make nothing, and records as no form would make them, behind all others."""
        chance = self._chance("supplier/idle")
        first = self._count("supplier")
        self._make(
            "supplier",
            lambda rng, position: self._numbered(makers.supplier_more(chance, people.supplier(rng, first + position))),
            oddities.SUPPLIERS,
            chance="supplier/other",
            count=_IDLE,
        )
        for kind, records in oddities.LAST.items():
            for record in records:
                stamp = self._working_hour(_LAST_CHANGED)
                text = moments.naive_text(stamp)
                times = {"modifiedDate": text, "createdDate": text}
                self._add(kind, {"id": self._next(kind), **times, **record}, stamp)

    def _words(self, customers: list[Record]) -> None:
        """Infixes and titles that LogicTrade knows because somebody carries them."""
        for kind in ("infix", "title"):
            for text in sorted({str(customer[kind]) for customer in customers if customer.get(kind)}):
                self._add(kind, {"id": self._next(kind), "text": text}, self._working_hour(900))

    def _deliveries(self, orders: list[Record], products: dict[str, Record]) -> None:
        stamps = {row.id: row.modified for row in self.rows if row.kind == "order"}
        for order in orders:
            delivery = deliverable(order, products.get)
            if delivery is not None:
                self._add("delivery", delivery, stamps[order["id"]])

    def _invoices(self, orders: list[Record], products: dict[str, Record]) -> None:
        """Invoices follow from orders; nothing else draws from their numbers."""
        made = list(invoices.invoices(self._chance("invoice/more"), orders, products, self._today))
        made += [oddities.lay_over(made[0], odd) for odd in oddities.INVOICES if made]
        self._make("invoice", lambda rng, position: self._bill(made[position]), count=len(made))

    def _bill(self, invoice: Record) -> Record:
        """A concept has no number yet (contract section 6.3)."""
        lines = [{"id": self._next("line"), **line} for line in invoice["lines"]]
        if not invoice["date"]:
            return {**invoice, "lines": lines}
        series = f"F{invoice['date'][2:4]}"
        return {"number": f"{series}{self._next(series):06d}", **invoice, "lines": lines}

    def _numbered(self, relation: Record) -> Record:
        """Customers and suppliers share one series of relation numbers (contract section 4.2)."""
        return {"number": f"R{self._next('R'):09d}", **relation}

    def _document(self, prefix: str, document: Record) -> Record:
        series = f"{prefix}{document['date'][2:4]}"
        lines = [{"id": self._next("line"), **line} for line in document["lines"]]
        return {"number": f"{series}{self._next(series):06d}", **document, "lines": lines}

    def _next(self, series: str) -> int:
        self.series[series] = self.series.get(series, 0) + 1
        return self.series[series]

    def _add(self, kind: str, record: Record, stamp: int, record_id: int | None = None) -> None:
        self.rows.append(Row(kind, record["id"] if record_id is None else record_id, stamp, record))
        self.series[kind] = max(self.series.get(kind, 0), self.rows[-1].id)

    def _chance(self, kind: str) -> Random:
        return Random(f"{self._seed}/{kind}")

    def _working_hour(self, days_ago: int, rng: Random | None = None) -> int:
        """A moment so many days before today, in working hours."""
        minutes = rng.randint(0, 599) if rng else 0
        moment = datetime.combine(self._today - timedelta(days=days_ago), time(8), tzinfo=UTC)
        return moments.stamp_of(moment + timedelta(minutes=minutes, seconds=minutes % 60))
