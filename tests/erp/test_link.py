"""What the shared state of the connection says of rights, and how the breaker holds calls back."""

from datetime import timedelta

import pytest

from apps.core import clock
from apps.erp import link
from apps.erp.models import Link, SyncState
from apps.logictrade.errors import AnswerLostError, RefusedError, UnreachableError

pytestmark = pytest.mark.django_db


def scope(words: str) -> None:
    Link.objects.update_or_create(pk=1, defaults={"scope": words})
    link.forget_cached()


def test_everything_is_asked_for_until_logictrade_said_what_is_granted():
    assert link.granted("quote")
    assert link.worth_asking("customer")


def test_a_documented_word_that_is_missing_is_not_granted():
    scope("product supplier")
    assert not link.granted("customer")
    assert not link.worth_asking("customer")


def test_a_guessed_word_that_is_missing_is_asked_for_and_only_a_refusal_counts():
    scope("customer product")
    assert link.granted("stock")
    assert link.worth_asking("stock")
    SyncState.objects.create(pk="stock", not_granted=True)
    assert not link.granted("stock")
    assert link.worth_asking("stock"), "it is asked for again at its next turn"


def fail(times: int) -> None:
    for _ in range(times):
        link.note_error(AnswerLostError("no answer"))


def test_after_five_failures_one_call_in_ten_seconds_goes_through():
    fail(5)
    link.check_open()
    for _ in range(3):
        with pytest.raises(UnreachableError):
            link.check_open()
    with clock.using(lambda: later):
        link.forget_cached()
        link.check_open()


later = clock.now() + timedelta(minutes=10)


def test_four_failures_or_refusals_hold_nothing_back():
    fail(4)
    link.note_error(RefusedError("no"))
    link.note_error(RefusedError("no"))
    link.check_open()
    link.check_open()


def test_an_answer_closes_the_breaker_and_forgets_the_failures():
    fail(6)
    link.note_answer(clock.now(), {"RateLimit-Limit": "1020", "X-RateLimit-Remaining": "17"})
    row = Link.objects.get()
    assert (row.failures, row.failing_since) == (0, None)
    assert (row.rate_limit, row.rate_remaining) == (1020, 17)
    link.check_open()


def test_logictrades_clock_is_known_from_its_answers():
    link.note_answer(clock.now() + timedelta(hours=1), {})
    assert abs((link.server_now() - clock.now()).total_seconds() - 3600) < 2
