"""The panels of the catalogue: stock, a price explained, texts, references, rules. Each makes one call at most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from apps.catalogue import opening, services
from apps.catalogue.customers import PriceCustomer, customer_named
from apps.catalogue.descriptions import TextsCard, texts_card
from apps.catalogue.explain import LedgerRow, stock_ledger
from apps.catalogue.filters import PriceForm, RulesForm
from apps.catalogue.labels import period, rule_name
from apps.catalogue.models import DiscountRule, Product, StockLevel
from apps.catalogue.opening import LiveRules
from apps.catalogue.pricing import ONE, Explanation, explain, rules_read_at
from apps.catalogue.references import ReferencesCard, references_card
from apps.catalogue.rules import as_rule, holds_on
from apps.catalogue.selectors import commitments_of
from apps.catalogue.services import CustomerPrice
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import clock, dates
from apps.erp import messages
from apps.erp.mirror.texts import cut
from apps.logictrade.errors import LogicTradeError
from apps.logictrade.schemas.catalogue import Implementation

MOST_CONFIGURATIONS = 100
MOST_LINES = 30


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
        return _stock_panel(product, before, problem=messages.explain(error).sentence)
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
    """``price`` None: nobody was chosen, or LogicTrade did not say. ``explained`` has the steps to the price."""

    product: Product
    customer: PriceCustomer | None = None
    price: CustomerPrice | None = None
    explained: Explanation | None = None
    form: PriceForm | None = None
    asked: bool = False
    problem: str = ""


def price_unasked(product: Product) -> PricePanel:
    """The panel at first paint: no call."""
    return PricePanel(product, form=PriceForm())


def price_live(product: Product, given: QueryDict) -> PricePanel:
    """The panel for what stands in the address; a customer that is nobody's asks nothing. One call at most.

    What was typed wrong stays in its field with its error, and counts as one piece or today.
    """
    form = PriceForm(given)
    form.is_valid()
    asked = form.cleaned_data
    chosen = chosen_customer(asked.get("customer", ""))
    panel = PricePanel(product, chosen, form=form, asked=bool(asked.get("customer")))
    if chosen is None or product.gone_at is not None:
        return panel
    price, problem = None, ""
    try:
        price = services.prices_get(customer_id=chosen.id, product_ids=[product.pk]).get(product.pk)
    except LogicTradeError as error:
        problem = messages.explain(error).sentence
    explained = explain(
        product.pk,
        price.sales if price and price.sales is not None else product.sales_price,
        price.net if price else None,
        chosen.id,
        quantity=asked.get("quantity") or ONE,
        day=asked.get("date"),
    )
    return replace(panel, price=price, explained=explained, problem=problem)


def chosen_customer(customer: str) -> PriceCustomer | None:
    """The customer whose id stands in an address; None for junk and for one that is not known."""
    return customer_named(int(customer)) if customer.isascii() and customer.isdigit() and len(customer) < 16 else None


# Opened on demand --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened[Card]:
    """Something that is read when it is opened. ``card`` None: there is nothing, or LogicTrade did not answer."""

    card: Card | None = None
    problem: str = ""


def texts_opened(product: Product, *, again: bool = False) -> Opened[TextsCard]:
    """Descriptions side by side: those that were opened lately, else one call."""
    problem = ""
    try:
        row = opening.texts_kept(product.pk) if product.gone_at else opening.texts_get(product.pk, again=again)
    except LogicTradeError as error:
        row, problem = opening.texts_kept(product.pk), messages.explain(error).sentence
    return Opened(texts_card(row) if row else None, problem)


def references_opened(product: Product, *, again: bool = False) -> Opened[ReferencesCard]:
    """Alternatives, accessories and successors: those that were opened lately, else one call."""
    problem = ""
    try:
        gone = product.gone_at is not None
        row = opening.references_kept(product.pk) if gone else opening.references_get(product.pk, again=again)
    except LogicTradeError as error:
        row, problem = opening.references_kept(product.pk), messages.explain(error).sentence
    return Opened(references_card(row) if row else None, problem)


@dataclass(frozen=True)
class ConfigurationRow:
    """One way in which a product was made to measure, and what lies there of it."""

    id: int | None
    number: str
    barcode: str
    invalid: bool
    stock: Decimal | None


def configurations_opened(product: Product) -> Opened[list[ConfigurationRow]]:
    """The configurations of a product with their stock: one call."""
    known = {
        level.configuration_id: level.total
        for level in StockLevel.objects.defer("data").filter(product_id=product.pk, gone_at=None)
        if level.configuration_id
    }
    problem = ""
    found: list[Implementation] = []
    if product.gone_at is None:
        try:
            found = opening.implementations_read(product.pk)
        except LogicTradeError as error:
            problem = messages.explain(error).sentence
    rows = [
        ConfigurationRow(
            one.id, cut(one.number, 80), cut(one.barcode, 80), bool(one.invalid), known.pop(one.id or 0, None)
        )
        for one in found[:MOST_CONFIGURATIONS]
    ]
    # Stock of a configuration that LogicTrade does not name is stock all the same.
    rows += [ConfigurationRow(pk, "", "", False, total) for pk, total in sorted(known.items())][:MOST_CONFIGURATIONS]
    return Opened(rows, problem)


# Discount rules ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleLine:
    """One rule in a panel. ``holds``: on the day that was asked for."""

    name: str
    about: str
    href: str
    description: str
    period: str
    holds: bool


@dataclass(frozen=True)
class RulesPanel:
    """The rules of a product or a customer. ``live``: asked just now; else as the mirror has them."""

    id: int
    lines: tuple[RuleLine, ...]
    total: int
    form: RulesForm
    live: bool = False
    read_at: datetime | None = None
    problem: str = ""

    @property
    def hidden(self) -> int:
        return self.total - len(self.lines)


def product_rules_panel(product: Product, given: QueryDict) -> RulesPanel:
    """The rules for whoever buys this product; one call when it is asked for, none otherwise."""
    kept = DiscountRule.objects.filter(customer_id=None, product_id=product.pk)

    def ask(quantity: Decimal | None, day: date | None) -> LiveRules:
        return opening.product_rules_read(product.pk, quantity=quantity, day=day)

    return _rules_panel(product.pk, given, kept, ask)


def customer_rules_panel(customer_id: int, given: QueryDict) -> RulesPanel:
    """The rules of one customer, in the same way."""
    kept = DiscountRule.objects.filter(customer_id=customer_id)

    def ask(_quantity: Decimal | None, day: date | None) -> LiveRules:
        return opening.customer_rules_read(customer_id, day=day)

    return _rules_panel(customer_id, given, kept, ask)


def _rules_panel(
    pk: int,
    given: QueryDict,
    kept: QuerySet[DiscountRule],
    ask: Callable[[Decimal | None, date | None], LiveRules],
) -> RulesPanel:
    form = RulesForm(given)
    form.is_valid()
    day = form.cleaned_data.get("day")
    rows: Sequence[DiscountRule] | None = None
    problem = ""
    if "live" in given:
        try:
            rows = ask(form.cleaned_data.get("quantity"), day).rules
        except LogicTradeError as error:
            problem = messages.explain(error).sentence
    live = rows is not None
    total = len(rows) if rows is not None else kept.count()
    shown = rows if rows is not None else kept.order_by("group_name", "product_name", "pk")
    lines = tuple(_rule_line(row, day or dates.today()) for row in shown[:MOST_LINES])
    return RulesPanel(pk, lines, total, form, live, clock.now() if live else rules_read_at(), problem)


def _rule_line(row: DiscountRule, day: date) -> RuleLine:
    about, href = "", ""
    if row.product_id is not None and row.customer_id is not None:
        about, href = (
            row.product_name or f"#{row.product_id}",
            reverse("catalogue:product_detail", args=[row.product_id]),
        )
    return RuleLine(
        rule_name(as_rule(row)), about, href, row.description, period(row.start_date, row.end_date), holds_on(row, day)
    )
