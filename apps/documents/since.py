"""What changed since an earlier document, whose lines a draft took over: prices, stock, the customer, the day.

For the page on which a quote becomes an order: the draft keeps what was agreed, and a person sees what differs now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.catalogue.models import Product
from apps.catalogue.selectors import products_by_id
from apps.catalogue.services import MOST, CustomerPrice, prices_get
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import dates
from apps.documents.addresses import delivery_address
from apps.documents.models import Draft, DraftLine
from apps.documents.release import objections
from apps.documents.totals import HUNDRED, cents
from apps.logictrade.errors import LogicTradeError
from apps.relations.models import Customer
from apps.relations.selectors import customer_get


@dataclass(frozen=True)
class LineSince:
    """One line: what one piece was agreed at and costs this customer now, after all discounts, and its stock.

    ``now`` is None where LogicTrade does not price it, was not asked, or the product is made to measure.
    """

    line: DraftLine
    then: Decimal | None
    now: Decimal | None
    stock: StockSummary | None
    needed: Decimal
    gone: bool = False

    @property
    def difference(self) -> Decimal:
        """How much dearer one piece is now; less than nothing when it is cheaper."""
        return Decimal(0) if self.then is None or self.now is None else self.now - self.then

    @property
    def short(self) -> Decimal:
        """How many pieces are missing now."""
        free = self.stock.free if self.stock else None
        return Decimal(0) if free is None else max(Decimal(0), self.needed - max(free, Decimal(0)))

    @property
    def changed(self) -> bool:
        return self.gone or bool(self.difference) or self.short > 0


@dataclass(frozen=True)
class Since:
    """``notes``: what is to be known of the customer and the days. ``problem``: why prices could not be asked."""

    lines: Sequence[LineSince]
    notes: Sequence[str]
    problem: str = ""

    @property
    def difference(self) -> Decimal:
        """What the whole would cost more at today's prices."""
        return sum((one.difference * one.line.quantity for one in self.lines), Decimal(0))

    @property
    def changed(self) -> bool:
        return bool(self.notes) or any(one.changed for one in self.lines)


def changed_since(draft: Draft, lines: Sequence[DraftLine]) -> Since:
    """One call at most, for the prices of the first hundred products; the rest is known here."""
    counted = [line for line in lines if line.counts]
    customer = customer_get(draft.customer_id) if draft.customer_id is not None else None
    prices, problem = _prices(draft, counted)
    ids = [line.product_id for line in counted if line.product_id is not None]
    products = products_by_id(ids)
    stocks = stock_summaries(ids, with_locations=False)
    needed: dict[int, Decimal] = {}
    for line in counted:
        needed[line.product_id or 0] = needed.get(line.product_id or 0, Decimal(0)) + line.quantity
    found = [
        LineSince(
            line=line,
            then=_then(draft, line),
            now=_now(line, prices.get(line.product_id or 0)),
            stock=stocks.get(line.product_id or 0),
            needed=needed[line.product_id or 0],
            gone=_gone(line, products.get(line.product_id or 0)),
        )
        for line in counted
    ]
    return Since(found, [*_notes(draft, customer), *(one.text for one in objections(draft, lines))], problem)


def _prices(draft: Draft, lines: Sequence[DraftLine]) -> tuple[dict[int, CustomerPrice], str]:
    ids = list(dict.fromkeys(line.product_id for line in lines if line.product_id and not line.configuration))[:MOST]
    if not ids:
        return {}, ""
    try:
        return prices_get(customer_id=draft.customer_id, product_ids=ids), ""
    except LogicTradeError as error:
        return {}, error.user_message


def _then(draft: Draft, line: DraftLine) -> Decimal | None:
    """After the line's discount and the document's."""
    if line.part_price is None:
        return None
    return cents(line.part_price * (HUNDRED - line.discount) * (HUNDRED - draft.discount) / HUNDRED / HUNDRED)


def _now(line: DraftLine, price: CustomerPrice | None) -> Decimal | None:
    if price is None or line.configuration:
        return None
    net = price.net if price.net is not None else price.sales
    return None if net is None else cents(net)


def _gone(line: DraftLine, product: Product | None) -> bool:
    return product is None or product.gone_at is not None or product.number != line.code


def _notes(draft: Draft, customer: Customer | None) -> Iterator[str]:
    if customer is None or customer.gone_at is not None:
        yield _("This customer is not in LogicTrade any more.")
    elif draft.address and draft.address != (own := delivery_address(customer)) and own:
        yield _("It goes to another address than this customer has now.")
    if draft.expected_date is not None and draft.expected_date < dates.today():
        yield _("The day on which it was to be delivered has passed: %(day)s.") % {
            "day": dates.day(draft.expected_date)
        }
