"""Asking one page of every operation that only reads and whose records are typed; nothing here writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.erp.gateway import Answer, Priority, erp
from apps.erp.report.shapes import Shape, compare
from apps.logictrade import schemas
from apps.logictrade.endpoints import ENDPOINTS, Endpoint
from apps.logictrade.errors import KeyRefusedError, LogicTradeError, NotGrantedError, UnreachableError
from apps.logictrade.schemas import Record
from apps.logictrade.schemas.system import Introspection

PAGE_SIZE = 100
ITEMS = 25
TRIES = 10

type Row = Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """One operation to ask. ``source`` names the list whose first records give the id or the body."""

    name: str
    schema: type[Record]
    source: str = ""
    body: Callable[[Sequence[Row]], Row] | None = None

    @property
    def endpoint(self) -> Endpoint:
        return ENDPOINTS[self.name]


def _items(rows: Sequence[Row]) -> Row:
    return {"items": [{"productId": row["id"]} for row in rows[:ITEMS]]}


def _keywords(rows: Sequence[Row]) -> Row:
    """By code, as every product has one; by id where it is odd, which finds nothing and is an answer too."""
    return {"searchScope": "all", "items": [{"keyword": str(row.get("code") or row["id"])} for row in rows[:ITEMS]]}


READS: tuple[Read, ...] = (
    Read("introspect", Introspection),
    Read("customer.list", schemas.Customer),
    Read("customer.retrieve", schemas.Customer, "customer.list"),
    Read("supplier.list", schemas.Supplier),
    Read("supplier.retrieve", schemas.Supplier, "supplier.list"),
    Read("product.list", schemas.Product),
    Read("product.retrieve", schemas.Product, "product.list"),
    Read("product.search", schemas.ProductHit, "product.list", _keywords),
    Read("product.descriptions", schemas.Description, "product.list"),
    Read("product.references", schemas.Reference, "product.list"),
    Read("composition.list", schemas.Composition),
    Read("group.list", schemas.Group),
    Read("discount.products", schemas.ProductDiscounts),
    Read("discount.product", schemas.ProductDiscounts, "discount.products"),
    Read("discount.customers", schemas.CustomerDiscounts),
    Read("discount.customer", schemas.CustomerDiscounts, "discount.customers"),
    Read("stock.list", schemas.StockLevel),
    Read("stock.search", schemas.StockLevel, "product.list", _items),
    Read("price.get", schemas.Price, "product.list", _items),
    Read("quote.list", schemas.Quote),
    Read("quote.retrieve", schemas.Quote, "quote.list"),
    Read("order.list", schemas.Order),
    Read("order.retrieve", schemas.Order, "order.list"),
    Read("invoice.list", schemas.Invoice),
    Read("invoice.retrieve", schemas.Invoice, "invoice.list"),
    Read("delivery.list", schemas.Deliverable),
)


@dataclass
class Asked:
    """What one operation answered. ``fault`` is empty when it could be read; ``verdict`` says which kind of fault."""

    read: Read
    answer: Answer | None = None
    shape: Shape | None = None
    verdict: str = "ok"
    fault: str = ""

    @property
    def rows(self) -> list[Any]:
        return self.answer.rows if self.answer is not None else []

    @property
    def failed(self) -> bool:
        return self.verdict not in {"ok", "not granted", "skipped"}


@dataclass
class Survey:
    """All answers by operation, for the questions that follow."""

    asked: dict[str, Asked] = field(default_factory=dict)

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        found = self.asked.get(name)
        return [row for row in found.rows if isinstance(row, Mapping)] if found else []

    def answer(self, name: str) -> Answer | None:
        found = self.asked.get(name)
        return found.answer if found else None


def ask(read: Read, survey: Survey) -> Asked:
    """One call. Raises `KeyRefusedError` and `UnreachableError`, after which nothing more can be asked."""
    asked = Asked(read)
    survey.asked[read.name] = asked
    rows = [row for row in survey.rows(read.source) if type(row.get("id")) is int and row["id"] > 0]
    if read.source and not rows:
        asked.verdict, asked.fault = "skipped", f"{read.source} gave no record to ask for"
        return asked
    try:
        asked.answer = _answer(read, rows)
    except (KeyRefusedError, UnreachableError):
        raise
    except NotGrantedError as error:
        asked.verdict, asked.fault = "not granted", str(error)
    except LogicTradeError as error:
        asked.verdict, asked.fault = "path missing" if error.status == 404 else "failed", str(error)
    else:
        asked.shape = compare(read.schema, asked.answer.rows, read.name)
    return asked


def _answer(read: Read, rows: Sequence[Row]) -> Answer:
    """One call; the texts and links of a product are asked of some, spread over the page, until one has any."""
    ids = [row["id"] for row in rows] if read.endpoint.path_names else [None]
    step = max(1, len(ids) // TRIES) if read.endpoint.paged else len(ids)
    for pk in ids[::step]:
        answer = _call(read, pk, rows)
        if answer.rows:
            break
    return answer


def _call(read: Read, pk: int | None, rows: Sequence[Row]) -> Answer:
    return erp().call(
        read.name,
        path={"id": pk} if pk else None,
        query={"pageNumber": 1, "pageSize": PAGE_SIZE} if read.endpoint.paged else None,
        body=read.body(rows) if read.body else None,
        priority=Priority.PEOPLE,
    )
