"""Planning through the page: what is posted, what comes back, what leaves for LogicTrade."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.db import connections

from apps.audit.models import AuditEntry
from apps.core import clock
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.erp.models import Write
from apps.erp.outbox.tokens import form_token
from apps.logictrade import codec
from tests.delivery.support import filled, hidden, planned, stored

pytestmark = pytest.mark.django_db(transaction=True)
URL = "/delivery/4/plan/"
HTMX = {"HTTP_HX_REQUEST": "true"}
GOOD = {"day": "11-05-2027", "time": "9u30", "route": "Noord", "stop": "10"}


def test_the_whole_walk(synced: Any, as_role: Any, drain: Any, settings: Any) -> None:
    """Find it, open it, plan it; LogicTrade gets one PUT with exactly that, and the pages say confirmed."""
    client = as_role("warehouse")
    order = Deliverable.objects.filter(gone_at=None, confirmed_date=None, in_stock="yes").order_by("pk")[0]
    assert order.number in client.get("/delivery/?in_stock=yes&planned=no").content.decode()
    synced.control.clear_journal()
    answer = client.post(f"/delivery/{order.pk}/plan/", filled(client, order.pk, **GOOD))
    assert (answer.status_code, answer["Location"]) == (303, f"/delivery/{order.pk}/")
    assert "Waiting" in client.get(answer["Location"]).content.decode()
    assert synced.control.journal() == []
    drain()
    (put,) = synced.control.journal(method="PUT")
    assert put.path == f"/rest/v1/deliveries/{order.pk}"
    assert put.body == '{"deliveryDate":"2027-05-11T07:30:00Z","route":"Noord","routeSequence":"10"}'
    page = client.get(f"/delivery/{order.pk}/").content.decode()
    assert "Confirmed by LogicTrade." in page
    assert "11 May 2027 at 09:30 · Noord · stop 10" in page
    assert order.number in client.get("/delivery/?route=Noord&day=11-05-2027").content.decode()
    actions = AuditEntry.objects.filter(label__contains=order.number).values_list("action", flat=True)
    assert {"write:intent", "write:attempt", "write:confirmed"} <= set(actions)


def test_planning_again_keeps_the_plan_before(listed: Any, delivery: Deliverable, as_role: Any, drain: Any) -> None:
    client = as_role("warehouse")
    url = f"/delivery/{delivery.pk}/plan/"
    client.post(url, filled(client, delivery.pk, **GOOD))
    drain()
    client.post(url, filled(client, delivery.pk, day="12-05-2027", route="zuid"))
    drain()
    puts = listed.control.journal(method="PUT")
    assert [codec.loads(put.body) for put in puts][1] == {"deliveryDate": "2027-05-12T10:00:00Z", "route": "zuid"}
    page = client.get(f"/delivery/{delivery.pk}/").content.decode()
    assert "12 May 2027 · zuid" in page
    assert "Plans before" in page


def test_double_post_is_one_write_and_answers_the_same(
    listed: Any, delivery: Deliverable, as_role: Any, drain: Any
) -> None:
    client = as_role("warehouse")
    typed = filled(client, delivery.pk, **GOOD)
    url = f"/delivery/{delivery.pk}/plan/"
    first, second = client.post(url, typed), client.post(url, typed)
    drain()
    third = client.post(url, typed)
    assert {(answer.status_code, answer["Location"]) for answer in (first, second, third)} == {
        (303, f"/delivery/{delivery.pk}/")
    }
    assert Write.objects.count() == 1
    assert len(listed.control.journal(method="PUT")) == 1


@contextmanager
def busy_worker(drain: Any) -> Iterator[None]:
    """The worker in a thread beside, so that a post can wait for it."""
    over = threading.Event()

    def run() -> None:
        try:
            while not over.wait(0.02):
                drain()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_refusal_comes_back_with_what_was_typed(
    listed: Any, delivery: Deliverable, as_role: Any, drain: Any, settings: Any
) -> None:
    settings.OUTBOX_WAIT_SECONDS = 20
    listed.control.faults.add("status", method="PUT", path="/deliveries/", status=400, effect=False)
    client = as_role("warehouse")
    typed = filled(client, delivery.pk, **GOOD)
    with busy_worker(drain):
        answer = client.post(f"/delivery/{delivery.pk}/plan/", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "LogicTrade refused: Bad request" in page
    assert 'value="9u30"' in page
    assert hidden(page, "token") != typed["token"]


def test_a_quick_answer_is_confirmed_on_the_next_page(
    listed: Any, delivery: Deliverable, as_role: Any, drain: Any, settings: Any
) -> None:
    settings.OUTBOX_WAIT_SECONDS = 20
    client = as_role("warehouse")
    typed = filled(client, delivery.pk, **GOOD)
    with busy_worker(drain):
        answer = client.post(f"/delivery/{delivery.pk}/plan/", typed, follow=True)
    assert "Confirmed by LogicTrade." in answer.content.decode()


def test_a_refusal_that_comes_later_is_on_the_card(
    listed: Any, delivery: Deliverable, as_role: Any, drain: Any
) -> None:
    client = as_role("warehouse")
    listed.control.faults.add("status", method="PUT", path="/deliveries/", status=400, effect=False)
    client.post(f"/delivery/{delivery.pk}/plan/", filled(client, delivery.pk, **GOOD))
    drain()
    page = client.get(f"/delivery/{delivery.pk}/").content.decode()
    assert "LogicTrade refused this plan. Nothing is planned." in page
    assert Write.objects.get().error_detail in page
    assert 'value="Noord"' in page


def test_an_order_that_is_gone_is_said_on_the_card(
    listed: Any, delivery: Deliverable, as_role: Any, drain: Any
) -> None:
    client = as_role("warehouse")
    typed = filled(client, delivery.pk, **GOOD)
    listed.control.records.delete("delivery", delivery.pk)
    client.post(f"/delivery/{delivery.pk}/plan/", typed)
    drain()
    page = client.get(f"/delivery/{delivery.pk}/").content.decode()
    assert "LogicTrade no longer knows this order as deliverable. Nothing was planned." in page
    again = client.post(f"/delivery/{delivery.pk}/plan/", filled_by_hand(client, delivery.pk))
    assert again.status_code == 422
    assert Write.objects.count() == 1


def filled_by_hand(client: Any, pk: int) -> dict[str, str]:
    """A post without having seen the form, with a token that is the person's own."""
    user = get_user(client)
    return {"token": form_token(user, f"delivery.plan:{pk}"), "seen": "0:", **GOOD}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": ""}, "Type the day of the delivery"),
        ({"day": "32-13"}, "Type a date"),
        ({"day": "1-1-2020"}, "is past. Choose today or later"),
        ({"time": "25:00"}, "Type a time, such as 9:30"),
        ({"stop": "ten"}, "Type a whole number, such as 10"),
        ({"stop": "0"}, "At least 1"),
        ({"route": ""}, "A stop needs a route"),
        ({"route": "x" * 81}, "At most 80 characters"),
    ],
)
def test_bad_input_comes_back_with_what_was_typed(as_role: Any, typed: dict[str, str], words: str) -> None:
    stored()
    client = as_role("warehouse")
    posted = filled(client, 4, **(GOOD | typed))
    answer = client.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    for value in posted.values():
        assert value in page
    assert 'aria-invalid="true"' in page
    assert not Write.objects.exists()


def test_bad_input_by_htmx_brings_only_the_form(as_role: Any) -> None:
    stored()
    client = as_role("warehouse")
    answer = client.post(URL, filled(client, 4, day="soon"), **HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.lstrip().startswith('<section id="plan"')
    assert "<html" not in page
    assert 'value="soon"' in page


def test_success_by_htmx_sends_the_browser_on(as_role: Any) -> None:
    stored()
    client = as_role("warehouse")
    answer = client.post(URL, filled(client, 4, **GOOD), **HTMX)
    assert answer["HX-Redirect"] == "/delivery/4/"


def test_the_same_form_with_other_content_says_what_was_sent(as_role: Any) -> None:
    stored()
    client = as_role("warehouse")
    posted = filled(client, 4, **GOOD)
    client.post(URL, posted)
    answer = client.post(URL, posted | {"route": "Zuid"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This form was sent before, for 11 May 2027 at 09:30 · Noord · stop 10." in page
    assert Write.objects.count() == 1
    answer = client.post(URL, posted | {"route": "Zuid", "token": hidden(page, "token"), "seen": hidden(page, "seen")})
    assert answer.status_code == 303
    assert DeliveryPlan.objects.get(is_current=True).route == "Zuid"


def test_what_a_colleague_planned_meanwhile_is_shown_first(as_role: Any) -> None:
    stored()
    mine, theirs = as_role("warehouse"), as_role("admin")
    posted = filled(mine, 4, **GOOD)
    theirs.post(URL, filled(theirs, 4, day="12-05-2027", route="Oost"))
    answer = mine.post(URL, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Admin planned this order meanwhile: 12 May 2027 · Oost." in page
    assert DeliveryPlan.objects.count() == 1
    answer = mine.post(URL, posted | {"seen": hidden(page, "seen"), "token": hidden(page, "token")})
    assert answer.status_code == 303
    assert DeliveryPlan.objects.get(is_current=True).route == "Noord"


@pytest.mark.parametrize("token", ["", "junk", "x" * 5000])
def test_a_token_that_cannot_be_read_gives_a_new_one(as_role: Any, token: str) -> None:
    stored()
    client = as_role("warehouse")
    answer = client.post(URL, filled(client, 4, **GOOD) | {"token": token})
    assert answer.status_code == 422
    assert hidden(answer.content.decode(), "token")
    assert not Write.objects.exists()


def test_a_token_of_another_person_or_delivery_is_refused(as_role: Any) -> None:
    stored()
    stored(id=5, number="V5")
    client = as_role("warehouse")
    for other in (filled(as_role("admin"), 4), filled(client, 5)):
        answer = client.post(URL, filled(client, 4, **GOOD) | {"token": other["token"]})
        assert answer.status_code == 422
    assert not Write.objects.exists()


@pytest.mark.parametrize("role", ["sales", "purchasing", "finance", "viewer"])
def test_who_may_not_plan(as_role: Any, role: str) -> None:
    stored()
    client = as_role(role)
    assert client.post(URL, filled_by_hand(client, 4)).status_code == 403
    assert client.get("/delivery/4/stop/").status_code == 403
    assert not Write.objects.exists()


def test_strangers_are_sent_to_sign_in(client: Any) -> None:
    stored()
    assert client.post(URL, GOOD).status_code == 302
    assert not Write.objects.exists()


def test_an_order_that_does_not_exist(as_role: Any) -> None:
    client = as_role("warehouse")
    assert client.post("/delivery/77/plan/", GOOD).status_code == 404
    assert client.get("/delivery/77/plan/").status_code == 404


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(as_role: Any, method: str) -> None:
    stored()
    assert getattr(as_role("admin"), method)(URL).status_code == 405


def test_with_writes_off_nothing_is_stored_and_the_reason_is_said(as_role: Any, settings: Any) -> None:
    stored()
    client = as_role("warehouse")
    posted = filled(client, 4, **GOOD)
    settings.LOGICTRADE_WRITES = False
    answer = client.post(URL, posted)
    assert answer.status_code == 422
    assert "Writing to LogicTrade is switched off" in answer.content.decode()
    assert not Write.objects.exists()


def test_the_state_is_asked_for_until_it_rests(as_role: Any, people: Any) -> None:
    plan = planned(stored(), people["warehouse"], state="sending")
    client = as_role("warehouse")
    page = client.get(URL, **HTMX).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "data-announce" not in page
    Write.objects.filter(pk=plan.write_id).update(state="confirmed")
    Deliverable.objects.filter(pk=4).update(confirmed_date=plan.day)
    page = client.get(URL, **HTMX).content.decode()
    assert "every" not in page
    assert 'data-announce="Confirmed by LogicTrade."' in page
    assert f'id="plan-seen" value="{plan.pk}:" hx-swap-oob="true"' in page
    assert "plan-seen" not in as_role("viewer").get(URL, **HTMX).content.decode()


def test_old_plans_are_asked_for_less_often(as_role: Any, people: Any) -> None:
    plan = planned(stored(), people["warehouse"], state="intent")
    client = as_role("warehouse")
    for age, every in ((60, "5s"), (3600, "30s")):
        Write.objects.filter(pk=plan.write_id).update(created_at=clock.now() - timedelta(seconds=age))
        assert f'hx-trigger="every {every}"' in client.get(URL, **HTMX).content.decode()


def test_the_state_of_an_order_that_left_reloads_the_card(as_role: Any, people: Any) -> None:
    planned(stored(), people["warehouse"], state="rejected", is_current=False)
    Deliverable.objects.filter(pk=4).update(gone_at=clock.now())
    assert as_role("warehouse").get(URL, **HTMX)["HX-Refresh"] == "true"


def test_its_address_in_a_browser_is_the_card(as_role: Any) -> None:
    stored()
    answer = as_role("viewer").get(URL)
    assert (answer.status_code, answer["Location"]) == (302, "/delivery/4/")


def test_asking_for_the_state_calls_nobody(
    as_role: Any, people: Any, calls: Any, django_assert_max_num_queries: Any
) -> None:
    planned(stored(), people["warehouse"], state="sending")
    client = as_role("warehouse")
    client.get(URL, **HTMX)
    with calls(0), django_assert_max_num_queries(5):
        client.get(URL, **HTMX)


def test_the_next_stop_leaves_room_and_the_order_itself_out(as_role: Any, people: Any) -> None:
    planned(stored(), people["warehouse"], stop=10)
    planned(stored(id=5, number="V5"), people["warehouse"], stop=25)
    stored(id=6, number="V6")
    client = as_role("warehouse")

    def hint(pk: int, **query: str) -> str:
        return str(client.get(f"/delivery/{pk}/stop/", query).content.decode()).strip()

    assert hint(6, day="11-5-2027", route="Noord").endswith(": 30")
    assert hint(5, day="11-5-2027", route="Noord").endswith(": 20")
    assert hint(6, day="12-5-2027", route="Noord").endswith(": 10")
    assert hint(6, day="11-5-2027", route="") == ""
    assert hint(6, day="junk" * 100, route="\x00<b>") == ""
    assert "&lt;b&gt;" in hint(6, day="morgen", route="<b>")
