"""What customers owe, computed from their invoices when somebody looks: per customer by age, and for one of them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Max, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from apps.core.pages import OrderTerm
from apps.core.paging import CappedCount, RowPage
from apps.documents.balance_models import CreditLimit
from apps.documents.due import Terms, has_terms, payments_known
from apps.documents.labels import OPEN_INVOICE
from apps.documents.models import Document

ZERO = Decimal("0.00")
# A concept is nobody's debt yet, a paid invoice nobody's any more; credit notes and overpayments are owed by us.
OWING = ("unpaid", "partial", "overpaid", "credit")
# Columns of ageing: days overdue, from and to.
AGES: dict[str, tuple[int, int | None]] = {
    "days_30": (1, 30),
    "days_60": (31, 60),
    "days_90": (61, 90),
    "days_more": (91, None),
}
_MONEY: "DecimalField[Any, Any]" = DecimalField(max_digits=16, decimal_places=2)
# By the state, which a database compares faster than it subtracts.
_OWED, _CREDIT = Q(state__in=OPEN_INVOICE), ~Q(state__in=OPEN_INVOICE)
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Ageing:
    """Sums over invoices. ``open`` is all of it, credits taken off; the ages and ``not_due`` leave credits out."""

    open: Decimal = ZERO
    not_due: Decimal = ZERO
    days_30: Decimal = ZERO
    days_60: Decimal = ZERO
    days_90: Decimal = ZERO
    days_more: Decimal = ZERO
    # Of invoices whose due date cannot be told, and of credit notes and overpayments (negative).
    unknown: Decimal = ZERO
    credit: Decimal = ZERO
    invoices: int = 0
    oldest_days: int = 0

    @property
    def overdue(self) -> Decimal:
        return self.days_30 + self.days_60 + self.days_90 + self.days_more


@dataclass
class CustomerAgeing:
    """One row of the open items."""

    customer_id: int | None
    name: str
    sums: Ageing
    # Written beside a page of rows by who shows them.
    phone: str = ""
    tel: str = ""
    promise: str = ""
    limit: Decimal | None = None

    @property
    def pk(self) -> int:
        return self.customer_id or 0


@dataclass(frozen=True)
class Balance:
    """What one customer owes. ``limit`` None: no limit was set. ``known`` False: LogicTrade hears of no payments."""

    open: Decimal = ZERO
    overdue: Decimal = ZERO
    oldest_days: int = 0
    limit: Decimal | None = None
    known: bool = True

    @property
    def room(self) -> Decimal | None:
        """What may still be bought on credit; negative when the limit is passed, None without one."""
        if self.limit is None or not self.known:
            return None
        return self.limit - self.open

    @property
    def over(self) -> Decimal:
        """By how much the limit is passed."""
        return max(-self.room, ZERO) if self.room is not None else ZERO


def owing() -> QuerySet[Document]:
    """Invoices that are not settled, with ``open`` (negative: owed by us)."""
    paid = Coalesce(F("paid"), Value(ZERO), output_field=_MONEY)
    rows = Document.objects.filter(kind="invoice", state__in=OWING, gone_at=None)
    rows = rows.annotate(open=F("total") - paid)
    return rows.exclude(open=0)


def _sums(terms: Terms) -> dict[str, Any]:
    """The aggregates of `Ageing`; ``first_<days>`` are the oldest dates per number of days."""

    def total(which: Q) -> Any:
        return Coalesce(Sum("open", filter=which, output_field=_MONEY), Value(ZERO), output_field=_MONEY)

    ages = {name: total(_OWED & terms.overdue(*bounds)) for name, bounds in AGES.items()}
    firsts = {f"first_{days}": Min("date", filter=_OWED & has_terms(codes)) for days, codes in terms.groups.items()}
    return {
        "open_total": Coalesce(Sum("open", output_field=_MONEY), Value(ZERO), output_field=_MONEY),
        "not_due": total(_OWED & terms.not_due()),
        **ages,
        "overdue": total(_OWED & terms.overdue()),
        "unknown": total(_OWED & terms.unknown()),
        "credit": total(_CREDIT),
        "invoices": Count("pk", filter=_OWED),
        **firsts,
    }


def _ageing(row: Mapping[str, Any], terms: Terms) -> Ageing:
    return Ageing(
        open=row["open_total"],
        invoices=row["invoices"],
        oldest_days=_oldest(row, terms),
        **{name: row[name] for name in ("not_due", *AGES, "unknown", "credit")},
    )


def _oldest(row: Mapping[str, Any], terms: Terms) -> int:
    """Days since the first of the unpaid invoices fell due; 0 when none has."""
    found = [
        (terms.today - first - datetime.timedelta(days=days)).days
        for days in terms.groups
        if (first := row[f"first_{days}"]) is not None
    ]
    return max(0, *found) if found else 0


def balance_of(customer_id: int) -> Balance:
    """What a customer owes, how late it is, and how much credit is left: three queries."""
    limit = CreditLimit.objects.filter(pk=customer_id).values_list("amount", flat=True).first()
    if not payments_known():
        return Balance(limit=limit, known=False)
    terms = Terms.now()
    sums = _ageing(owing().filter(party_id=customer_id).aggregate(**_sums(terms)), terms)
    return Balance(sums.open, sums.overdue, sums.oldest_days, limit)


def ageing_of(customer_id: int, terms: Terms) -> Ageing:
    """The same sums as a row of the open items: one query."""
    return _ageing(owing().filter(party_id=customer_id).aggregate(**_sums(terms)), terms)


def open_invoices(customer_id: int, terms: Terms, limit: int = 500) -> list[Document]:
    """The invoices of a customer that are not settled, the oldest first; each bears ``open``."""
    rows = owing().filter(party_id=customer_id).defer("search_key", "name_key", "number_key")
    return list(rows.order_by(F("date").asc(nulls_first=True), "pk")[:limit])


def ageing_list(
    terms: Terms,
    *,
    customer_ids: Sequence[int] | None = None,
    overdue_by: int = 0,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime.datetime | None = None,
) -> RowPage[CustomerAgeing]:
    """One page of customers that owe us or that we owe, by what they owe: two queries."""
    rows = owing().order_by()
    if customer_ids is not None:
        rows = rows.filter(party_id__in=list(customer_ids))
    grouped = rows.values("party_id").annotate(name=Max("party_name"), key=Max("name_key"), **_sums(terms))
    if overdue_by:
        late = Coalesce(
            Sum("open", filter=_OWED & terms.overdue(overdue_by), output_field=_MONEY), Value(ZERO), output_field=_MONEY
        )
        grouped = grouped.annotate(late=late).filter(late__gt=0)
    counted = rows.filter(_OWED & terms.overdue(overdue_by)) if overdue_by else rows
    total = counted.values("party_id").distinct()[: MOST_COUNTED + 1].count()
    found = grouped.order_by(*(order or ("-overdue", "-open_total")), "party_id")[offset : offset + limit]
    made = [CustomerAgeing(row["party_id"], row["name"], _ageing(row, terms)) for row in found]
    count = CappedCount(min(total, MOST_COUNTED), total > MOST_COUNTED)
    return RowPage(made, offset // limit + 1, limit, count, as_of)


def ageing_total(terms: Terms, customer_ids: Sequence[int] | None = None) -> Ageing:
    """The sums over all customers: one query."""
    rows = owing()
    if customer_ids is not None:
        rows = rows.filter(party_id__in=list(customer_ids))
    return _ageing(rows.aggregate(**_sums(terms)), terms)
