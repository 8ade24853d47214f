"""What a line earns: its net amount less what the product costs. An unknown cost is unknown, never a full margin.

Cost is the last purchase price of LogicTrade. Who may see it (``cost.view``) is asked by whoever shows it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.models import Product
from apps.core import money
from apps.documents import release
from apps.documents.basis import prices_include_vat
from apps.documents.models import Draft, DraftLine
from apps.documents.release import Objection
from apps.documents.totals import CENT, HUNDRED, combined, line_total, split

ZERO = Decimal(0)


@dataclass(frozen=True)
class Margin:
    """``percent`` is of the net amount; None where that is nothing."""

    amount: Decimal
    net: Decimal

    @property
    def percent(self) -> Decimal | None:
        return self.amount * HUNDRED / self.net if self.net else None

    @property
    def under_floor(self) -> bool:
        return self.amount < 0 if self.percent is None else self.percent < margin_floor()


def margin_floor() -> Decimal:
    """The lowest margin in percent that needs no word; the operator sets it (``MARGIN_FLOOR``)."""
    floor: Decimal = settings.MARGIN_FLOOR
    return floor


def costs_of(product_ids: Iterable[int]) -> dict[int, Decimal]:
    """What each product costs; those whose cost is nothing or unknown are left out. One query."""
    rows = Product.objects.filter(pk__in=set(product_ids), purchase_price__gt=0).values_list("pk", "purchase_price")
    return {pk: price for pk, price in rows if price is not None}


def line_margin(line: DraftLine, discount: Decimal, cost: Decimal | None) -> Margin | None:
    """None while cost, price, or (for prices with VAT) the rate is not known. ``discount`` is the document's."""
    if cost is None or line.part_price is None or not line.counts:
        return None
    if line.vat_percent is None and prices_include_vat():
        return None
    amount = line_total(line.quantity, line.part_price, combined(line.discount, discount))
    net, _vat = split(amount, line.vat_percent, prices_include_vat=prices_include_vat())
    return Margin(net - cost * line.quantity, net)


@dataclass(frozen=True)
class TotalMargin:
    """``known`` of ``count`` lines have a margin; the others are in no figure."""

    margin: Margin
    known: int
    count: int

    @property
    def basis(self) -> str:
        if self.known == self.count:
            return _("Basis: last purchase price")
        unknown = self.count - self.known
        return ngettext(
            "Basis: last purchase price. %(n)d line without a known cost is left out.",
            "Basis: last purchase price. %(n)d lines without a known cost are left out.",
            unknown,
        ) % {"n": unknown}


def total_margin(margins: Sequence[Margin | None]) -> TotalMargin:
    known = [one for one in margins if one is not None]
    whole = Margin(sum((one.amount for one in known), ZERO), sum((one.net for one in known), ZERO))
    return TotalMargin(whole, len(known), len(margins))


def price_for_margin(line: DraftLine, discount: Decimal, cost: Decimal | None, percent: Decimal) -> Decimal | str:
    """The price per unit that leaves this margin after all discounts, rounded up to the cent; or why there is none."""
    if cost is None:
        return _("what the product costs is not known")
    if not 0 <= percent < HUNDRED:
        return _("a margin is less than 100 %")
    rate = line.vat_percent
    if prices_include_vat():
        if rate is None:
            return _("the VAT rate is not known")
        cost = cost * (HUNDRED + rate) / HUNDRED
    left = (HUNDRED - combined(line.discount, discount)) / HUNDRED
    if left <= 0:
        return _("the discount takes all of it")
    return (cost * HUNDRED / (HUNDRED - percent) / left).quantize(CENT, ROUND_UP)


def under_the_floor(draft: Draft, lines: Sequence[DraftLine], amount: Decimal) -> Iterable[Objection]:
    """For `release`: lines that earn less than the operator's floor. Only the operator makes that hold an order."""
    costs = costs_of(line.product_id for line in lines if line.product_id is not None)
    margins = margins_of(draft, lines, costs)
    under = [line for line in lines if (one := margins[line.pk]) is not None and one.under_floor]
    if not under:
        return
    text = ngettext(
        "%(n)d line earns less than the lowest margin of %(floor)s %%.",
        "%(n)d lines earn less than the lowest margin of %(floor)s %%.",
        len(under),
    ) % {"n": len(under), "floor": money.quantity(margin_floor())}
    yield Objection("margin", text, holds=settings.MARGIN_FLOOR_HOLDS)


def margins_of(draft: Draft, lines: Sequence[DraftLine], costs: Mapping[int, Decimal]) -> Mapping[int, Margin | None]:
    return {line.pk: line_margin(line, draft.discount, costs.get(line.product_id or 0)) for line in lines}


def connect() -> None:
    release.register(under_the_floor)
