"""The table of order lines across orders."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.core import dates
from apps.core.tables import (
    Column,
    DateColumn,
    LampsColumn,
    MoneyColumn,
    QuantityColumn,
    Table,
    TextColumn,
)
from apps.sales.line_models import OrderLine


class FlatLineTable(Table):
    """Rows: `apps.sales.line_models.OrderLine`; each leads to its order, the product's code to the product."""

    caption = _("Order lines")
    link = "number"

    number = Column(_("Order"), sort="number", phone="sub", empty_values=())
    line_number = Column(_("Line"), soft=True, optional=True)
    party_name = TextColumn(_("Customer"), sort="customer", phone="end", long=True)
    code = Column(_("Code"), phone="foot")
    description = TextColumn(_("Product"), phone="title", strong=True, long=True)
    quantity = QuantityColumn(_("Quantity"), phone="amount", phone_label=True)
    lamps = LampsColumn(_("Lamps"), phone="side", empty_values=(), accessor="pk")
    expected_date = DateColumn(_("Expected"), sort="expected")
    confirmed_date = DateColumn(_("Confirmed"), sort="confirmed")
    waits_for = TextColumn(_("Waits for"), soft=True)
    salesman = TextColumn(_("Salesman"), soft=True, optional=True)
    reference = TextColumn(_("Reference"), soft=True, long=True, optional=True)
    order_date = DateColumn(_("Order date"), sort="date", optional=True)
    amount = MoneyColumn(_("Amount"), optional=True)

    def row_href(self, record: OrderLine) -> str:
        return reverse("sales:order_detail", args=[record.order_id])

    def row_state(self, record: OrderLine) -> str:
        return "" if record.is_open else "done"

    def row_key(self, record: OrderLine) -> str:
        return f"{record.order_id}.{record.place}"

    def render_number(self, value: Any, record: OrderLine) -> Any:
        return value or f"#{record.order_id}"

    def render_code(self, value: str, record: OrderLine, column: Column) -> Any:
        if column.plain or not record.product_id:
            return value
        return format_html('<a href="{}">{}</a>', reverse("catalogue:product_detail", args=[record.product_id]), value)

    def render_lamps(self, record: OrderLine, column: LampsColumn) -> Any:
        return column.render((record.stock_status, record.delivery_status, record.invoice_status))

    def render_expected_date(self, value: Any, record: OrderLine, column: DateColumn) -> Any:
        """A promise that has passed while the customer still waits is said to be late, not only coloured."""
        shown = column.render(value)
        if column.plain or not record.is_open or value >= dates.today():
            return shown
        return format_html('<span class="bad">{} <span class="tag warn">{}</span></span>', shown, _("late"))
