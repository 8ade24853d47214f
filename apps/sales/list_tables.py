"""The tables of the lists of quotes and orders. Rows: the register, with what `apps.sales.quote_rows` wrote beside."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.core.labels import Label
from apps.core.tables import (
    Column,
    DateColumn,
    LampsColumn,
    MoneyColumn,
    PercentColumn,
    QuantityColumn,
    StatusColumn,
    TextColumn,
)
from apps.documents.models import Document
from apps.documents.tables import DocumentTable, label_of
from apps.erp.labels import state_label as write_label


class SalesTable(DocumentTable):
    """What the three lists share: our derived state, LogicTrade's own words, the last write of ours."""

    def row_key(self, record: Document) -> str:
        return str(record.remote_id)

    def render_state(self, record: Document, column: StatusColumn) -> Any:
        """Our derived state, and LogicTrade's own words where they are others."""
        label = label_of(record)
        shown = column.render(label)
        if column.plain or not record.status_text or record.status_text.casefold() == str(label.text).casefold():
            return shown
        return format_html('{} <small class="soft">{}</small>', shown, record.status_text)

    def render_sync(self, record: Any, column: StatusColumn) -> Any:
        write = getattr(record, "last_write", None)
        return column.render(write_label(write.state)) if write else ""


class QuoteTable(SalesTable):
    caption = _("Quotes")

    number = Column(_("Quote"), phone="sub", sort="number", empty_values=())
    date = DateColumn(_("Date"), phone="end", sort="date")
    party_name = TextColumn(_("Customer"), phone="title", sort="customer", strong=True, long=True)
    reference = TextColumn(_("Reference"), soft=True, long=True, optional=True)
    salesman = TextColumn(_("Salesman"), soft=True)
    state = StatusColumn(_("Status"), phone="foot", empty_values=())
    status_text = TextColumn(_("In LogicTrade"), soft=True, optional=True)
    valid_until = DateColumn(_("Valid until"), calculated=True, accessor="stands__valid_until")
    follow_up = DateColumn(_("Follow up on"), calculated=True, accessor="stands__follow_up", optional=True)
    outcome = StatusColumn(_("Outcome"), phone="side", empty_values=(), accessor="pk")
    expected_date = DateColumn(_("Expected date"), sort="expected", optional=True)
    origin = TextColumn(_("Origin"), soft=True, optional=True)
    lines_count = QuantityColumn(_("Lines"), optional=True)
    version = QuantityColumn(_("Version"), optional=True)
    sync = StatusColumn(_("Last write"), empty_values=(), accessor="pk", optional=True)
    net = MoneyColumn(_("Net"), calculated=True, optional=True)
    gross = MoneyColumn(_("Gross"), calculated=True, optional=True)
    margin = PercentColumn(_("Margin"), calculated=True, optional=True, permission="cost.view")
    total = MoneyColumn(_("Total"), phone="amount", sort="total")

    def render_outcome(self, record: Any, column: StatusColumn) -> Any:
        label: Label | None = record.stands.label if hasattr(record, "stands") else None
        return (str(label.text) if column.plain else column.render(label)) if label else ""


class OrderTable(SalesTable):
    caption = _("Orders")

    number = Column(_("Order"), phone="sub", sort="number", empty_values=())
    date = DateColumn(_("Date"), sort="date")
    party_name = TextColumn(_("Customer"), phone="title", sort="customer", strong=True, long=True)
    reference = TextColumn(_("Reference"), soft=True, long=True)
    expected_date = DateColumn(_("Expected date"), phone="end", sort="expected")
    confirmed = DateColumn(_("Confirmed date"))
    salesman = TextColumn(_("Salesman"), soft=True, optional=True)
    lamps = LampsColumn(_("Lamps"), phone="foot", empty_values=(), accessor="pk")
    state = StatusColumn(_("Status"), phone="side", empty_values=())
    status_text = TextColumn(_("In LogicTrade"), soft=True, optional=True)
    extern_number = Column(_("External no."), soft=True, optional=True)
    delivery_type = TextColumn(_("Delivery type"), soft=True, optional=True)
    delivery_condition = TextColumn(_("Delivery condition"), soft=True, optional=True)
    origin = TextColumn(_("Origin"), soft=True, optional=True)
    paid = MoneyColumn(_("Paid"), optional=True, accessor="paid_on_order")
    sync = StatusColumn(_("Last write"), empty_values=(), accessor="pk", optional=True)
    total = MoneyColumn(_("Total"), phone="amount", sort="total")

    def render_lamps(self, record: Document, column: LampsColumn) -> Any:
        return column.render((record.stock_status, record.delivery_status, record.invoice_status))


class InvoiceTable(SalesTable):
    caption = _("Invoices")

    number = Column(_("Invoice"), phone="sub", sort="number", empty_values=())
    date = DateColumn(_("Date"), sort="date")
    party_name = TextColumn(_("Customer"), phone="title", sort="customer", strong=True, long=True)
    reference = TextColumn(_("Reference"), soft=True, long=True)
    state = StatusColumn(_("Status"), phone="foot", empty_values=())
    terms = TextColumn(_("Payment terms"), soft=True, optional=True)
    due = DateColumn(_("Due date"), calculated=True, phone="end")
    late = QuantityColumn(_("Days late"), calculated=True)
    promise = TextColumn(_("Last promise"), soft=True, long=True, optional=True)
    origin = TextColumn(_("Origin"), soft=True, optional=True)
    lines_count = QuantityColumn(_("Lines"), optional=True)
    sync = StatusColumn(_("Last write"), empty_values=(), accessor="pk", optional=True)
    total = MoneyColumn(_("Total"), sort="total")
    paid = MoneyColumn(_("Paid"), optional=True)
    outstanding = MoneyColumn(_("Outstanding"), calculated=True, sort="open", phone="amount", strong=True)

    def render_number(self, value: Any, record: Document) -> Any:
        return value or _("Concept #%(id)s") % {"id": record.remote_id}
