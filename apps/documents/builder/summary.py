"""What follows from the lines of a draft: amounts with VAT and discount, the margin, and what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.documents.amounts import draft_amounts
from apps.documents.basis import prices_include_vat
from apps.documents.builder.grid import LineView
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import Totals, totals


@dataclass(frozen=True)
class DraftTotals:
    """``totals`` is what the document comes to, ``before`` the sum of its lines before the discount on all."""

    totals: Totals
    before: Decimal
    percent: Decimal
    optional: int = 0

    @property
    def discount(self) -> Decimal:
        return self.before - self.totals.basis


def draft_totals(draft: Draft, lines: Sequence[DraftLine]) -> DraftTotals:
    """What the foot of the grid and the review show."""
    found = draft_amounts(draft, lines)
    counted = [line for line in lines if line.counts]
    before = totals(counted, prices_include_vat=prices_include_vat()).basis if draft.discount else found.basis
    return DraftTotals(found, before, draft.discount, sum(line.optional for line in lines))


@dataclass(frozen=True)
class Attention:
    """A note in the rail: glyph, tone, a bold beginning and the rest."""

    tone: str
    glyph: str
    title: str
    text: str
    ask_prices: bool = False


def attention(views: Sequence[LineView], remark: str) -> list[Attention]:
    """What the writer of this document should know, worst first."""
    found = []
    for view in views:
        if view.stock.trouble is not None and view.stock.tone == "bad":
            title = _("Line %(number)s: not in stock.") % {"number": view.number}
            text = f"{view.line.description}, {view.stock.trouble.text}"
            found.append(Attention("warn", "triangle", title, text))
    found += _prices(views)
    if remark:
        found.append(Attention("", "", _("About this customer."), remark))
    return found


def _prices(views: Sequence[LineView]) -> list[Attention]:
    found = []
    if listed := sum(view.at_list_price for view in views):
        text = ngettext(
            "%(n)d line has the list price, not what this customer pays.",
            "%(n)d lines have the list price, not what this customer pays.",
            listed,
        ) % {"n": listed}
        found.append(Attention("warn", "triangle", _("List price."), text, ask_prices=True))
    if unexplained := sum(view.asks_why and not view.line.price_reason for view in views):
        text = ngettext(
            "%(n)d line has another price than LogicTrade gave, and no reason.",
            "%(n)d lines have another price than LogicTrade gave, and no reason.",
            unexplained,
        ) % {"n": unexplained}
        found.append(Attention("warn", "triangle", _("Typed price."), text))
    return found


def in_stock(views: Sequence[LineView]) -> tuple[int, int]:
    """(lines that can leave now, lines whose stock is known)."""
    known = [view for view in views if view.stock.free is not None]
    return sum(view.stock.trouble is None for view in known), len(known)
