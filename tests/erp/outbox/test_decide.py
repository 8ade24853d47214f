"""What a person may decide about a write, and that each answer is recorded under the person's name."""

import pytest

from apps.audit.log import Actor
from apps.audit.models import AuditEntry
from apps.erp.outbox.decide import NotTheRecordError, write_cancel, write_found, write_release, write_send_again
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.states import LostRaceError
from tests.erp.outbox.support import carrying, posts, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def actor(people) -> Actor:
    return Actor(people["sales"].pk, people["sales"].shown_name)


@pytest.fixture
def write(synced, people, domain) -> Write:
    return submit(people["sales"], quote_content(synced))


@pytest.fixture
def asked(write, synced, drain, settings, hands) -> Write:
    """A write that ended with a person: it is in LogicTrade, but its marker was taken away by hand."""
    settings.OUTBOX_SCHEDULE = (1,)
    synced.control.faults.add("reset_after", method="POST", path="/quotes")
    work_until_unknown(write, drain)
    pk = carrying(synced, write)[0]
    synced.control.records.patch("quote", pk, {"comment": {"intern": "", "extern": ""}})
    for _ in range(4):
        hands.pass_time(61)
        drain()
    fresh = Write.objects.get(pk=write.pk)
    assert fresh.state == State.NEEDS_HUMAN
    return fresh


def work_until_unknown(write: Write, drain) -> None:
    drain()
    assert Write.objects.get(pk=write.pk).state == State.UNKNOWN


def last_action(write: Write) -> tuple[str, str]:
    entry = AuditEntry.objects.filter(subject=f"write:{write.pk}").latest("seq")
    return entry.action, entry.actor_name


def test_a_waiting_write_can_be_taken_back_and_nothing_leaves(write, synced, actor, drain, domain):
    write_cancel(actor=actor, write=write)
    drain()
    assert Write.objects.get(pk=write.pk).state == State.CANCELLED
    assert posts(synced) == 0
    assert domain.rejections == [write.pk]
    assert last_action(write) == ("write:cancelled", "Sales")


def test_a_write_that_was_sent_cannot_be_taken_back(write, synced, actor, drain):
    drain()
    with pytest.raises(LostRaceError):
        write_cancel(actor=actor, write=Write.objects.get(pk=write.pk))


def test_a_held_write_goes_on_when_released(write, synced, actor, drain, settings):
    settings.LOGICTRADE_WRITES = False
    drain()
    settings.LOGICTRADE_WRITES = True
    drain()
    assert posts(synced) == 0
    write_release(actor=actor, write=Write.objects.get(pk=write.pk))
    drain()
    assert Write.objects.get(pk=write.pk).state == State.CONFIRMED


def test_a_named_record_is_read_back_and_compared_before_it_counts(asked, synced, actor):
    number = next(synced.control.records.get("quote", pk)["number"] for pk in synced.control.records.ids("quote")[-1:])
    write_found(actor=actor, write=asked, number=number)
    fresh = Write.objects.get(pk=asked.pk)
    assert (fresh.state, fresh.remote_number) == (State.CONFIRMED, number)
    assert last_action(asked) == ("write:answered", "Sales")


def test_another_record_is_not_accepted(asked, synced, actor):
    other = synced.control.records.get("quote", synced.control.records.ids("quote")[0])["number"]
    with pytest.raises(NotTheRecordError) as caught:
        write_found(actor=actor, write=asked, number=other)
    assert caught.value.reason == "different"
    assert Write.objects.get(pk=asked.pk).state == State.NEEDS_HUMAN


def test_a_number_that_does_not_exist_is_said(asked, actor):
    with pytest.raises(NotTheRecordError) as caught:
        write_found(actor=actor, write=asked, number="O99999999")
    assert caught.value.reason == "none"


def test_a_person_who_looked_may_send_again(asked, synced, actor, drain):
    synced.control.records.delete("quote", synced.control.records.ids("quote")[-1])
    write_send_again(actor=actor, write=asked)
    drain()
    assert Write.objects.get(pk=asked.pk).state == State.CONFIRMED
    assert len(carrying(synced, asked)) == 1


def test_a_person_may_drop_it(asked, actor, domain):
    write_cancel(actor=actor, write=asked)
    assert Write.objects.get(pk=asked.pk).state == State.CANCELLED
    assert last_action(asked) == ("write:answered", "Sales")
