"""The two live panels of a product card: stock, and the price for a customer. Each asks LogicTrade at most once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from apps.catalogue import services
from apps.catalogue.customers import PriceCustomer, customer_named
from apps.catalogue.explain import LedgerRow, stock_ledger
from apps.catalogue.models import Product
from apps.catalogue.selectors import commitments_of
from apps.catalogue.services import CustomerPrice
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.erp.messages import explain
from apps.logictrade.errors import LogicTradeError

PERCENT = Decimal("0.1")


@dataclass(frozen=True)
class StockPanel:
    """``live``: asked just now. ``problem``: why it was not, in one sentence."""

    summary: StockSummary
    rows: list[LedgerRow]
    reserved_lines: int = 0
    live: bool = False
    problem: str = ""

    @property
    def known(self) -> bool:
        return self.summary.total is not None

    @property
    def as_of(self) -> datetime | None:
        return self.summary.as_of


def stock_mirrored(product: Product) -> StockPanel:
    """The panel at first paint: no call."""
    return _stock_panel(product, stock_summaries([product.pk])[product.pk])


def stock_live(product: Product) -> StockPanel:
    """The panel after asking; the mirror's figures and a sentence when there is no answer."""
    before = stock_summaries([product.pk])[product.pk]
    if product.gone_at is not None:
        return _stock_panel(product, before)
    try:
        after = services.stock_refresh(product_ids=[product.pk])[product.pk]
    except LogicTradeError as error:
        return _stock_panel(product, before, problem=explain(error).sentence)
    return _stock_panel(product, after, before=before, live=True)


def _stock_panel(
    product: Product,
    summary: StockSummary,
    *,
    before: StockSummary | None = None,
    live: bool = False,
    problem: str = "",
) -> StockPanel:
    reserved, expected = commitments_of(product.pk)
    rows = stock_ledger(summary, reserved, expected, before)
    return StockPanel(summary, rows, len(reserved), live, problem)


@dataclass(frozen=True)
class PricePanel:
    """``price`` None: nobody was chosen, or LogicTrade did not say. ``percent`` is calculated from its two prices."""

    product: Product
    customer: PriceCustomer | None = None
    price: CustomerPrice | None = None
    percent: Decimal | None = None
    asked: bool = False
    problem: str = ""


def price_unasked(product: Product) -> PricePanel:
    """The panel at first paint: no call."""
    return PricePanel(product)


def price_live(product: Product, customer: str) -> PricePanel:
    """The panel for a customer's id as it stands in the address; one that names nobody asks nothing."""
    chosen = customer_named(int(customer)) if customer.isascii() and customer.isdigit() and len(customer) < 16 else None
    if chosen is None or product.gone_at is not None:
        return PricePanel(product, chosen, asked=bool(customer))
    try:
        prices = services.prices_get(customer_id=chosen.id, product_ids=[product.pk])
    except LogicTradeError as error:
        return PricePanel(product, chosen, asked=True, problem=explain(error).sentence)
    price = prices.get(product.pk)
    return PricePanel(product, chosen, price, discount_percent(price), asked=True)


def discount_percent(price: CustomerPrice | None) -> Decimal | None:
    """How much the customer's price is below the sales price, in percent; None where that says nothing."""
    if price is None or not price.sales or price.net is None:
        return None
    return ((price.sales - price.net) / price.sales * 100).quantize(PERCENT)
