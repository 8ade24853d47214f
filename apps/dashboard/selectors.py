"""What the home page tells: a strip of figures, what waits for this person, and what they keep at hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.selectors import short_product_ids
from apps.core import clock, dates, money
from apps.core.access import may
from apps.core.labels import Label
from apps.dashboard.hits import Entry
from apps.dashboard.models import Pin, RecentItem
from apps.dashboard.records import entries_of
from apps.dashboard.services import PINS, RECENT
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.documents.balances import ageing_total
from apps.documents.builder.kinds import draft_url, kinds_written_by
from apps.documents.due import Terms, payments_known
from apps.documents.mail.labels import STATES as MAIL_STATES
from apps.documents.mail.models import Mail
from apps.documents.mail.selectors import mails_troubled
from apps.documents.models import Document, Draft
from apps.erp.labels import explain_write, state_label
from apps.erp.models import Write
from apps.erp.outbox.models import State
from apps.sales.quote_facts import standing_is

SHOWN = 8
MOST_FIGURES = 5
REFUSED_FOR = timedelta(days=7)
ASKS = (State.NEEDS_HUMAN, State.HELD)


@dataclass(frozen=True)
class Figure:
    """One figure of the strip. ``tone`` bad draws attention when it is not zero."""

    label: str
    value: str
    note: str
    url: str
    attention: bool = False
    zero: bool = False


@dataclass(frozen=True)
class Todo:
    """One line that waits for the reader."""

    url: str
    title: str
    detail: str = ""
    end: str = ""
    label: Label | None = None


@dataclass(frozen=True)
class TodoGroup:
    key: str
    title: str | Promise
    rows: Sequence[Todo]
    total: int
    more_url: str
    empty: str


def figures(user: Any) -> list[Figure]:
    """At most five figures, those of the reader's work; each costs one query, too little stock and what is owed two."""
    found: list[Figure] = []
    if may(user, "quotes.view"):
        found.append(_open_quotes())
    if may(user, "orders.view"):
        found.append(_open_orders())
    if may(user, "credit.edit") and payments_known():
        found.append(_owed())
    if may(user, "deliveries.view"):
        found += _deliveries(plans=may(user, "deliveries.plan"))
    if may(user, "stock.view"):
        found.append(_short())
    return found[:MOST_FIGURES]


def _open_quotes() -> Figure:
    rows = Document.objects.filter(kind="quote", gone_at=None, state="final")
    found = rows.aggregate(count=Count("pk"), total=Sum("total"))
    count = found["count"]
    return Figure(
        _("Final quotes €"),
        money.money(Decimal(found["total"] or 0)),
        ngettext("%(n)d quote", "%(n)d quotes", count) % {"n": count},
        f"{reverse('sales:quote_list')}?state=final",
        zero=not count,
    )


def _owed() -> Figure:
    """For those who see to the money."""
    sums = ageing_total(Terms.now())
    return Figure(
        _("Overdue €"),
        money.money(sums.overdue),
        _("of € %(open)s outstanding") % {"open": money.money(sums.open)},
        f"{reverse('sales:open_item_list')}?late=1",
        attention=sums.overdue > 0,
        zero=not sums.overdue,
    )


def _open_orders() -> Figure:
    rows = Document.objects.filter(kind="order", gone_at=None)
    found = rows.aggregate(
        ready=Count("pk", filter=Q(state="ready")), partly=Count("pk", filter=Q(state="partly_delivered"))
    )
    note = _("%(n)d more partly delivered") % {"n": found["partly"]}
    return Figure(
        _("Orders ready"),
        money.quantity(found["ready"]),
        note,
        f"{reverse('sales:order_list')}?state=ready",
        zero=not found["ready"],
    )


def _deliveries(*, plans: bool) -> list[Figure]:
    rows = Deliverable.objects.filter(gone_at=None)
    found = rows.aggregate(
        count=Count("pk"),
        ready=Count("pk", filter=Q(in_stock="yes")),
        unplanned=Count("pk", filter=Q(in_stock="yes", confirmed_date=None) & ~Q(plans__is_current=True)),
        collect=Sum("to_collect", filter=Q(to_collect__gt=0)),
    )
    url = reverse("delivery:deliverable_list")
    shown = [
        Figure(
            _("To deliver"),
            money.quantity(found["count"]),
            _("%(n)d with everything in stock") % {"n": found["ready"]},
            url,
            zero=not found["count"],
        )
    ]
    if plans:
        collect = _("€ %(amount)s to collect in all") % {"amount": money.money(Decimal(found["collect"] or 0))}
        shown.append(
            Figure(
                _("In stock, no day yet"),
                money.quantity(found["unplanned"]),
                collect,
                f"{url}?in_stock=yes&planned=no",
                zero=not found["unplanned"],
            )
        )
    return shown


def _short() -> Figure:
    count = len(short_product_ids())
    return Figure(
        _("Too little stock"),
        money.quantity(count),
        _("more reserved than saleable"),
        f"{reverse('catalogue:stock_list')}?stock=short",
        attention=count > 0,
        zero=not count,
    )


def todo_groups(user: Any) -> list[TodoGroup]:
    """What waits for the reader, most urgent first; groups that are not theirs are left out."""
    found: list[TodoGroup] = []
    if may(user, "writes.view"):
        found.append(_writes(user))
    if may(user, "mail.send") and (mails := list(mails_troubled(user))):
        found.append(_mails(mails))
    if may(user, "deliveries.plan"):
        found.append(_planned_today())
    if may(user, "quotes.write"):
        found += [_follow_ups(), _drafts(user)]
    if may(user, "deliveries.view"):
        found.append(_ready())
    return found


def _writes(user: Any) -> TodoGroup:
    """Own writes that ask for a decision, and those that LogicTrade refused lately and that were not made anew."""
    corrected = Write.objects.filter(replaces__isnull=False).values("replaces")
    refused = Q(state=State.REJECTED, changed_at__gte=clock.now() - REFUSED_FOR) & ~Q(pk__in=corrected)
    rows = Write.objects.filter(Q(state__in=ASKS) | refused, actor=user).order_by("-changed_at")
    writes = list(rows.select_related("depends_on")[: SHOWN + 1])
    return TodoGroup(
        "writes",
        _("LogicTrade asks you"),
        [_write_todo(write) for write in writes[:SHOWN]],
        len(writes) if len(writes) <= SHOWN else rows[:1000].count(),
        reverse("erp:write_list"),
        _("Nothing of yours waits for an answer."),
    )


def _write_todo(write: Write) -> Todo:
    return Todo(
        reverse("erp:write_detail", args=[write.pk]),
        write.label,
        explain_write(write),
        dates.ago(write.changed_at),
        state_label(write.state),
    )


def _mails(mails: Sequence[Mail]) -> TodoGroup:
    """Own mails that did not leave or may not have; there is no group where all went well."""
    url = f"{reverse('documents:mail_list')}?mine=on"
    return TodoGroup(
        "mails", _("Mail that did not arrive"), [_mail_todo(one) for one in mails[:SHOWN]], len(mails), url, ""
    )


def _mail_todo(mail: Mail) -> Todo:
    return Todo(
        reverse("documents:mail_detail", args=[mail.pk]),
        mail.label,
        mail.to,
        dates.ago(mail.changed_at),
        MAIL_STATES[mail.state],
    )


def _planned_today() -> TodoGroup:
    rows = DeliveryPlan.objects.filter(is_current=True, day=dates.today()).order_by("route", "stop", "pk")
    plans = list(rows.select_related("deliverable")[: SHOWN + 1])
    day = dates.editable(dates.today())
    return TodoGroup(
        "planned",
        _("Planned for today"),
        [_plan_todo(plan) for plan in plans[:SHOWN]],
        len(plans) if len(plans) <= SHOWN else rows[:1000].count(),
        f"{reverse('delivery:deliverable_list')}?day={day}",
        _("No deliveries are planned for today."),
    )


def _plan_todo(plan: DeliveryPlan) -> Todo:
    order = plan.deliverable
    stop = _("stop %(n)d") % {"n": plan.stop} if plan.stop is not None else ""
    collect = order.to_collect
    return Todo(
        reverse("delivery:deliverable_detail", args=[order.pk]),
        plan.number or str(order),
        ", ".join(part for part in (plan.route, stop, order.party_name, order.city) if part),
        _("€ %(amount)s to collect") % {"amount": money.money(collect)} if collect and collect > 0 else "",
    )


def _ready() -> TodoGroup:
    """What can leave, the earliest promise first."""
    rows = Deliverable.objects.filter(gone_at=None, in_stock="yes", confirmed_date=None)
    rows = rows.exclude(plans__is_current=True).order_by(F("expected_date").asc(nulls_last=True), "pk")
    orders = list(rows.defer("data", "search_key")[: SHOWN + 1])
    return TodoGroup(
        "ready",
        _("In stock, no day yet"),
        [_ready_todo(order) for order in orders[:SHOWN]],
        len(orders) if len(orders) <= SHOWN else rows[:1000].count(),
        f"{reverse('delivery:deliverable_list')}?in_stock=yes&planned=no",
        _("Everything that is in stock has a day."),
    )


def _ready_todo(order: Deliverable) -> Todo:
    day = order.expected_date
    late = day is not None and day < dates.today()
    return Todo(
        reverse("delivery:deliverable_detail", args=[order.pk]),
        str(order),
        ", ".join(part for part in (order.party_name, order.city, order.delivery_type) if part),
        dates.day(day) if day else "",
        Label(_("late"), "bad", "triangle") if late else Label(_("ready"), "ok", "tick"),
    )


def _follow_ups() -> TodoGroup:
    """Quotes whose customer should be called today, the oldest first."""
    rows = Document.objects.filter(standing_is("due"), kind="quote").order_by("date", "pk")
    quotes = list(rows.defer("search_key", "name_key", "number_key")[: SHOWN + 1])
    return TodoGroup(
        "follow-ups",
        _("Quotes to follow up"),
        [_follow_up_todo(quote) for quote in quotes[:SHOWN]],
        len(quotes) if len(quotes) <= SHOWN else rows[:1000].count(),
        f"{reverse('sales:quote_list')}?stands=due",
        _("No quote waits for a call today."),
    )


def _follow_up_todo(quote: Document) -> Todo:
    total = f"€ {money.money(quote.total)}" if quote.total is not None else ""
    return Todo(
        reverse("sales:quote_detail", args=[quote.remote_id]),
        quote.party_name or f"#{quote.remote_id}",
        ", ".join(part for part in (quote.number, quote.reference, quote.salesman) if part),
        total,
    )


def _drafts(user: Any) -> TodoGroup:
    rows = Draft.objects.filter(owner=user, kind__in=kinds_written_by(user), discarded_at=None, sent_id=None).order_by(
        "-updated_at", "pk"
    )
    drafts = list(rows.annotate(lines_count=Count("lines", filter=Q(lines__removed_at=None)))[: SHOWN + 1])
    return TodoGroup(
        "drafts",
        _("Your concepts"),
        [_draft_todo(draft) for draft in drafts[:SHOWN]],
        len(drafts) if len(drafts) <= SHOWN else rows[:1000].count(),
        reverse("sales:quote_draft_list"),
        _("No quotes in the making."),
    )


def _draft_todo(draft: Any) -> Todo:
    lines = ngettext("%(n)d line", "%(n)d lines", draft.lines_count) % {"n": draft.lines_count}
    return Todo(
        draft_url(draft),
        draft.customer_name or f"#{draft.customer_id}",
        ", ".join(part for part in (draft.reference, lines) if part),
        dates.ago(draft.updated_at),
    )


# What a person keeps at hand ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Records a person pinned, and those they opened last; each as lists of all kinds show it."""

    pinned: tuple[Entry, ...] = ()
    recent: tuple[Entry, ...] = ()


def is_pinned(user: Any, subject: str) -> bool:
    return Pin.objects.filter(user=user, subject=subject).exists()


def pinned(user: Any) -> list[Entry]:
    """The pinned records that the user may open, in the order of pinning."""
    return list(entries_of(user, _pins(user)).values())


def kept(user: Any, *, but: str = "") -> Kept:
    """What is pinned and what was opened last, newest first and without the pinned ones; ``but`` is the open record."""
    pins = _pins(user)
    newest = RecentItem.objects.filter(user=user).order_by("-at", "-pk").values_list("subject", flat=True)
    recent = [subject for subject in newest[:RECENT] if subject != but and subject not in pins]
    entries = entries_of(user, [*pins, *recent])
    return Kept(
        tuple(entries[subject] for subject in pins if subject in entries),
        tuple(entries[subject] for subject in recent if subject in entries),
    )


def _pins(user: Any) -> list[str]:
    return list(Pin.objects.filter(user=user).order_by("at", "pk").values_list("subject", flat=True)[:PINS])
