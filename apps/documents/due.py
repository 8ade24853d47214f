"""When invoices fall due: their date and the days that we keep per payment condition (contract section 6.3).

LogicTrade names no due date. What is asked of many invoices is asked of their dates: one range per number of days, so
that a database compares and never computes. A condition without days leaves the due date unknown.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.models.lookups import In

from apps.core import dates
from apps.documents.labels import OPEN_INVOICE
from apps.documents.models import Document
from apps.erp import codes

NOTHING = Q(pk__in=[])


def payments_known() -> bool:
    """Whether LogicTrade hears of payments; where bookkeeping keeps them to itself nothing here means anything."""
    return bool(settings.LOGICTRADE_PAYMENTS)


def has_terms(codes: list[str]) -> Q:
    """Invoices under one of these conditions, whatever their case."""
    return Q(In(Lower("payment_condition"), codes)) if codes else NOTHING


@dataclass(frozen=True)
class Terms:
    """The payment conditions as they are now, for one page."""

    days: Mapping[str, int]
    today: datetime.date = field(default_factory=dates.today)

    @classmethod
    def now(cls) -> "Terms":
        """One query."""
        return cls(codes.payment_days())

    def due(self, invoice: Document) -> datetime.date | None:
        """The day on which it must have been paid; None when its date or the days of its condition are not known."""
        days = self.days.get(invoice.payment_condition.lower())
        if invoice.date is None or days is None:
            return None
        return invoice.date + datetime.timedelta(days=days)

    def days_overdue(self, invoice: Document) -> int | None:
        """1 on the day after it fell due, 0 or less before; None when the due date is not known."""
        due = self.due(invoice)
        return None if due is None else (self.today - due).days

    @property
    def groups(self) -> dict[int, list[str]]:
        """The codes of the conditions that give so many days."""
        found: dict[int, list[str]] = {}
        for code, days in sorted(self.days.items()):
            found.setdefault(days, []).append(code)
        return found

    def days_late(self, invoice: Document) -> int | None:
        """Days since an unpaid invoice fell due; None for every other one, and where payments are not known."""
        if invoice.kind != Document.Kind.INVOICE or invoice.state not in OPEN_INVOICE or not payments_known():
            return None
        days = self.days_overdue(invoice)
        return days if days is not None and days > 0 else None

    def overdue(self, at_least: int = 1, at_most: int | None = None) -> Q:
        """Overdue by so many days, as a look-up."""
        parts = [self._range(days, codes, at_least, at_most) for days, codes in self.groups.items()]
        return reduce(or_, parts, NOTHING)

    def _range(self, days: int, codes: list[str], at_least: int, at_most: int | None) -> Q:
        latest = self.today - datetime.timedelta(days=days + at_least)
        found = has_terms(codes) & Q(date__lte=latest)
        if at_most is not None:
            found &= Q(date__gte=self.today - datetime.timedelta(days=days + at_most))
        return found

    def not_due(self) -> Q:
        parts = [
            has_terms(codes) & Q(date__gte=self.today - datetime.timedelta(days=days))
            for days, codes in self.groups.items()
        ]
        return reduce(or_, parts, NOTHING)

    def unknown(self) -> Q:
        """The due date cannot be told."""
        return Q(date=None) | ~has_terms(list(self.days)) if self.days else Q()


def note_late(rows: Sequence[Document]) -> None:
    """Write ``late`` beside documents of any kind; one query where there are invoices that must still be paid."""
    if any(row.kind == Document.Kind.INVOICE and row.state in OPEN_INVOICE for row in rows):
        terms = Terms.now()
        for row in rows:
            row.late = terms.days_late(row)  # type: ignore[attr-defined]
