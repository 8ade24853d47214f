"""Plans and rows of the list as the pages print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from apps.core import clock, dates
from apps.core.access import may
from apps.core.labels import Label
from apps.delivery import labels, selectors
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.delivery.plans import Plan
from apps.delivery.selectors import DeliveryRow
from apps.erp.labels import state_label
from apps.erp.link import writes_refused
from apps.erp.outbox.models import State, Write

# How often a page asks after a plan that is not settled, by the age of its write.
POLLS = ((timedelta(seconds=30), "1s"), (timedelta(minutes=5), "5s"))
POLL_LATER = "30s"
MOVING = frozenset({State.INTENT, State.SENDING, State.UNKNOWN})


@dataclass(frozen=True)
class ShownRow:
    """One line of the list."""

    pk: int
    number: str
    party_name: str
    city: str
    expected: date | None
    late: bool
    stock: Label
    lines: str
    delivery_type: str
    to_collect: Decimal | None
    planned: Label
    route: str
    gone: bool


def shown_row(row: DeliveryRow) -> ShownRow:
    order, plan = row.order, row.plan
    late = order.expected_date is not None and order.expected_date < dates.today() and not order.gone_at
    return ShownRow(
        pk=order.pk,
        number=str(order),
        party_name=row.party_name,
        city=order.city,
        expected=order.expected_date,
        late=late,
        stock=labels.stock_label(order.in_stock),
        lines=f"{order.lines_ready}/{order.lines_total}",
        delivery_type=order.delivery_type,
        to_collect=order.to_collect,
        planned=labels.plan_label(plan, order.confirmed_date, gone=bool(order.gone_at)),
        route=route_text(plan),
        gone=bool(order.gone_at),
    )


def route_text(plan: DeliveryPlan | None) -> str:
    parts = (plan.route, str(plan.stop or "")) if plan else ()
    return " · ".join(part for part in parts if part)


@dataclass(frozen=True)
class ShownPlan:
    """A plan with its state. ``poll`` is empty when it rests; ``words`` are LogicTrade's own."""

    text: str
    label: Label
    sentence: str
    words: str
    by: str
    at: datetime
    write_url: str
    poll: str


def shown_plan(user: Any, order: Deliverable, plan: DeliveryPlan, *, other: bool = False) -> ShownPlan:
    write = plan.write
    label = state_label(plan.state)
    if plan.state == State.CONFIRMED:
        tone, glyph = labels.moved_look(plan, order.confirmed_date)
        label = Label(label.text, tone, glyph)
    return ShownPlan(
        text=plan_text(plan),
        label=label,
        sentence=labels.explain_plan(plan, order.confirmed_date, other=other),
        words=write.error_detail if plan.state == State.REJECTED else "",
        by=plan.planned_by_name,
        at=plan.planned_at,
        write_url=_write_url(user, write),
        poll=_poll(write) if plan.state in MOVING else "",
    )


def plan_text(plan: DeliveryPlan) -> str:
    return labels.plan_text(plan.day, plan.time, plan.route, plan.stop)


def planned_text(plan: Plan) -> str:
    """The same of what a write carries."""
    return labels.plan_text(plan.day, plan.at, plan.route, plan.stop)


def _write_url(user: Any, write: Write) -> str:
    if not may(user, "writes.all") and not (may(user, "writes.view") and write.actor_id == user.pk):
        return ""
    try:
        return reverse("erp:write_detail", args=[write.pk])
    except NoReverseMatch:
        return ""


def _poll(write: Write) -> str:
    age = clock.now() - write.created_at
    return next((every for limit, every in POLLS if age < limit), POLL_LATER)


@dataclass(frozen=True)
class PlanPanel:
    """The plan as it stands: the current one, one that LogicTrade refused after it, and what was before."""

    current: ShownPlan | None
    refused: ShownPlan | None
    history: Sequence[ShownPlan]
    # The day LogicTrade shows where no plan of ours explains it.
    foreign_day: date | None
    mark: str
    poll: str


def plan_panel(user: Any, order: Deliverable) -> PlanPanel:
    plans = selectors.plan_history(order.pk)
    current = next((plan for plan in plans if plan.is_current), None)
    newest = plans[0] if plans else None
    refused = newest if newest is not None and newest.state == State.REJECTED else None
    shown = {plan.pk: shown_plan(user, order, plan, other=current is not None) for plan in plans}
    polls = [shown[plan.pk].poll for plan in plans if shown[plan.pk].poll]
    explained = current is not None
    return PlanPanel(
        current=shown[current.pk] if current else None,
        refused=shown[refused.pk] if refused else None,
        history=[shown[plan.pk] for plan in plans if plan not in (current, refused)],
        foreign_day=None if explained else order.confirmed_date,
        mark=selectors.plan_mark(order, current),
        poll=polls[0] if polls else "",
    )


def cannot_send() -> str:
    """Why no plan can be made now; empty when it can. A refused key only holds the plan, so the form stays."""
    if writes_refused() == "off":
        return _(
            "Writing to LogicTrade is switched off, so no delivery can be planned. The administrator switches it on."
        )
    return ""


def stop_suggestion(day: Any, route: Any, delivery_id: int) -> str:
    """The next free stop, in words; empty while day or route cannot be read."""
    try:
        when = day if isinstance(day, date) else dates.parse_date(str(day or "")[:40])
    except ValueError:
        return ""
    name = " ".join(str(route or "").split())[:80]
    if not name:
        return ""
    return _("Next on %(route)s on %(day)s: %(stop)s") % {
        "route": name,
        "day": dates.short_day(when),
        "stop": selectors.stop_next(when, name, without=delivery_id),
    }
