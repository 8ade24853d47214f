"""What the register says of a customer: the figures of its card and of the list of customers."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core import dates, money
from apps.core.access import may
from apps.documents.balances import balance_of
from apps.documents.models import Document
from apps.documents.selectors import IS_OPEN_ORDER, IS_OPEN_QUOTE
from apps.relations import figures
from apps.relations.figures import Activity, Figure

YEAR = datetime.timedelta(days=365)


def connect() -> None:
    figures.register(Register())


class Register:
    """The documents' answer to `apps.relations.figures`: one query for a page of rows, one for a card."""

    def activities(self, customer_ids: Sequence[int]) -> Mapping[int, Activity]:
        orders = _present().filter(kind="order", party_id__in=list(customer_ids)).exclude(state="cancelled")
        found = (
            orders.order_by().values("party_id").annotate(pending=Count("pk", filter=IS_OPEN_ORDER), last=Max("date"))
        )
        return {row["party_id"]: Activity(row["pending"], row["last"]) for row in found if row["party_id"] is not None}

    def figures(self, user: Any, customer_id: int) -> Sequence[Figure]:
        since = dates.today() - YEAR
        ordered = Q(kind="order", date__gte=since) & ~Q(state="cancelled")
        sums = (
            _present()
            .filter(party_id=customer_id)
            .aggregate(
                open_orders=Count("pk", filter=IS_OPEN_ORDER),
                open_total=Sum("total", filter=IS_OPEN_ORDER),
                ready=Count("pk", filter=Q(kind="order", state="ready")),
                open_quotes=Count("pk", filter=IS_OPEN_QUOTE),
                quote_total=Sum("total", filter=IS_OPEN_QUOTE),
                year=Count("pk", filter=ordered),
                year_total=Sum("total", filter=ordered),
                last=Max("date", filter=Q(kind="order") & ~Q(state="cancelled")),
            )
        )
        found = []
        if may(user, "orders.view"):
            found += [_open_orders(customer_id, sums), _ordered(customer_id, sums)]
        if may(user, "quotes.view"):
            found.insert(1, _open_quotes(customer_id, sums))
        if may(user, "balances.view"):
            found += _balance(customer_id, may(user, "credit.edit"))
        elif may(user, "orders.view"):
            found.append(_last_order(customer_id, sums))
        return found


def _present() -> QuerySet[Document]:
    return Document.objects.filter(gone_at=None)


def _open_orders(customer_id: int, sums: Mapping[str, Any]) -> Figure:
    count = sums["open_orders"]
    note = ngettext("%(n)d order", "%(n)d orders", count) % {"n": count}
    if sums["ready"]:
        note += ", " + _("%(n)d ready") % {"n": sums["ready"]}
    href = _list(customer_id, kind="order", open="on")
    return Figure(_("Open orders €"), _amount(sums["open_total"]), note, href, zero=not count)


def _open_quotes(customer_id: int, sums: Mapping[str, Any]) -> Figure:
    count = sums["open_quotes"]
    note = ngettext("%(n)d quote", "%(n)d quotes", count) % {"n": count}
    href = _list(customer_id, kind="quote", open="on")
    return Figure(_("Open quotes €"), _amount(sums["quote_total"]), note, href, zero=not count)


def _ordered(customer_id: int, sums: Mapping[str, Any]) -> Figure:
    count = sums["year"]
    note = ngettext("%(n)d order", "%(n)d orders", count) % {"n": count}
    if sums["last"]:
        note += ", " + _("the last %(when)s") % {"when": _days_ago(sums["last"]) or dates.day(sums["last"])}
    href = _list(customer_id, kind="order")
    return Figure(_("Ordered in 12 months €"), _amount(sums["year_total"]), note, href, zero=not count)


def _last_order(customer_id: int, sums: Mapping[str, Any]) -> Figure:
    last = sums["last"]
    note = _days_ago(last) if last else _("no order yet")
    href = _list(customer_id, kind="order")
    return Figure(_("Last order"), dates.day(last), note, href, zero=not last)


def _balance(customer_id: int, may_limit: bool) -> list[Figure]:
    """What is owed and how late, and the credit limit where there is one; nothing where payments are not known."""
    balance = balance_of(customer_id)
    if not balance.known:
        return []
    href = statement_url(customer_id)
    note = _("nothing overdue")
    if balance.overdue:
        words = _("€ %(amount)s overdue, oldest %(n)d days")
        note = words % {"amount": money.money(balance.overdue), "n": balance.oldest_days}
    found = [
        Figure(
            _("Open balance €"),
            money.money(balance.open),
            note,
            href,
            zero=not balance.open,
            attention=bool(balance.overdue),
        )
    ]
    if balance.limit is not None:
        room = _("€ %(over)s over the limit") % {"over": money.money(balance.over)}
        if not balance.over:
            room = _("room for € %(room)s") % {"room": money.money(balance.room)}
        value = money.money(balance.limit)
        found.append(Figure(_("Credit limit €"), value, room, f"{href}#credit", attention=bool(balance.over)))
    elif may_limit:
        found.append(Figure(_("Credit limit €"), money.DASH, _("none set"), f"{href}#credit", zero=True))
    return found


def statement_url(customer_id: int) -> str:
    """The page of what a customer owes belongs to the app above."""
    try:
        return reverse("sales:statement", args=[customer_id])
    except NoReverseMatch:
        return ""


def _amount(total: Decimal | None) -> str:
    return money.money(total or Decimal(0))


def _days_ago(day: datetime.date) -> str:
    days = (dates.today() - day).days
    if days <= 0:
        return _("today") if days == 0 else ""
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def _list(customer_id: int, **filters: str) -> str:
    return f"{reverse('documents:document_list')}?{urlencode({'party': customer_id, **filters})}"
