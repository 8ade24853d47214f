"""Tables of documents."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.core.labels import Label
from apps.core.tables import (
    Column,
    DateColumn,
    LampsColumn,
    MomentColumn,
    MoneyColumn,
    QuantityColumn,
    StatusColumn,
    Table,
    TextColumn,
)
from apps.documents.builder.kinds import draft_url
from apps.documents.builder.labels import draft_label
from apps.documents.kinds import document_url
from apps.documents.labels import CLOSED, OVERDUE, state_label
from apps.documents.models import Document, Draft


def label_of(document: Document) -> Label:
    """The derived state; an invoice is overdue where `apps.documents.due.note_late` found it so."""
    if getattr(document, "late", None) and document.gone_at is None:
        return OVERDUE
    return state_label(document.kind, document.state, document.status_text, gone=document.gone_at is not None)


class DocumentTable(Table):
    """What rows of documents share: where they lead, and grey for those that ask nothing more."""

    link = "number"

    def row_href(self, record: Document) -> str:
        return document_url(record.kind, record.remote_id)

    def row_state(self, record: Document) -> str:
        return "done" if record.gone_at is not None or record.state in CLOSED else ""

    def render_number(self, value: Any, record: Document) -> Any:
        return value or f"#{record.remote_id}"


class PartyTable(DocumentTable):
    """Documents of every kind of one customer."""

    caption = _("Documents of this customer")

    number = Column(_("Number"), sort="number", phone="title", strong=True, empty_values=())
    kind = Column(_("Kind"), phone="sub", accessor="get_kind_display")
    date = DateColumn(_("Date"), sort="date", phone="foot")
    reference = Column(_("Reference"), soft=True, long=True)
    state = StatusColumn(_("Status"), phone="end", empty_values=())
    lamps = LampsColumn(_("Lamps"), phone="side", empty_values=(), accessor="pk")
    total = MoneyColumn(_("Total"), sort="total", phone="amount")

    def render_state(self, record: Document, column: StatusColumn) -> Any:
        return column.render(label_of(record))

    def render_lamps(self, record: Document, column: LampsColumn) -> Any:
        if record.kind != Document.Kind.ORDER:
            return ""
        return column.render((record.stock_status, record.delivery_status, record.invoice_status))


class RegisterTable(PartyTable):
    """The same of every customer."""

    caption = _("Documents")

    party_name = TextColumn(_("Customer"), sort="customer", long=True)
    expected_date = DateColumn(_("Expected date"), optional=True)
    salesman = Column(_("Salesman"), soft=True, optional=True)

    class Meta:
        sequence = (
            "number", "kind", "date", "party_name", "reference", "expected_date", "salesman", "state", "lamps", "total",
        )  # fmt: skip

    def render_party_name(self, value: str) -> Any:
        return format_html('<span title="{}">{}</span>', value, value)


class DraftTable(Table):
    caption = _("Concepts")
    link = "customer_name"

    customer_name = TextColumn(_("Customer"), phone="title", strong=True, long=True, empty_values=())
    reference = TextColumn(_("Reference"), phone="sub", soft=True, long=True)
    lines_count = QuantityColumn(_("Lines"), phone="amount", phone_label=True)
    owner = TextColumn(_("By"), phone="side", soft=True)
    updated_at = MomentColumn(_("Changed"), phone="end", sort="changed")
    state = StatusColumn(_("Status"), phone="foot", empty_values=(), accessor="pk")

    def row_href(self, record: Draft) -> str:
        return draft_url(record)

    def render_state(self, record: Draft, column: StatusColumn) -> Any:
        return column.render(draft_label(record))
