"""The lines of a document in the making as the grid draws them: stock, amounts, margins, subtotals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import dates, money
from apps.core.access import may
from apps.core.labels import Label
from apps.documents.builder.forms import HeadForm, LineForm, PriceField
from apps.documents.builder.kinds import kind_of
from apps.documents.configurations import Choice, choices_of
from apps.documents.lines import LINE_FIELDS
from apps.documents.margin import Margin, costs_of, line_margin, price_for_margin
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import ZERO, line_total

WIDTHS = {"quantity": "w-qty", "part_price": "w-price", "discount": "w-pct"}
# What each role of line has: a text is only its words.
FIELDS: Mapping[str, Sequence[str]] = {
    DraftLine.Role.PRODUCT: tuple(name for name in LINE_FIELDS if name != "description"),
    DraftLine.Role.TEXT: ("description",),
    DraftLine.Role.HEADING: ("description",),
}


@dataclass(frozen=True)
class Stock:
    """Free stock of a line's product (calculated), its tone, and the trouble in words where there is any."""

    free: Decimal | None = None
    tone: str = ""
    trouble: Label | None = None


@dataclass(frozen=True)
class Reader:
    """What the person at the page may see."""

    sees_cost: bool = False


def reader_of(user: Any) -> Reader:
    return Reader(sees_cost=may(user, "cost.view"))


@dataclass(frozen=True)
class LineView:
    """One line as the grid draws it. ``number`` is 0 for a text. ``net``: a heading's is the sum of what it heads.

    ``given_form`` is bound when something typed was wrong; ``clashes`` are values to choose from.
    """

    line: DraftLine
    number: int
    net: Decimal
    stock: Stock
    reader: Reader = Reader()
    margin: Margin | None = None
    given_form: LineForm | None = None
    clashes: Sequence[Any] = ()
    kept: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def form(self) -> LineForm:
        """Made for the lines that are drawn: three hundred forms would cost more than the change itself."""
        return self.given_form or line_form(self.line)

    @property
    def key(self) -> str:
        return f"line-{self.line.pk}"

    @property
    def what(self) -> str:
        """How the line is called where its buttons are named."""
        return self.line.code or self.line.description or str(self.line.get_role_display())

    @property
    def role(self) -> str:
        return self.line.role

    @property
    def is_product(self) -> bool:
        return self.line.role == DraftLine.Role.PRODUCT

    @property
    def is_heading(self) -> bool:
        return self.line.role == DraftLine.Role.HEADING

    @property
    def was(self) -> list[tuple[str, str]]:
        """What the fields showed when they were drawn, posted along so that a change can be told from an echo."""
        return [(f"was_{name}", shown(getattr(self.line, name))) for name in FIELDS[self.line.role]]

    @property
    def has_comment(self) -> bool:
        return bool(self.line.comment_intern or self.line.comment_extern)

    @property
    def at_list_price(self) -> bool:
        return self.is_product and self.line.price_source == DraftLine.Source.LIST

    @property
    def typed_price(self) -> bool:
        return self.is_product and self.line.price_source == DraftLine.Source.PERSON

    @property
    def asks_why(self) -> bool:
        """Whether the line asks for the reason of its price: what was agreed in a document before needs none."""
        return self.typed_price and bool(self.given or self.line.price_reason)

    @property
    def given(self) -> str:
        """The price that the typed one stands in the place of, as it is said in the line; empty when none is known."""
        if not self.typed_price or self.line.given_price is None:
            return ""
        price = money.price(self.line.given_price)
        off = f" −{money.percentage(self.line.given_discount)} %" if self.line.given_discount else ""
        return f"€ {price}{off}"

    @property
    def under_floor(self) -> bool:
        return self.margin is not None and self.margin.under_floor

    @property
    def configuration(self) -> Sequence[Choice]:
        return choices_of(self.line.configuration)


def shown(value: Any) -> str:
    """A stored value as it stands in a field."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, Decimal):
        return money.editable(value)
    return "" if value is None else str(value)


def line_form(line: DraftLine, data: Any = None) -> LineForm:
    """The form of one line; with data, bound to the fields that were posted and no others."""
    initial = {name: getattr(line, name) for name in FIELDS[line.role]}
    form = LineForm(data, initial=initial, auto_id=f"id_line{line.pk}_%s")
    for name in [name for name in form.fields if name not in initial or (data is not None and not _sent(name, data))]:
        del form.fields[name]
    for name, bound in form.fields.items():
        bound.widget.attrs |= {"form": f"form-{line.pk}", "aria-label": f"{bound.label}, {line.code or line.position}"}
        if name in WIDTHS:
            bound.widget.attrs["class"] = WIDTHS[name]
    return form


def _sent(name: str, data: Any) -> bool:
    """A box that is not ticked is not posted; what it showed is, so that the two can be told apart."""
    return name in data or (name == "optional" and f"was_{name}" in data)


def understand_prices(form: LineForm, draft: Draft, line: DraftLine, reader: Reader) -> None:
    """Give the price cell what -15% and 22% are of. Asks for the cost only when a margin is."""
    price = form.fields.get("part_price")
    if not isinstance(price, PriceField):
        return

    def for_margin(percent: Decimal) -> Decimal | str:
        if not reader.sees_cost:
            return _("you may not see what products cost. Ask the administrator")
        return price_for_margin(
            line, draft.discount, costs_of([line.product_id or 0]).get(line.product_id or 0), percent
        )

    price.stood, price.for_margin = line.part_price, for_margin


def head_form(draft: Draft, data: Any = None) -> HeadForm:
    fields = kind_of(draft).head_fields
    initial = {name: getattr(draft, name) for name in HeadForm.base_fields}
    return HeadForm(data, initial=initial, fields=fields)


def line_views(draft: Draft, lines: Sequence[DraftLine], reader: Reader = Reader()) -> list[LineView]:
    """All lines, with stock and cost from the mirror: three queries, no call."""
    stocks = line_stocks(lines)
    costs = costs_of(line.product_id for line in lines if line.product_id is not None)
    sums = subtotals(lines)
    views, number = [], 0
    for line in lines:
        product = line.role == DraftLine.Role.PRODUCT
        number += product
        views.append(
            LineView(
                line,
                number if product else 0,
                sums[line.pk] if line.pk in sums else _net(line),
                stocks[line.pk],
                reader,
                line_margin(line, draft.discount, costs.get(line.product_id or 0)),
            )
        )
    return views


def _net(line: DraftLine) -> Decimal:
    return line_total(line.quantity, line.part_price, line.discount) if line.role == DraftLine.Role.PRODUCT else ZERO


def subtotals(lines: Sequence[DraftLine]) -> dict[int, Decimal]:
    """Per heading the sum of the lines that count below it, up to the next heading."""
    found: dict[int, Decimal] = {}
    heading = None
    for line in lines:
        if line.role == DraftLine.Role.HEADING:
            heading = line.pk
            found[heading] = ZERO
        elif heading is not None and line.counts:
            found[heading] += _net(line)
    return found


def line_stocks(lines: Sequence[DraftLine]) -> dict[int, Stock]:
    """Stock per line; lines of one product share what is free. What is optional needs nothing yet."""
    needed: dict[int, Decimal] = {}
    for line in lines:
        if line.product_id is not None:
            needed[line.product_id] = needed.get(line.product_id, Decimal(0)) + (line.quantity if line.counts else 0)
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
