"""What changed since the document was made that a draft comes from: prices, stock, the customer, the date."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.catalogue.services import MOST, prices_get
from apps.core import dates
from apps.core.labels import Label
from apps.documents.addresses import delivery_address
from apps.documents.builder.grid import LineView, line_views
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import HUNDRED, cents
from apps.documents.unit_prices import unit_price
from apps.logictrade.errors import LogicTradeError
from apps.relations.selectors import customer_get


@dataclass(frozen=True)
class PriceChange:
    """What was agreed per unit, and what this customer would pay today."""

    line: DraftLine
    agreed: Decimal
    today: Decimal

    @property
    def difference(self) -> Decimal:
        return self.today - self.agreed


@dataclass(frozen=True)
class Check:
    """``lost``: LogicTrade did not answer, so the prices were not compared."""

    prices: Sequence[PriceChange]
    short: Sequence[LineView]
    notes: Sequence[Label]
    lost: bool = False

    @property
    def clean(self) -> bool:
        return not (self.prices or self.short or self.notes or self.lost)


def check_draft(draft: Draft, lines: Sequence[DraftLine]) -> Check:
    """One call to LogicTrade at most, for its prices of today."""
    counted = [line for line in lines if line.counts]
    short = [view for view in line_views(draft, counted) if view.stock.trouble is not None]
    try:
        prices, lost = _prices(draft, counted), False
    except LogicTradeError:
        prices, lost = [], True
    return Check(prices, short, _notes(draft), lost)


def _prices(draft: Draft, lines: Sequence[DraftLine]) -> list[PriceChange]:
    """Lines that were made to measure keep their price: no list says what they cost."""
    asked = [line for line in lines if line.product_id is not None and not line.configuration]
    if draft.customer_id is None or not asked:
        return []
    ids = list(dict.fromkeys(line.product_id or 0 for line in asked))
    found = []
    known = prices_get(customer_id=draft.customer_id, product_ids=ids[:MOST])
    for line in asked:
        price = known.get(line.product_id or 0)
        unit = unit_price(price.sales, price.net) if price else None
        if unit is None or line.part_price is None:
            continue
        agreed = cents(line.part_price * (HUNDRED - line.discount) * (HUNDRED - draft.discount) / HUNDRED / HUNDRED)
        today = cents(unit.part_price * (HUNDRED - unit.discount) / HUNDRED)
        if agreed != today:
            found.append(PriceChange(line, agreed, today))
    return found


def _notes(draft: Draft) -> list[Label]:
    found = []
    customer = customer_get(draft.customer_id)
    if customer is not None and customer.name != draft.customer_name:
        text = _("The customer is called %(name)s now.") % {"name": customer.name}
        found.append(Label(text, "warn", "triangle"))
    own = delivery_address(customer) if customer is not None else {}
    if draft.address and own and draft.address != own:
        found.append(Label(_("It goes to another address than this customer has now."), "warn", "triangle"))
    if draft.expected_date is not None and draft.expected_date < dates.today():
        text = _("The expected date %(day)s is past.") % {"day": dates.day(draft.expected_date)}
        found.append(Label(text, "bad", "triangle"))
    return found
