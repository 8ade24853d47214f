"""What LogicTrade's headers say about waiting."""

from datetime import UTC, datetime

import pytest
from requests.structures import CaseInsensitiveDict

from apps.logictrade.gate import Gate, Signals, read_signals, retry_after

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 60),
        ("", 60),
        ("0", 60),
        ("soon", 60),
        ("-5", 60),
        ("7", 7),
        ("86400", 900),
        ("Mon, 02 Mar 2026 09:00:30 GMT", 30),
        ("Mon, 02 Mar 2026 08:00:00 GMT", 60),
        ("Tue, 03 Mar 2026 09:00:00 GMT", 900),
    ],
)
def test_retry_after_in_every_form(value, seconds):
    assert retry_after({} if value is None else {"Retry-After": value}, NOW) == seconds


@pytest.mark.parametrize("prefix", ["RateLimit-", "X-RateLimit-", "X-Rate-Limit-", "x-ratelimit-"])
def test_remaining_and_reset_under_any_known_name(prefix):
    headers = CaseInsensitiveDict({f"{prefix}Remaining": "3", f"{prefix}Reset": "20"})
    assert read_signals(200, headers, NOW) == Signals(None, 3, 20)


@pytest.mark.parametrize("reset", [str(int(NOW.timestamp()) + 20), str((int(NOW.timestamp()) + 20) * 1000)])
def test_a_reset_may_be_a_point_in_time(reset):
    headers = {"RateLimit-Remaining": "3", "RateLimit-Reset": reset}
    assert read_signals(200, headers, NOW) == Signals(None, 3, 20)


def test_only_429_and_an_explicit_503_close_the_gate():
    assert read_signals(429, {}, NOW).closed_for == 60
    assert read_signals(503, {}, NOW).closed_for is None
    assert read_signals(503, {"Retry-After": "5"}, NOW).closed_for == 5
    assert read_signals(200, {"Retry-After": "5"}, NOW).closed_for is None


def test_the_longest_closure_counts():
    gate = Gate().learn(Signals(closed_for=10), 0).learn(Signals(closed_for=2), 1000)
    assert gate.wait(4000, background=False) == 6000
    assert gate.wait(10_000, background=False) == 0


def test_within_a_period_the_smallest_number_left_counts():
    gate = Gate().learn(Signals(remaining=5, reset=10), 0).learn(Signals(remaining=7, reset=9), 1000)
    assert gate.remaining == 5
    assert gate.spend().remaining == 4


def test_a_new_period_starts_afresh():
    gate = Gate().learn(Signals(remaining=0, reset=10), 0)
    assert gate.wait(9000, background=False) == 1000
    assert gate.wait(10_000, background=False) == 0
    assert gate.learn(Signals(remaining=900, reset=60), 10_000).remaining == 900


def test_background_leaves_a_fifth_to_people():
    gate = Gate().learn(Signals(remaining=100, reset=60), 0).learn(Signals(remaining=20, reset=50), 10_000)
    assert gate.wait(11_000, background=True) == 49_000
    assert gate.wait(11_000, background=False) == 0
