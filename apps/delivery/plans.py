"""The write that plans a delivery (contract section 6.5): a PUT that may be repeated, judged by the day read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Self

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.core import clock
from apps.delivery.models import DeliveryPlan
from apps.delivery.resources import DELIVERABLES, day_of
from apps.erp.mirror.upsert import mark_gone
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import Difference, Message, Raw, WriteKind
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.submit import wake
from apps.logictrade.schemas.fields import to_moment
from apps.logictrade.wire import delivery_update_body

KIND = "delivery.plan"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person chose: the day, and when wanted a time, a route and a stop number."""

    delivery_id: int
    day: date
    at: time | None = None
    route: str = ""
    stop: int | None = None

    @property
    def payload(self) -> dict[str, Any]:
        return {
            "id": self.delivery_id,
            "day": self.day.isoformat(),
            "time": self.at.isoformat("minutes") if self.at else "",
            "route": self.route,
            "stop": self.stop,
        }

    @classmethod
    def of(cls, write: Write) -> Self:
        """The plan that a write carries."""
        content = write.content
        return cls(
            delivery_id=content["id"],
            day=date.fromisoformat(content["day"]),
            at=time.fromisoformat(content["time"]) if content["time"] else None,
            route=content["route"],
            stop=content["stop"],
        )


def confirmed_day(raw: Mapping[str, Any]) -> date | None:
    """The day that LogicTrade shows as planned; None for none or one that cannot be read."""
    try:
        moment: datetime | None = to_moment(raw.get("confirmedDeliveryDate"))
    except ValueError:
        return None
    return day_of(moment)


class PlanDomain:
    """What the outbox must know of a delivery plan. Route and stop cannot be read back, only the day can."""

    def message(self, write: Write) -> Message:
        plan = Plan.of(write)
        body = delivery_update_body(plan.day, plan.at, plan.route, plan.stop)
        return Message(body=body, path={"id": plan.delivery_id})

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        plan = Plan.of(write)
        return raw.get("id") == plan.delivery_id and confirmed_day(raw) == plan.day

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        return raw.get("id") == Plan.of(write).delivery_id

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        """The day, compared in the office's zone.

        After a lost answer the day proves nothing when LogicTrade showed it before the write: route, stop or time may
        be missing, so they count as different and the write is repeated, which harms nobody.
        """
        plan = Plan.of(write)
        found = confirmed_day(raw)
        if found != plan.day:
            return [Difference("deliveryDate", plan.day.isoformat(), found.isoformat() if found else "")]
        if write.state == State.UNKNOWN and _unseen(plan) and _day_before(write) == plan.day:
            return [Difference("route", _unseen(plan), "")]
        return []

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        _wake_next(write)

    def rejected(self, write: Write) -> None:
        """The plan before it counts again; an order that LogicTrade does not know is gone."""
        plan = DeliveryPlan.objects.filter(write=write).first()
        if plan is not None and plan.is_current:
            _give_back(plan)
        if write.error_status == 404:
            mark_gone(DELIVERABLES, Plan.of(write).delivery_id, at=clock.now())
        # A later plan waited only for its turn.
        _wake_next(write)
        Write.objects.filter(depends_on=write, kind=KIND).update(depends_on=None)


def _unseen(plan: Plan) -> str:
    """What of a plan LogicTrade never shows again."""
    parts = (plan.at.isoformat("minutes") if plan.at else "", plan.route, str(plan.stop or ""))
    return " ".join(part for part in parts if part)


def _day_before(write: Write) -> date | None:
    return DeliveryPlan.objects.filter(write=write).values_list("day_before", flat=True).first()


def _give_back(plan: DeliveryPlan) -> None:
    DeliveryPlan.objects.filter(pk=plan.pk).update(is_current=False)
    failed = (State.REJECTED, State.CANCELLED)
    earlier = DeliveryPlan.objects.filter(deliverable=plan.deliverable_id).exclude(pk=plan.pk)
    last = earlier.exclude(write__state__in=failed).order_by("-planned_at", "-pk").first()
    if last is not None:
        DeliveryPlan.objects.filter(pk=last.pk).update(is_current=True)


def _wake_next(write: Write) -> None:
    for pk in Write.objects.filter(depends_on=write, state=State.INTENT).values_list("pk", flat=True):
        transaction.on_commit(lambda pk=pk: wake(pk))  # type: ignore[misc]


PLAN = WriteKind(
    name=KIND,
    endpoint="delivery.update",
    resource=DELIVERABLES.name,
    permission="deliveries.plan",
    domain=PlanDomain(),
    marker_kind="",
    title=_("Plan delivery"),
    most_sends=3,
)


def connect() -> None:
    kinds.register(PLAN)
