"""Changing a record over real HTTP: answers that are lost, others who change it too, two forms at once (A5.2)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from apps.audit.log import Actor
from apps.core import clock
from apps.erp import editing
from apps.erp.outbox.models import Attempt, State, Write
from apps.erp.outbox.tokens import read_token
from apps.relations.models import Customer
from apps.relations.writes import CUSTOMER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pk(synced) -> int:
    records = synced.control.records
    return next(pk for pk in records.ids("customer") if records.get("customer", pk).get("companyName"))


@pytest.fixture
def settle(drain: Callable[[], None], hands) -> Callable[[Write], Write]:
    def run(write: Write) -> Write:
        for _ in range(12):
            drain()
            fresh = Write.objects.get(pk=write.pk)
            if fresh.state not in {State.INTENT, State.UNKNOWN, State.SENDING}:
                return fresh
            hands.pass_time(61)
        return Write.objects.get(pk=write.pk)

    return run


def opened(user: Any, pk: int) -> Any:
    return editing.edit_open(user=user, master=CUSTOMER, row=Customer.objects.get(pk=pk)).base


def save(user: Any, base: Any, **values: Any) -> Write:
    actor = Actor(user.pk, user.shown_name)
    return editing.edit_submit(actor=actor, user=user, master=CUSTOMER, base=base, values=values, label="Change")


def puts(server: Any) -> int:
    return len(server.control.journal(method="PUT", path="/customers/"))


@pytest.mark.parametrize("kind", ["reset_after", "hang_after", "truncate", "empty", "html"])
def test_an_answer_lost_after_the_act_is_read_back_and_never_sent_twice(
    kind, synced, people, pk, drain_impatiently, settle
):
    options = {"effect": True} if kind in {"empty", "html"} else {}
    synced.control.faults.add(kind, method="PUT", path="/customers/", seconds=2, **options)
    write = save(people["sales"], opened(people["sales"], pk), remark="Nieuw")
    drain_impatiently()
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert puts(synced) == 1
    assert synced.control.records.get("customer", pk)["remark"] == "Nieuw"
    assert Customer.objects.get(pk=pk).raw["remark"] == "Nieuw"


def test_lost_before_the_act_it_goes_again_once_it_can_no_longer_arrive(synced, people, pk, drain, hands, settle):
    synced.control.faults.add("reset_before", method="PUT", path="/customers/")
    write = save(people["sales"], opened(people["sales"], pk), remark="Nieuw")
    drain()
    hands.pass_time(10)
    drain()
    assert Write.objects.get().state == State.UNKNOWN
    assert puts(synced) == 1
    assert settle(write).state == State.CONFIRMED
    assert puts(synced) == 2


def test_somebody_else_writes_while_the_answer_is_lost(synced, people, pk, settle):
    """Ours arrived and theirs came on top: neither is undone without a person."""
    synced.control.faults.add("reset_after", method="PUT", path="/customers/")
    write = save(people["sales"], opened(people["sales"], pk), remark="Van mij")
    from apps.erp.outbox.work import step

    step(write.pk)
    synced.control.records.patch("customer", pk, {"remark": "Van een ander"})
    done = settle(write)
    assert (done.state, done.reason) == (State.REJECTED, "conflict")
    assert synced.control.records.get("customer", pk)["remark"] == "Van een ander"
    assert puts(synced) == 1


def test_a_conflict_is_no_attempt_and_sends_nothing(synced, people, pk, settle):
    base = opened(people["sales"], pk)
    synced.control.records.patch("customer", pk, {"remark": "Van een ander"})
    done = settle(save(people["sales"], base, remark="Van mij"))
    assert (done.state, done.reason, puts(synced)) == (State.REJECTED, "conflict", 0)
    assert not Attempt.objects.exists()


def test_what_logictrade_shows_already_is_not_sent(synced, people, pk, settle):
    base = opened(people["sales"], pk)
    synced.control.records.patch("customer", pk, {"remark": "Hetzelfde"})
    done = settle(save(people["sales"], base, remark="Hetzelfde"))
    assert (done.state, puts(synced)) == (State.CONFIRMED, 0)


def test_two_tabs_the_second_is_asked_also_while_the_first_waits(synced, people, pk, drain, settle, hands):
    """A3 row 44, with LogicTrade down while both are saved."""
    first, second = opened(people["sales"], pk), opened(people["admin"], pk)
    synced.control.down()
    one = save(people["sales"], first, remark="Van tab een", email="een@tab.example")
    two = save(people["admin"], second, remark="Van tab twee", mobileNumber="0612345678")
    drain()
    assert Write.objects.get(pk=two.pk).depends_on_id == one.pk
    synced.control.up()
    hands.pass_time(61)
    assert settle(one).state == State.CONFIRMED
    asked = settle(two)
    assert (asked.state, asked.reason) == (State.REJECTED, "conflict")
    record = synced.control.records.get("customer", pk)
    assert (record["remark"], record["email"]) == ("Van tab een", "een@tab.example")


def test_two_tabs_with_different_fields_both_arrive(synced, people, pk, settle):
    first, second = opened(people["sales"], pk), opened(people["sales"], pk)
    one, two = save(people["sales"], first, remark="Een"), save(people["sales"], second, email="twee@tab.example")
    assert settle(one).state == settle(two).state == State.CONFIRMED
    record = synced.control.records.get("customer", pk)
    assert (record["remark"], record["email"]) == ("Een", "twee@tab.example")


def test_a_refused_first_lets_the_second_go(synced, people, pk, settle):
    first, second = opened(people["sales"], pk), opened(people["sales"], pk)
    one, two = save(people["sales"], first, email="geen adres"), save(people["sales"], second, remark="Twee")
    assert settle(one).state == State.REJECTED
    assert settle(two).state == State.CONFIRMED


def test_while_logictrade_is_down_nothing_is_sent_and_it_goes_by_itself(synced, people, pk, drain, settle, hands):
    base = opened(people["sales"], pk)
    synced.control.down()
    write = save(people["sales"], base, remark="Nieuw")
    drain()
    waiting = Write.objects.get()
    assert (waiting.state, waiting.reason, waiting.attempts_made) == (State.INTENT, "not_sent", 0)
    synced.control.up()
    hands.pass_time(61)
    assert settle(write).state == State.CONFIRMED


def test_a_change_that_a_reading_saw_in_between_and_we_put_back_is_told(synced, people, pk, drain, monkeypatch):
    """A5.2 step 8: the gap between our reading and our writing, witnessed by the mirror."""
    from apps.erp.mirror import registry
    from apps.erp.mirror.upsert import upsert
    from apps.erp.outbox import send

    base = opened(people["sales"], pk)
    once = send._send_once

    def meanwhile(*args: Any) -> None:
        before = synced.control.records.get("customer", pk)
        upsert(registry.get("customer"), [before | {"email": "tussen@door.example"}], read_began_at=clock.now())
        once(*args)

    monkeypatch.setattr(send, "_send_once", meanwhile)
    save(people["sales"], base, remark="Nieuw")
    drain()
    write = Write.objects.get()
    assert (write.state, write.reason, write.error_detail) == (State.CONFIRMED, "put_back", "email")


def test_forms_that_were_never_sent_are_forgotten(synced, people, pk, hands):
    from apps.erp.models import EditBase

    sent = opened(people["sales"], pk)
    save(people["sales"], sent, remark="Nieuw")
    opened(people["sales"], pk)
    hands.pass_time(8 * 24 * 3600)
    assert editing.bases_drop() == 1
    assert [base.pk for base in EditBase.objects.all()] == [sent.pk]


def test_a_token_is_one_persons(people):
    from apps.erp.outbox.tokens import BadTokenError, form_token

    token = form_token(people["sales"], CUSTOMER.update)
    assert isinstance(read_token(people["sales"], CUSTOMER.update, token), uuid.UUID)
    with pytest.raises(BadTokenError):
        editing.base_of(user=people["admin"], master=CUSTOMER, record_id=1, token=token)
