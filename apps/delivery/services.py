"""Planning a delivery: the plan is ours, LogicTrade gets it through the outbox."""

import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.core import clock
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.delivery.plans import KIND, Plan
from apps.delivery.selectors import plan_current, plan_mark
from apps.erp.outbox.models import FINAL, State, Write
from apps.erp.outbox.states import LostRaceError, move
from apps.erp.outbox.submit import write_submit

SUBJECT = "deliverable"
# May have reached LogicTrade: the next plan waits for its turn. All other open ones are replaced.
IN_FLIGHT = frozenset({State.SENDING, State.UNKNOWN})
MOST_TRIES = 4


class GoneError(Exception):
    """LogicTrade no longer lists the order, so there is nothing to plan."""


class PlanChangedError(Exception):
    """Somebody planned this order, or LogicTrade got another day, since the form was drawn (A3 row 44)."""


def delivery_plan(
    *, actor: Actor, user: User, write_id: uuid.UUID, deliverable: Deliverable, plan: Plan, seen: str
) -> Write:
    """Store the plan and the write that brings it to LogicTrade; the same form twice gives the first one's write.

    ``seen`` is the `plan_mark` that the person's form showed. An earlier plan that never left is replaced; one that may
    have reached LogicTrade goes first. Raises `GoneError`, `PlanChangedError`, and those of `write_submit`:
    `WritesOffError`, `AlreadySentError`.
    """
    for _try in range(MOST_TRIES - 1):
        try:
            return _submit(actor, user, write_id, deliverable, plan, seen)
        except LostRaceError:
            # The worker took an earlier plan between our look and our commit: look again.
            continue
    return _submit(actor, user, write_id, deliverable, plan, seen)


def _submit(actor: Actor, user: User, write_id: uuid.UUID, deliverable: Deliverable, plan: Plan, seen: str) -> Write:
    open_writes = list(_open_writes(deliverable.pk))
    ahead = next((write for write in open_writes if write.state in IN_FLIGHT), None)
    replaced = [write for write in open_writes if write.state not in IN_FLIGHT]

    def follow(write: Write) -> None:
        list(Write.objects.select_for_update().filter(pk__in=[one.pk for one in replaced]).order_by("pk"))
        _keep_plan(write, user, deliverable, plan, seen)
        for one in replaced:
            _replace(one, actor)

    return write_submit(
        actor=actor,
        user=user,
        write_id=write_id,
        kind=KIND,
        payload=plan.payload,
        label=_("Delivery plan of %(number)s") % {"number": deliverable},
        subject=f"{SUBJECT}:{deliverable.pk}",
        replaces=replaced[0] if replaced else None,
        depends_on=ahead,
        then=follow,
    )


def _open_writes(delivery_id: int) -> list[Write]:
    rows = Write.objects.filter(kind=KIND, subject=f"{SUBJECT}:{delivery_id}").exclude(state__in=FINAL)
    return list(rows.order_by("-created_at"))


def _keep_plan(write: Write, user: User, deliverable: Deliverable, plan: Plan, seen: str) -> None:
    """The new plan takes the place of the current one. Write rows are locked before plan rows, as in the worker."""
    row = Deliverable.objects.get(pk=deliverable.pk)
    if row.gone_at:
        raise GoneError
    current = plan_current(row.pk)
    if plan_mark(row, current) != seen:
        raise PlanChangedError
    DeliveryPlan.objects.filter(deliverable=row, is_current=True).update(is_current=False)
    made = DeliveryPlan(
        deliverable=row,
        number=row.number,
        day=plan.day,
        time=plan.at,
        route=plan.route,
        stop=plan.stop,
        day_before=row.confirmed_date,
        planned_by=user,
        planned_by_name=user.shown_name,
        planned_at=clock.now(),
        write=write,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        # Two people at once, nothing planned before: the constraint let one of them through.
        raise PlanChangedError from error


def _replace(write: Write, actor: Actor) -> None:
    action = Action.WRITE_ANSWERED if write.state == State.NEEDS_HUMAN else Action.WRITE_CANCELLED
    move(write, State.CANCELLED, actor=actor, action=action, reason="replaced", check_at=None)
