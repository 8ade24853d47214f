"""The tables of deliveries."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.marks import glyph_html
from apps.core.tables import NONE, Column, DateColumn, MoneyColumn, QuantityColumn, StatusColumn, Table, TextColumn
from apps.delivery.cards import ShownLine
from apps.delivery.presenters import ShownRow


class ExpectedColumn(DateColumn):
    """The promised day; one that has passed says so by shape and word."""

    def render(self, value: Any, record: ShownRow) -> Any:  # type: ignore[override]
        shown = super().render(value)
        if self.plain or not record.late:
            return shown
        late = _("late")
        return format_html(
            '<span class="v-bad nowrap" title="{}">{}<span class="sr">{} </span> {}</span>',
            late,
            glyph_html("triangle", "bad"),
            late,
            shown,
        )


class CountColumn(Column):
    """Ready of all: 4/5."""

    kind = "c-num"


class DeliverableTable(Table):
    """What can be delivered, with its plan."""

    caption = _("Deliverable orders")
    link = "number"
    number = Column(_("Order no."), sort="number", strong=True, phone="sub")
    party_name = TextColumn(_("Customer"), sort="customer", long=True, phone="title")
    city = TextColumn(_("Town"), sort="town", phone="foot")
    expected = ExpectedColumn(_("Expected"), sort="expected", phone="end", phone_label=True)
    stock = StatusColumn(_("In stock"), sort="stock", phone="side", phone_label=True)
    lines = CountColumn(_("Lines ready"), sort="lines", calculated=True)
    delivery_type = TextColumn(_("Delivery type"), sort="type", soft=True)
    to_collect = MoneyColumn(_("To collect"), sort="collect", calculated=True, phone="amount")
    planned = StatusColumn(_("Planned"), sort="planned", phone="full", phone_label=True)
    route = TextColumn(_("Route"), sort="route", default=NONE)

    class Meta(Table.Meta):
        sequence = ("number", "party_name", "city", "...")

    def render_party_name(self, value: str) -> SafeString:
        return format_html('<span title="{}">{}</span>', value, value)

    def row_href(self, record: ShownRow) -> str:
        return reverse("delivery:deliverable_detail", args=[record.pk])

    def row_state(self, record: ShownRow) -> str:
        return "done" if record.gone else ""


class DeliveryLineTable(Table):
    """The lines of one delivery, as the warehouse fetches them."""

    caption = _("Lines to fetch")
    where = TextColumn(_("Location"), strong=True, phone="foot", default=NONE)
    to_deliver = QuantityColumn(_("To deliver"), strong=True, phone="amount")
    ordered = QuantityColumn(_("Ordered"), soft=True)
    stock = StatusColumn(_("In stock"), phone="side")
    code = Column(_("Code"), soft=True, phone="sub")
    description = TextColumn(_("Description"), phone="title")
    volume = QuantityColumn(_("Volume"), soft=True, calculated=True)

    def render_description(self, value: str, record: ShownLine) -> str | SafeString:
        if not record.detail:
            return value
        return format_html('{} <span class="soft" title="{}">{}</span>', value, record.detail, record.detail)

    def row_state(self, record: ShownLine) -> str:
        return "done" if record.done else ""
