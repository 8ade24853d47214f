"""The write that plans a delivery, through the outbox and the stand-in over real HTTP: judged by its journal."""

import uuid
from datetime import date, time, timedelta
from typing import Any

import pytest

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.delivery.plans import KIND, Plan, PlanDomain
from apps.delivery.selectors import plan_current, plan_mark
from apps.delivery.services import GoneError, PlanChangedError, delivery_plan
from apps.erp.models import Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError
from apps.logictrade import codec

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor(id=None, name="test")
DAY = date(2027, 5, 11)


def submit(order: Deliverable, user: User, plan: Plan | None = None, **options: Any) -> Write:
    order.refresh_from_db()
    values: dict[str, Any] = {
        "write_id": uuid.uuid4(),
        "plan": plan or Plan(order.pk, DAY, time(9, 30), "Noord", 10),
        "seen": plan_mark(order, plan_current(order.pk)),
    }
    return delivery_plan(actor=ACTOR, user=user, deliverable=order, **(values | options))


def puts(sandbox: Any) -> list[Any]:
    return sandbox.control.journal(method="PUT", path="/rest/v1/deliveries/")


def settled(write: Write) -> str:
    write.refresh_from_db()
    return write.state


def check_now() -> None:
    """Bring the moment of each look-up forward instead of waiting for it."""
    Write.objects.filter(state="unknown").update(check_at=Write.objects.values_list("created_at").first()[0])


def test_a_plan_arrives_once_with_the_exact_body(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    write = submit(delivery, people["warehouse"])
    assert puts(listed) == []
    drain()
    assert settled(write) == "confirmed", write.error_detail
    (put,) = puts(listed)
    assert put.path == f"/rest/v1/deliveries/{delivery.pk}"
    # 9:30 in Amsterdam in May.
    assert put.body == '{"deliveryDate":"2027-05-11T07:30:00Z","route":"Noord","routeSequence":"10"}'
    assert (write.differences, write.remote_id) == ("", delivery.pk)
    delivery.refresh_from_db()
    assert delivery.confirmed_date == DAY
    plan = plan_current(delivery.pk)
    assert plan is not None
    assert (plan.day, plan.time, plan.route, plan.stop, plan.planned_by_name) == (
        DAY,
        time(9, 30),
        "Noord",
        10,
        people["warehouse"].shown_name,
    )


def test_a_plan_without_a_time_is_noon_and_says_nothing_it_does_not_know(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    write = submit(delivery, people["warehouse"], Plan(delivery.pk, date(2027, 1, 12)))
    drain()
    assert settled(write) == "confirmed"
    assert codec.loads(puts(listed)[0].body) == {"deliveryDate": "2027-01-12T11:00:00Z"}


@pytest.mark.parametrize("at", [None, time(7), time(23, 30)])
def test_the_day_is_read_back_the_same_under_the_contrary_readings(
    listed: Any, people: Any, drain: Any, at: time | None
) -> None:
    listed.control.set_dialect("contrary")
    from apps.delivery.resources import DELIVERABLES
    from apps.erp.sync.engine import run

    assert run(DELIVERABLES, full=True)
    order = Deliverable.objects.filter(pk__gt=700_000, confirmed_date=None).order_by("pk")[0]
    write = submit(order, people["warehouse"], Plan(order.pk, DAY, at, "Noord", 10))
    drain()
    assert settled(write) == "confirmed"
    assert write.differences == ""
    assert len(puts(listed)) == 1


def test_an_answer_lost_after_the_act_is_confirmed_by_reading_the_day_back(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    listed.control.faults.add("reset_after", method="PUT", path="/deliveries/", times=1)
    write = submit(delivery, people["warehouse"])
    drain()
    assert settled(write) == "unknown"
    check_now()
    drain()
    assert settled(write) == "confirmed"
    assert len(puts(listed)) == 1


def test_a_plan_that_never_arrived_is_sent_again(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    listed.control.faults.add("reset_before", method="PUT", path="/deliveries/", times=1)
    write = submit(delivery, people["warehouse"])
    drain()
    check_now()
    drain()
    assert settled(write) == "confirmed"
    assert [put.status for put in puts(listed)] == [None, 200]


def test_a_lost_route_is_not_taken_for_confirmed_because_the_day_was_there_already(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    """The day proves nothing when it was the same before: the PUT goes again, and the route arrives."""
    submit(delivery, people["warehouse"])
    drain()
    listed.control.faults.add("reset_before", method="PUT", path="/deliveries/", times=1)
    write = submit(delivery, people["warehouse"], Plan(delivery.pk, DAY, time(9, 30), "Zuid", 20))
    drain()
    check_now()
    drain()
    assert settled(write) == "confirmed"
    assert write.differences == ""
    assert listed.control.records.get("plan", delivery.pk)["route"] == "Zuid"


def test_three_sends_in_doubt_ask_a_person(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    listed.control.faults.add("reset_before", method="PUT", path="/deliveries/", times=None)
    write = submit(delivery, people["warehouse"])
    for _ in range(4):
        drain()
        check_now()
    assert settled(write) == "needs_human"
    assert len(puts(listed)) == 3
    listed.control.faults.clear()
    again = submit(delivery, people["warehouse"])
    drain()
    assert settled(again) == "confirmed"
    assert (settled(write), write.reason) == ("cancelled", "replaced")


def test_an_order_that_is_gone_is_rejected_and_marked(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    listed.control.records.delete("delivery", delivery.pk)
    write = submit(delivery, people["warehouse"])
    drain()
    assert (settled(write), write.error_status) == ("rejected", 404)
    delivery.refresh_from_db()
    assert delivery.gone_at is not None
    assert plan_current(delivery.pk) is None
    with pytest.raises(GoneError):
        submit(delivery, people["warehouse"])


def test_a_refused_plan_leaves_the_one_before(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    first = submit(delivery, people["warehouse"])
    drain()
    listed.control.faults.add("status", method="PUT", path="/deliveries/", status=400, effect=False)
    second = submit(delivery, people["warehouse"], Plan(delivery.pk, DAY + timedelta(days=1), None, "Zuid", 10))
    current = plan_current(delivery.pk)
    assert current is not None
    assert current.write == second
    drain()
    assert settled(second) == "rejected"
    assert second.error_detail
    current = plan_current(delivery.pk)
    assert current is not None
    assert current.write == first
    assert DeliveryPlan.objects.filter(deliverable=delivery).count() == 2


def test_the_same_form_twice_is_one_write(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    token, seen = uuid.uuid4(), plan_mark(delivery, None)
    first = submit(delivery, people["warehouse"], write_id=token, seen=seen)
    drain()
    second = submit(delivery, people["warehouse"], write_id=token, seen=seen)
    drain()
    assert first.pk == second.pk
    assert len(puts(listed)) == 1
    assert DeliveryPlan.objects.count() == 1
    with pytest.raises(AlreadySentError):
        submit(delivery, people["warehouse"], Plan(delivery.pk, DAY), write_id=token, seen=seen)


def test_a_plan_that_waits_is_replaced_by_a_newer_one(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    first = submit(delivery, people["warehouse"])
    second = submit(delivery, people["warehouse"], Plan(delivery.pk, DAY, None, "Zuid", 20))
    assert (settled(first), first.reason, second.replaces) == ("cancelled", "replaced", first)
    drain()
    (put,) = puts(listed)
    assert codec.loads(put.body)["route"] == "Zuid"


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_plan_in_doubt_goes_before_the_next_one(
    listed: Any, delivery: Deliverable, people: Any, drain: Any, fault: str
) -> None:
    listed.control.faults.add(fault, method="PUT", path="/deliveries/", times=1)
    first = submit(delivery, people["warehouse"])
    drain()
    assert settled(first) == "unknown"
    second = submit(delivery, people["warehouse"], Plan(delivery.pk, DAY, None, "Zuid", 20))
    drain()
    assert settled(second) == "intent"
    check_now()
    drain()
    assert (settled(first), settled(second)) == ("confirmed", "confirmed")
    assert listed.control.records.get("plan", delivery.pk)["route"] == "Zuid"


def test_a_plan_behind_a_refused_one_goes_by_itself(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    listed.control.faults.add("reset_before", method="PUT", path="/deliveries/", times=1)
    listed.control.faults.add("status", method="PUT", path="/deliveries/", times=1, status=400, effect=False)
    first = submit(delivery, people["warehouse"])
    drain()
    second = submit(delivery, people["warehouse"], Plan(delivery.pk, DAY, None, "Zuid", 20))
    check_now()
    drain()
    assert (settled(first), settled(second)) == ("rejected", "confirmed")
    current = plan_current(delivery.pk)
    assert current is not None
    assert current.route == "Zuid"


def test_what_somebody_else_planned_meanwhile_is_not_overwritten(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    seen = plan_mark(delivery, None)
    submit(delivery, people["warehouse"])
    with pytest.raises(PlanChangedError):
        submit(delivery, people["admin"], Plan(delivery.pk, DAY, None, "Zuid", 20), seen=seen)
    drain()
    assert len(puts(listed)) == 1
    assert Write.objects.count() == 1


def test_a_day_changed_in_logictrade_is_not_overwritten(delivery: Deliverable, people: Any) -> None:
    seen = plan_mark(delivery, None)
    Deliverable.objects.filter(pk=delivery.pk).update(confirmed_date=DAY)
    with pytest.raises(PlanChangedError):
        submit(delivery, people["warehouse"], seen=seen)


def test_the_mark_stands_still_while_our_own_plan_arrives(delivery: Deliverable, people: Any, drain: Any) -> None:
    submit(delivery, people["warehouse"])
    before = plan_mark(delivery, plan_current(delivery.pk))
    drain()
    delivery.refresh_from_db()
    assert delivery.confirmed_date == DAY
    assert plan_mark(delivery, plan_current(delivery.pk)) == before


def test_with_logictrade_down_the_plan_waits(listed: Any, delivery: Deliverable, people: Any, drain: Any) -> None:
    listed.control.down()
    write = submit(delivery, people["warehouse"])
    drain()
    assert settled(write) == "intent"
    listed.control.up()
    Write.objects.update(not_before=None)
    drain()
    assert settled(write) == "confirmed"
    assert len(puts(listed)) == 1


def test_with_writes_off_nothing_is_stored(delivery: Deliverable, people: Any, settings: Any) -> None:
    settings.LOGICTRADE_WRITES = False
    with pytest.raises(WritesOffError):
        submit(delivery, people["warehouse"])
    assert not Write.objects.exists()
    assert not DeliveryPlan.objects.exists()


def test_a_logictrade_that_shows_nothing_confirms_with_a_visible_difference(
    listed: Any, delivery: Deliverable, people: Any, drain: Any
) -> None:
    listed.control.set_dialect(delivery_update="silent")
    write = submit(delivery, people["warehouse"])
    drain()
    assert settled(write) == "confirmed"
    assert codec.loads(write.differences) == [{"field": "deliveryDate", "sent": DAY.isoformat(), "found": ""}]


def test_a_record_a_person_names_must_show_the_planned_day(delivery: Deliverable, people: Any) -> None:
    write = submit(delivery, people["warehouse"])
    domain = PlanDomain()
    shown = {"id": delivery.pk, "confirmedDeliveryDate": f"{DAY}T09:30:00"}
    assert domain.fingerprint_matches(write, shown)
    assert not domain.fingerprint_matches(write, shown | {"confirmedDeliveryDate": "2027-05-12T09:30:00"})
    assert not domain.fingerprint_matches(write, shown | {"id": delivery.pk + 1})
    assert not domain.fingerprint_matches(write, shown | {"confirmedDeliveryDate": {"odd": 1}})
    assert domain.is_candidate(write, shown)


def test_the_write_says_what_it_is(delivery: Deliverable, people: Any) -> None:
    write = submit(delivery, people["warehouse"])
    assert (write.kind, write.subject, write.marker) == (KIND, f"deliverable:{delivery.pk}", None)
    assert delivery.number in write.label
