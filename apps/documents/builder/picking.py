"""The product picker of the builder: hits of the mirror with their stock. No call to LogicTrade."""

from dataclasses import dataclass
from typing import Any

from apps.catalogue.models import Product
from apps.catalogue.selectors import product_search
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.documents.builder.adding import NOBODY
from apps.documents.builder.kinds import kind_of
from apps.documents.models import Draft, DraftLine
from apps.documents.sold import LastSold, last_sold

HITS = 8


@dataclass(frozen=True)
class Option:
    product: Product
    stock: StockSummary
    used: bool
    # What this customer paid last, or was offered; None where they never had it.
    sold: LastSold | None = None

    @property
    def out(self) -> bool:
        return self.stock.free is not None and self.stock.free <= 0

    @property
    def phasing_out(self) -> bool:
        return self.product.end_date is not None or not self.product.sellable


def picker_context(draft: Draft, query: str) -> dict[str, Any]:
    """What the picker draws: the options, their ids for the price question, how many more there are.

    What this customer calls a product stands before whatever else the query hits; other customers' codes do not count.
    """
    rows, total = (
        product_search(query, HITS, with_gone=False, customer_id=draft.customer_id or NOBODY) if query else ([], None)
    )
    stocks = stock_summaries([row.pk for row in rows], with_locations=False)
    used = set(DraftLine.objects.filter(draft=draft).values_list("product_id", flat=True))
    sold = last_sold(draft.customer_id, [row.number_key for row in rows])
    options = [Option(row, stocks[row.pk], row.pk in used, sold.get(row.number_key)) for row in rows if row.number]
    return {
        "query": query,
        "kind": kind_of(draft),
        "options": options,
        "ids": ",".join(str(option.product.pk) for option in options),
        "more": (total.value - len(options)) if total else 0,
    }
