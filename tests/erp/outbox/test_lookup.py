"""Looking for a write in LogicTrade: what counts as found, as a denial, and as neither (A5.1 step 7)."""

import pytest

from apps.erp.outbox import kinds
from apps.erp.outbox.lookup import find
from apps.erp.outbox.models import Kind, State, Write
from tests.erp.outbox.support import KIND, carrying, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost(synced, people, domain, drain, settings) -> Write:
    """A write whose answer was dropped after the act, with no look-up made yet."""
    settings.OUTBOX_SCHEDULE = (3600,)
    synced.control.faults.add("reset_after", method="POST", path="/quotes")
    write = submit(people["sales"], quote_content(synced))
    drain()
    write.refresh_from_db()
    assert write.state == State.UNKNOWN
    return write


def look(write: Write):
    return find(write, kinds.get(KIND))


def test_found_by_its_marker(lost, synced):
    result = look(lost)
    assert result.found["id"] == carrying(synced, lost)[0]


@pytest.mark.parametrize("order", ["newest_first", "oldest_first"])
@pytest.mark.parametrize("comments", ["with", "without"])
def test_found_in_lists_of_either_order_with_or_without_comments(lost, synced, order, comments):
    synced.control.set_dialect(list_order=order, list_comments=comments)
    assert look(lost).found is not None


def test_a_look_up_that_fails_is_no_denial(lost, synced):
    synced.control.faults.add("status", method="GET", path="/quotes", status=400, times=None)
    result = look(lost)
    assert (result.found, result.complete) == (None, False)


def test_an_empty_list_is_no_denial_while_older_records_are_known(lost, synced):
    synced.control.faults.add(
        "body",
        method="GET",
        path="/quotes$",
        times=None,
        text='{"pagination":{"totalResults":900,"pageNumber":1,"pageSize":100,"totalPages":9},"results":[]}',
        content_type="application/json",
    )
    result = look(lost)
    assert (result.found, result.complete) == (None, False)


def test_absence_in_a_whole_list_is_a_denial(lost, synced):
    synced.control.records.delete("quote", carrying(synced, lost)[0])
    result = look(lost)
    assert (result.found, result.complete, result.human) == (None, True, "")


def test_the_same_goods_without_the_marker_are_never_taken_for_absent(lost, synced):
    pk = carrying(synced, lost)[0]
    synced.control.records.patch("quote", pk, {"comment": {"intern": "weggehaald", "extern": ""}})
    result = look(lost)
    assert (result.found, result.human) == (None, "alike")


def test_two_records_with_the_marker_need_a_person(lost, synced):
    records = synced.control.records
    copy = dict(records.get("quote", carrying(synced, lost)[0]))
    for key in ("id", "number"):
        copy.pop(key)
    records.create("quote", copy)
    result = look(lost)
    assert (result.found, result.human) == (None, "twins")


def test_where_markers_do_not_survive_nothing_is_sent_again_without_a_person(
    synced, people, domain, drain, hands, settings
):
    Kind.objects.create(pk=KIND, marker_proved=False)
    synced.control.faults.add("reset_before", method="POST", path="/quotes")
    write = submit(people["sales"], quote_content(synced))
    for _ in range(8):
        drain()
        hands.pass_time(61)
    write.refresh_from_db()
    assert (write.state, write.reason) == (State.NEEDS_HUMAN, "marker_unproved")
