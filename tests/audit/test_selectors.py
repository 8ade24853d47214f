"""Reading the log: filters, keyset pages, history of a record."""

from datetime import UTC, date, datetime

import pytest

from apps.audit import selectors
from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.audit.selectors import EntryFilter, entries
from apps.core import clock
from tests.audit.support import entry

pytestmark = pytest.mark.django_db


def seqs(**filters: object) -> list[int]:
    return [row.seq for row in entries(EntryFilter(**filters)).entries]  # type: ignore[arg-type]


def test_pages_go_back_and_forth_without_losing_a_row():
    for number in range(1, 8):
        entry(number)
    first = entries(limit=3)
    assert ([row.seq for row in first.entries], first.newer, first.older) == ([7, 6, 5], None, 5)
    second = entries(before=first.older, limit=3)
    assert ([row.seq for row in second.entries], second.newer, second.older) == ([4, 3, 2], 4, 2)
    last = entries(before=second.older, limit=3)
    assert ([row.seq for row in last.entries], last.newer, last.older) == ([1], 1, None)
    back = entries(after=second.newer, limit=3)
    assert ([row.seq for row in back.entries], back.newer, back.older) == ([7, 6, 5], None, 5)


def test_each_filter_alone():
    entry(1)
    entry(2, Action.SESSION_SIGNED_IN, "user:7", actor=Actor(id=None, name="worker"))
    entry(3, Action.WRITE_CONFIRMED, "quote:1")
    assert seqs(person="worker") == [2]
    assert seqs(group="write") == [3, 1]
    assert seqs(action="write:confirmed") == [3]
    assert seqs(subject="quote:1") == [3, 1]
    assert seqs(subject="quote 3") == [3]
    assert seqs(text="QUOTE 2") == [2]
    assert seqs(text="nothing") == []


def test_days_are_those_of_the_office():
    for moment in (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), datetime(2026, 11, 23, 23, 1, tzinfo=UTC)):
        with clock.using(lambda moment=moment: moment):
            entry()
    assert seqs(date_from=date(2026, 11, 24)) == [2]
    assert seqs(date_to=date(2026, 11, 23)) == [1]
    assert seqs(date_from=date(2026, 11, 23), date_to=date(2026, 11, 24)) == [2, 1]


def test_a_page_costs_two_queries(django_assert_num_queries):
    for number in range(5):
        entry(number)
    with django_assert_num_queries(2):
        page = entries()
    assert set(page.details) == {row.seq for row in page.entries}


def test_history_of_one_record():
    entry(1), entry(2), entry(1, Action.WRITE_CONFIRMED)
    assert [row.action for row in selectors.history("quote:1")] == ["write:confirmed", "write:intent"]


def test_people_are_each_named_once():
    assert selectors.people() == []
    for name in ("worker", "Anna", "worker", ""):
        entry(actor=Actor(id=None, name=name))
    assert selectors.people() == ["Anna", "worker"]
    assert selectors.last_seq() == 4
