"""Tables of the open items: customers by age, and the open invoices of one."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.core import money
from apps.core.tables import Column, DateColumn, MoneyColumn, QuantityColumn, Table, TextColumn
from apps.documents.balances import CustomerAgeing
from apps.documents.kinds import document_url


class AgeColumn(MoneyColumn):
    """An amount of one age; nothing is a dash, so that what is there stands out."""

    def render(self, value: Decimal) -> Any:
        if self.plain:
            return value
        return money.money(value) if value else self.empty


class OpenItemTable(Table):
    """Rows: `apps.documents.balances.CustomerAgeing`; each leads to the customer's statement."""

    caption = _("Open items by customer")
    link = "name"
    focus_first = True

    name = TextColumn(_("Customer"), sort="customer", phone="title", strong=True, long=True, empty_values=())
    phone = Column(_("Phone"), phone="sub")
    promise = TextColumn(_("Last promise"), soft=True, phone="foot")
    invoices = QuantityColumn(_("Invoices"), accessor="sums__invoices", optional=True)
    not_due = AgeColumn(_("Not due"), accessor="sums__not_due", calculated=True)
    days_30 = AgeColumn(_("1–30 days"), accessor="sums__days_30", calculated=True, sort="30")
    days_60 = AgeColumn(_("31–60"), accessor="sums__days_60", calculated=True, sort="60")
    days_90 = AgeColumn(_("61–90"), accessor="sums__days_90", calculated=True, sort="90")
    days_more = AgeColumn(_("90+"), accessor="sums__days_more", calculated=True, sort="more")
    unknown = AgeColumn(_("No due date"), accessor="sums__unknown", calculated=True, optional=True)
    credit = AgeColumn(_("Credit"), accessor="sums__credit", calculated=True)
    overdue = AgeColumn(
        _("Overdue"), accessor="sums__overdue", calculated=True, sort="overdue", phone="end", phone_label=True
    )
    open = AgeColumn(_("Outstanding"), accessor="sums__open", calculated=True, sort="open", strong=True, phone="amount")
    oldest = QuantityColumn(_("Days late"), accessor="sums__oldest_days", calculated=True, optional=True)
    limit = MoneyColumn(_("Credit limit"), optional=True)

    def row_href(self, record: CustomerAgeing) -> str:
        return reverse("sales:statement", args=[record.customer_id]) if record.customer_id is not None else ""

    def render_name(self, record: CustomerAgeing) -> Any:
        return record.name or _("without a customer")

    def render_phone(self, value: str, record: CustomerAgeing, column: Column) -> Any:
        if column.plain or not record.tel:
            return value
        return format_html('<a href="{}">{}</a>', record.tel, value)

    def render_days_more(self, value: Decimal, column: AgeColumn) -> Any:
        shown = column.render(value)
        return format_html('<span class="bad">{}</span>', shown) if value and not column.plain else shown


class StatementTable(Table):
    """Open invoices of one customer. Rows: `apps.sales.statement.OpenInvoice`."""

    caption = _("Open invoices")
    link = "number"

    number = Column(_("Invoice"), phone="title", strong=True)
    date = DateColumn(_("Date"), phone="sub")
    due = DateColumn(_("Due date"), calculated=True, phone="foot")
    terms = TextColumn(_("Payment terms"), soft=True, long=True)
    reference = TextColumn(_("Reference"), soft=True, long=True)
    total = MoneyColumn(_("Total"))
    paid = MoneyColumn(_("Paid"))
    open = MoneyColumn(_("Outstanding"), calculated=True, strong=True, phone="amount")
    late = QuantityColumn(_("Days late"), calculated=True, phone="end", phone_label=True)

    def row_href(self, record: Any) -> str:
        return document_url("invoice", record.remote_id)

    def render_late(self, value: int, column: QuantityColumn) -> Any:
        return column.render(value) if column.plain or value < 31 else format_html('<span class="bad">{}</span>', value)
