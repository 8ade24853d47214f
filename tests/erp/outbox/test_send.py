"""Sending a write over real HTTP: what each answer, or none, makes of it (A4, A5.1)."""

import uuid
from collections.abc import Callable

import pytest

from apps.audit.models import AuditEntry
from apps.erp.models import Kind, Link
from apps.erp.outbox.models import Attempt, State, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError
from apps.erp.outbox.work import work
from tests.erp.outbox.support import carrying, posts, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def settle(drain: Callable[[], None], hands) -> Callable[[Write], Write]:
    """Let time pass and the worker work until the write rests."""

    def run(write: Write) -> Write:
        for _ in range(12):
            drain()
            fresh = Write.objects.get(pk=write.pk)
            if fresh.state not in {State.INTENT, State.UNKNOWN, State.SENDING}:
                return fresh
            hands.pass_time(61)
        return Write.objects.get(pk=write.pk)

    return run


@pytest.fixture
def write(synced, people, domain) -> Write:
    return submit(people["sales"], quote_content(synced))


def test_a_clear_answer_confirms_with_number_and_mirror(write, synced, settle, domain):
    done = settle(write)
    assert done.state == State.CONFIRMED
    [pk] = carrying(synced, write)
    assert done.remote_id == pk
    assert done.remote_number == synced.control.records.get("quote", pk)["number"]
    assert domain.confirmations == [write.pk]
    assert posts(synced) == 1
    from apps.sales.models import Quote

    assert Quote.objects.filter(pk=pk).exists()


def test_intent_and_audit_row_stand_before_anything_is_sent(write, synced):
    assert write.state == State.INTENT
    assert posts(synced) == 0
    assert AuditEntry.objects.filter(subject=f"write:{write.pk}", action="write:intent").count() == 1


def test_each_attempt_has_its_audit_row_before_its_first_byte(write, synced, settle):
    settle(write)
    actions = list(
        AuditEntry.objects.filter(subject=f"write:{write.pk}").order_by("seq").values_list("action", flat=True)
    )
    assert actions == ["write:intent", "write:attempt", "write:confirmed"]


def test_the_first_confirmed_write_proves_the_marker_and_the_next_needs_no_reading_back(write, synced, settle, people):
    settle(write)
    assert Kind.objects.get(pk=write.kind).marker_proved is True
    synced.control.clear_journal()
    second = settle(submit(people["sales"], quote_content(synced, reference="Tweede")))
    assert second.state == State.CONFIRMED
    assert [entry.method for entry in synced.control.journal()] == ["POST"]


@pytest.mark.parametrize("kind", ["reset_after", "hang_after", "truncate", "empty", "html"])
def test_an_answer_lost_after_the_act_is_found_and_never_sent_twice(kind, write, synced, drain_impatiently, settle):
    options = {"effect": True} if kind in {"empty", "html"} else {}
    synced.control.faults.add(kind, method="POST", path="/quotes", seconds=2, **options)
    drain_impatiently()
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert posts(synced) == 1
    assert len(carrying(synced, write)) == 1


def test_while_in_doubt_the_write_is_unknown_neither_error_nor_success(write, synced, drain, settings):
    settings.OUTBOX_SCHEDULE = (3600,)
    synced.control.faults.add("reset_after", method="POST", path="/quotes")
    drain()
    write.refresh_from_db()
    assert write.state == State.UNKNOWN
    assert write.attempts.get().outcome == "doubt"


@pytest.mark.parametrize("kind", ["reset_before", "hang_before"])
def test_an_attempt_that_never_acted_is_denied_twice_before_it_is_sent_again(
    kind, write, synced, drain_impatiently, settle
):
    synced.control.faults.add(kind, method="POST", path="/quotes", seconds=2)
    drain_impatiently()
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert posts(synced) == 2
    assert len(carrying(synced, write)) == 1


def test_a_second_send_needs_two_denials_a_quiet_time_apart(write, synced, drain, hands, settings):
    settings.OUTBOX_SCHEDULE = (1,)
    synced.control.faults.add("reset_before", method="POST", path="/quotes")
    drain()
    hands.pass_time(settings.LOGICTRADE_TIMEOUTS["deadline"] + 1)
    drain()
    assert Write.objects.get(pk=write.pk).denied_at is not None
    assert posts(synced) == 1
    hands.pass_time(25)
    drain()
    assert posts(synced) == 1
    hands.pass_time(31)
    drain()
    assert posts(synced) == 2


@pytest.mark.parametrize("effect", [True, False])
def test_a_server_fault_is_doubt_whether_it_acted_or_not(effect, write, synced, settle):
    synced.control.faults.add("status", method="POST", path="/quotes", status=500, effect=effect)
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert len(carrying(synced, write)) == 1
    assert posts(synced) == (1 if effect else 2)


def test_a_refusal_with_words_rejects_and_keeps_them(synced, people, domain, settle):
    content = quote_content(synced)
    content["lines"][0]["code"] = "BESTAAT-NIET"
    done = settle(submit(people["sales"], content))
    assert done.state == State.REJECTED
    assert "BESTAAT-NIET" in done.error_detail
    assert done.error_code.startswith("LTA")
    assert domain.rejections == [done.pk]


def test_too_many_requests_is_not_done_and_waits(write, synced, drain, hands):
    synced.control.faults.add("status", method="POST", path="/quotes", status=429, retry_after=7)
    drain()
    write.refresh_from_db()
    assert write.state == State.INTENT
    assert 5 < (write.not_before - hands()).total_seconds() <= 8
    assert write.sends == 0


def test_a_refused_key_holds_the_write_and_stops_all_calls(write, synced, drain):
    synced.control.revoke_key()
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == (State.HELD, "key")
    assert Link.objects.get().key_refused_at is not None
    before = len(synced.control.journal())
    drain()
    assert len(synced.control.journal()) == before


def test_nothing_is_sent_while_logictrade_is_down_and_it_goes_out_afterwards(write, synced, settle, drain):
    synced.control.down()
    drain()
    write.refresh_from_db()
    assert write.state == State.INTENT
    assert write.attempts.get().outcome == "not_sent"
    synced.control.up()
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert len(carrying(synced, write)) == 1


def test_a_dead_sender_is_found_by_its_lease_and_what_it_sent_is_looked_up(write, synced, settle, hands, monkeypatch):
    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("apps.erp.outbox.send._settle_answer", die)
    with pytest.raises(KeyboardInterrupt):
        work(write.pk)
    monkeypatch.undo()
    assert Write.objects.get(pk=write.pk).state == State.SENDING
    hands.pass_time(121)
    assert settle(write).state == State.CONFIRMED
    assert posts(synced) == 1


def test_the_same_form_twice_is_one_write(synced, people, domain):
    content, form = quote_content(synced), uuid.uuid4()
    first, second = submit(people["sales"], content, form), submit(people["sales"], content, form)
    assert first.pk == second.pk
    assert Write.objects.count() == 1


def test_the_same_form_with_other_content_shows_what_was_sent(synced, people, domain):
    form = uuid.uuid4()
    first = submit(people["sales"], quote_content(synced), form)
    with pytest.raises(AlreadySentError) as caught:
        submit(people["sales"], quote_content(synced, reference="Anders"), form)
    assert caught.value.write.pk == first.pk


def test_writes_switched_off_take_nothing(synced, people, domain, settings):
    settings.LOGICTRADE_WRITES = False
    with pytest.raises(WritesOffError):
        submit(people["sales"], quote_content(synced))
    assert not Write.objects.exists()


def test_writes_switched_off_later_hold_what_waits(write, synced, drain, settings):
    settings.LOGICTRADE_WRITES = False
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == (State.HELD, "off")
    assert posts(synced) == 0


def test_a_locked_persons_writes_are_held(write, synced, people, drain):
    people["sales"].is_active = False
    people["sales"].save()
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == (State.HELD, "actor")


def test_a_write_that_cannot_be_built_goes_to_a_person_after_five_tries(write, domain, drain, hands):
    domain.broken = True
    for _ in range(6):
        drain()
        hands.pass_time(60)
    write.refresh_from_db()
    assert (write.state, write.reason) == (State.NEEDS_HUMAN, "poison")


def test_a_lease_too_short_for_a_send_sends_nothing(write, synced, drain, settings):
    from datetime import timedelta

    settings.OUTBOX_LEASE = timedelta(seconds=10)
    work(write.pk)
    write.refresh_from_db()
    assert write.state == State.INTENT
    assert posts(synced) == 0


def test_a_record_that_differs_from_what_was_sent_is_confirmed_with_the_difference(write, synced, settle):
    synced.control.faults.add("alter", method="POST", path="/quotes", field="reference", value="Afgekapt")
    done = settle(write)
    assert done.state == State.CONFIRMED
    assert "Afgekapt" in done.differences


def test_three_sends_without_trace_ask_a_person(write, synced, settle, settings):
    synced.control.faults.add("reset_before", method="POST", path="/quotes", times=None)
    done = settle(write)
    assert (done.state, done.reason) == (State.NEEDS_HUMAN, "sends")
    assert posts(synced) == 3
    assert Attempt.objects.filter(write=write).count() == 3
