"""The statement of one customer: what is open, since when, what was promised, and a text that reminds of it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from apps.core import dates, money
from apps.documents.balance_models import CreditLimit, PaymentPromise
from apps.documents.balances import Ageing, Balance, ageing_of, open_invoices
from apps.documents.credit import limit_get, promises_of
from apps.documents.due import Terms
from apps.documents.models import Document
from apps.erp import codes
from apps.erp.models import CodeEntry
from apps.relations.cards import RelationCard, customer_card
from apps.relations.models import Customer

# People in these countries are written to in Dutch.
DUTCH = frozenset({"", "NL", "BE", "SR", "NEDERLAND", "BELGIË", "BELGIE"})


@dataclass(frozen=True)
class OpenInvoice:
    """One invoice that is not settled; ``late`` None: its due date cannot be told, or it has not passed."""

    remote_id: int
    number: str
    date: datetime.date | None
    due: datetime.date | None
    late: int | None
    terms: str
    reference: str
    total: Decimal | None
    paid: Decimal | None
    open: Decimal


@dataclass(frozen=True)
class Statement:
    """All that the page shows of one customer."""

    customer: Customer
    card: RelationCard
    sums: Ageing
    balance: Balance
    limit: CreditLimit | None
    invoices: Sequence[OpenInvoice]
    promises: Sequence[PaymentPromise]
    reminder: str
    language: str

    @property
    def reminder_rows(self) -> int:
        """So tall that all of it is seen."""
        return min(30, self.reminder.count("\n") + 2)


def statement_of(customer: Customer) -> Statement:
    """Seven queries, whatever the customer owes."""
    terms = Terms.now()
    limit = limit_get(customer.pk)
    texts = {code.lower(): text for code, text in codes.choices(CodeEntry.Table.PAYMENT_CONDITION)}
    invoices = [_open(row, terms, texts) for row in open_invoices(customer.pk, terms)]
    sums = ageing_of(customer.pk, terms)
    language = language_of(customer)
    return Statement(
        customer=customer,
        card=customer_card(customer),
        sums=sums,
        balance=Balance(sums.open, sums.overdue, sums.oldest_days, limit.amount if limit else None),
        limit=limit,
        invoices=invoices,
        promises=promises_of(customer.pk),
        reminder=reminder_text(customer.name, invoices, language) if sums.overdue else "",
        language=language,
    )


def _open(row: Document, terms: Terms, texts: dict[str, str]) -> OpenInvoice:
    days = terms.days_overdue(row)
    return OpenInvoice(
        remote_id=row.remote_id,
        number=row.number or f"#{row.remote_id}",
        date=row.date,
        due=terms.due(row),
        late=days if days is not None and days > 0 and row.open > 0 else None,  # type: ignore[attr-defined]
        terms=texts.get(row.payment_condition.lower(), row.payment_condition),
        reference=row.reference,
        total=row.total,
        paid=row.paid,
        open=row.open,  # type: ignore[attr-defined]
    )


def language_of(customer: Customer) -> str:
    """The language that a customer is written to in: by the country of the address."""
    address = customer.raw.get("invoiceAddress") or customer.raw.get("address") or {}
    country = str(address.get("country") or "").strip().upper() if isinstance(address, dict) else ""
    return "nl" if country in DUTCH else "en"


def reminder_text(name: str, invoices: Sequence[OpenInvoice], language: str) -> str:
    """One friendly text for all overdue invoices of a customer, credits taken off: nobody gets one mail per invoice."""
    with override(language):
        late = [invoice for invoice in invoices if invoice.late]
        credits = [invoice for invoice in invoices if invoice.open < 0]
        total = sum((invoice.open for invoice in (*late, *credits)), Decimal(0))
        opening = ngettext(
            "According to our records this invoice has not been paid yet:",
            "According to our records these invoices have not been paid yet:",
            len(late),
        )
        lines = [_line(invoice) for invoice in late]
        if credits:
            lines += ["", _("To be taken off:"), *(_credit(invoice) for invoice in credits)]
        return "\n".join(
            (
                _("Dear %(name)s,") % {"name": name},
                "",
                opening,
                "",
                *lines,
                "",
                _("Total: € %(total)s") % {"total": money.money(total)},
                "",
                _("Would you pay this amount within a week? If you have paid already, please take no notice."),
                "",
                _("Kind regards,"),
            )
        )


def _line(invoice: OpenInvoice) -> str:
    words = _("%(number)s of %(date)s, due on %(due)s: € %(open)s")
    return words % {
        "number": invoice.number,
        "date": dates.day(invoice.date),
        "due": dates.day(invoice.due),
        "open": money.money(invoice.open),
    }


def _credit(invoice: OpenInvoice) -> str:
    words = _("%(number)s of %(date)s: € %(open)s")
    return words % {"number": invoice.number, "date": dates.day(invoice.date), "open": money.money(-invoice.open)}
