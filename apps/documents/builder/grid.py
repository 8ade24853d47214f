"""What the page of a document in the making shows: lines with their stock, amounts, and what needs attention."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import dates, money
from apps.core.labels import Label
from apps.documents.basis import prices_include_vat
from apps.documents.builder.forms import HeadForm, LineForm
from apps.documents.lines import LINE_FIELDS
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import Totals, line_total, totals


@dataclass(frozen=True)
class Stock:
    """Free stock of a line's product (calculated), its tone, and the trouble in words where there is any."""

    free: Decimal | None = None
    tone: str = ""
    trouble: Label | None = None


@dataclass(frozen=True)
class LineView:
    """One line as the grid draws it. ``notes``: messages under the description; ``clashes``: values to choose from."""

    line: DraftLine
    number: int
    form: LineForm
    net: Decimal
    stock: Stock
    notes: Sequence[str] = ()
    clashes: Sequence[Any] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"line-{self.line.pk}"

    @property
    def was(self) -> list[tuple[str, str]]:
        """What the fields showed when they were drawn, posted along so that a change can be told from an echo."""
        return [(f"was_{name}", shown(getattr(self.line, name))) for name in LINE_FIELDS]

    @property
    def has_comment(self) -> bool:
        return bool(self.line.comment_intern or self.line.comment_extern)

    @property
    def at_list_price(self) -> bool:
        return self.line.price_source == DraftLine.Source.LIST


@dataclass(frozen=True)
class Attention:
    """A note in the rail: glyph, tone, a bold beginning and the rest."""

    tone: str
    glyph: str
    title: str
    text: str
    ask_prices: bool = False


def shown(value: Any) -> str:
    """A stored value as it stands in a field."""
    if isinstance(value, Decimal):
        return money.editable(value)
    return "" if value is None else str(value)


def line_form(line: DraftLine, data: Any = None) -> LineForm:
    """The form of one line; with data, bound to the fields that were posted and no others."""
    initial = {name: getattr(line, name) for name in LINE_FIELDS}
    form = LineForm(data, initial=initial, auto_id=f"id_line{line.pk}_%s")
    if data is not None:
        for name in [name for name in form.fields if name not in data]:
            del form.fields[name]
    widths = {"quantity": "w-qty", "part_price": "w-price", "discount": "w-pct"}
    for name, bound in form.fields.items():
        bound.widget.attrs |= {"form": f"form-{line.pk}", "aria-label": f"{bound.label}, {line.code}"}
        if name in widths:
            bound.widget.attrs["class"] = widths[name]
    return form


def head_form(draft: Draft, data: Any = None) -> HeadForm:
    initial = {name: getattr(draft, name) for name in HeadForm.base_fields}
    return HeadForm(data, initial=initial)


def line_views(lines: Sequence[DraftLine]) -> list[LineView]:
    """All lines, with stock from the mirror: two queries, no call."""
    stocks = line_stocks(lines)
    return [line_view(line, number, stocks[line.pk]) for number, line in enumerate(lines, 1)]


def line_view(line: DraftLine, number: int, stock: Stock, form: LineForm | None = None, **more: Any) -> LineView:
    net = line_total(line.quantity, line.part_price, line.discount)
    return LineView(line, number, form or line_form(line), net, stock, **more)


def line_stocks(lines: Sequence[DraftLine]) -> dict[int, Stock]:
    """Stock per line; lines of one product share what is free."""
    needed: dict[int, Decimal] = {}
    for line in lines:
        if line.product_id is not None:
            needed[line.product_id] = needed.get(line.product_id, Decimal(0)) + line.quantity
    summaries = stock_summaries(needed, with_locations=False)
    return {line.pk: stock_of(summaries.get(line.product_id or 0), needed.get(line.product_id or 0)) for line in lines}


def stock_of(summary: StockSummary | None, needed: Decimal | None) -> Stock:
    """Trouble is what is short now, and when more comes if anything is on its way."""
    if summary is None or summary.free is None or needed is None:
        return Stock()
    free = summary.free
    if free >= needed:
        return Stock(free)
    if summary.expected > 0:
        when = dates.short_day(summary.expected_date) if summary.expected_date else _("no date")
        return Stock(free, "warn", Label(f"{when} · +{money.quantity(summary.expected)}", "warn", "half"))
    short = _("%(n)s short") % {"n": money.quantity(needed - max(free, Decimal(0)))}
    return Stock(free, "bad" if free <= 0 else "warn", Label(short, "bad" if free <= 0 else "warn", "triangle"))


def draft_totals(lines: Iterable[DraftLine]) -> Totals:
    return totals(lines, prices_include_vat=prices_include_vat())


def attention(views: Sequence[LineView], remark: str) -> list[Attention]:
    """What the writer of this document should know, worst first."""
    found = []
    for view in views:
        if view.stock.trouble is not None and view.stock.tone == "bad":
            title = _("Line %(number)s: not in stock.") % {"number": view.number}
            text = f"{view.line.description}, {view.stock.trouble.text}"
            found.append(Attention("warn", "triangle", title, text))
    listed = sum(view.at_list_price for view in views)
    if listed:
        text = ngettext(
            "%(n)d line has the list price, not what this customer pays.",
            "%(n)d lines have the list price, not what this customer pays.",
            listed,
        ) % {"n": listed}
        found.append(Attention("warn", "triangle", _("List price."), text, ask_prices=True))
    if remark:
        found.append(Attention("", "", _("About this customer."), remark))
    return found


def in_stock(views: Sequence[LineView]) -> tuple[int, int]:
    """(lines that can leave now, lines whose stock is known)."""
    known = [view for view in views if view.stock.free is not None]
    return sum(view.stock.trouble is None for view in known), len(known)
