"""Tables of the lines of quotes and orders."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from apps.core import dates, money
from apps.core.tables import (
    Column,
    DateColumn,
    LampsColumn,
    MoneyColumn,
    PercentColumn,
    PriceColumn,
    QuantityColumn,
    Table,
    TextColumn,
    UnitColumn,
)
from apps.sales.usual import UsualProduct


class VatColumn(PercentColumn):
    """21, not 21.0: rates are whole but for a few."""

    shown = staticmethod(money.quantity)


class LineTable(Table):
    """Lines of a mirrored quote. Rows: `apps.sales.cards.LineRow`."""

    caption = _("Lines")
    link = "code"

    line_number = Column("#", soft=True)
    code = Column(_("Code"), phone="sub")
    description = TextColumn(_("Description"), phone="title", long=True)
    quantity = QuantityColumn(_("Quantity"), phone="foot", phone_label=True)
    part_price = PriceColumn(_("Price"))
    discount = PercentColumn(_("Disc."))
    amount = MoneyColumn(_("Amount"), phone="amount", strong=True)
    vat_percent = VatColumn(_("VAT"))

    def row_href(self, record: Any) -> str:
        return str(record.product_url)

    def render_description(self, value: Any, record: Any) -> Any:
        """The line's comments below its text, the internal one marked as such."""
        below = []
        if record.configuration:
            below.append(format_html('<small class="soft">{}</small>', record.configuration))
        if record.comment_extern:
            below.append(format_html('<small class="external">{}</small>', record.comment_extern))
        if record.comment_intern:
            tag = format_html('<span class="tag warn">{}</span>', _("not on paper"))
            below.append(format_html('<small class="remark internal">{} {}</small>', record.comment_intern, tag))
        if record.doubtful:
            words = _("LogicTrade's amount differs from quantity × price")
            below.append(format_html('<small class="soft">{}</small>', words))
        return format_html("{}{}", value, format_html_join("", "<br>{}", ((part,) for part in below)))


class OrderLineTable(LineTable):
    """The same for orders, with lamps and what a line waits for."""

    caption = _("Lines")

    lamps = LampsColumn(_("Lamps"), phone="side")
    free = QuantityColumn(_("Free"), calculated=True)
    waits_for = TextColumn(_("Waits for"), phone="end", soft=True)

    class Meta(LineTable.Meta):
        sequence = (
            "line_number", "code", "description", "quantity", "lamps", "free", "waits_for", "part_price", "discount",
            "amount", "vat_percent",
        )  # fmt: skip

    def render_waits_for(self, value: str, record: Any) -> Any:
        """The purchase order, and the day on which it brings the goods."""
        if not record.arrives:
            return value
        return format_html('{} <small class="calc">{}</small>', value, dates.short_day(record.arrives))


class InvoiceLineTable(LineTable):
    """The same for invoices, with the group that each line is booked on."""

    caption = _("Lines")

    sales_group = TextColumn(_("Sales group"), soft=True)

    class Meta(LineTable.Meta):
        sequence = (
            "line_number", "code", "description", "quantity", "part_price", "discount", "amount", "vat_percent",
            "sales_group",
        )  # fmt: skip


class UsualTable(Table):
    """What a customer usually buys, counted by us."""

    caption = _("Usual products")
    link = "description"

    description = TextColumn(_("Product"), strong=True, long=True, phone="title")
    code = Column(_("Code"), soft=True, phone="sub")
    times = QuantityColumn(_("Orders"), calculated=True, phone="side", phone_label=True)
    quantity = QuantityColumn(_("Quantity"), calculated=True, phone="foot", phone_label=True)
    unit = UnitColumn("")
    last_date = DateColumn(_("Last time"), phone="end")
    order_number = Column(_("In order"), soft=True)
    price = PriceColumn(_("Price then"), phone="amount")
    discount = PercentColumn(_("Discount"))

    def row_href(self, record: UsualProduct) -> str:
        return record.product_url

    def render_description(self, value: str) -> Any:
        return format_html('<span title="{}">{}</span>', value, value)

    def render_order_number(self, value: str, record: UsualProduct) -> Any:
        return format_html('<a href="{}">{}</a>', record.order_url, value) if record.order_url else value
