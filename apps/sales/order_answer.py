"""What the card of an order says beyond LogicTrade's own words: free stock and arrivals per line, and why it waits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from apps.catalogue.stock import StockSummary, stock_summaries
from apps.documents.models import Document
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.cards import DocumentCard, LineRow, order_card
from apps.sales.models import Order
from apps.sales.why import Arrival, Why, arrivals_of, why


def order_answer(row: Order, document: Document | None) -> tuple[DocumentCard, Why]:
    """The card with what is calculated per line, and the answer to "where is my order?": three queries more."""
    order = parse(schemas.Order, row.raw, "order.list").record
    card = order_card(row)
    waiting = [line.product_id for line in card.lines if line.product_id and _waits(line, order)]
    ids = list(dict.fromkeys(waiting))
    stock = stock_summaries(ids, with_locations=False)
    arrivals = arrivals_of(ids) if ids else {}
    lines = [_known(line, stock, arrivals) if _waits(line, order) else line for line in card.lines]
    state = document.state if document else ""
    answer = why(order, lines, state=state, stock=stock, arrivals=arrivals, gone=row.gone_at is not None)
    return replace(card, lines=lines), answer


def _waits(line: LineRow, order: schemas.Order) -> bool:
    return (line.lamps[1] or order.delivery_status) != "complete"


def _known(line: LineRow, stock: Mapping[int, StockSummary], arrivals: Mapping[int, Sequence[Arrival]]) -> LineRow:
    pk = line.product_id or 0
    awaited = {number.strip() for number in line.waits_for.split(",")}
    days = [one.date for one in arrivals.get(pk, ()) if one.number in awaited and one.date]
    return replace(line, free=stock[pk].free if pk in stock else None, arrives=min(days, default=None))
