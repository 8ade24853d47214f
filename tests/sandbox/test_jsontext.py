"""Exact numbers in JSON, and time without a zone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from apps.sandbox import jsontext, moments


@pytest.mark.parametrize("text", ["0.1", "123.10", "1E-7", "12345678901234.567", "-0.05", "3", "0.30000000000000004"])
def test_numbers_keep_their_digits(text):
    assert jsontext.dumps(jsontext.loads(f'{{"n":[{text}]}}')) == f'{{"n":[{text}]}}'


def test_texts_and_decimals_do_not_mix():
    value = {"text": "12.50", "amount": Decimal("12.50"), "Ü": None}
    assert jsontext.dumps(value) == '{"text":"12.50","amount":12.50,"Ü":null}'


@pytest.mark.parametrize("text", ["NaN", "Infinity", "{", ""])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ValueError, match=r"NaN|Infinity|Expecting"):
        jsontext.loads(text)


def test_floats_that_are_no_numbers_and_other_things_are_refused():
    with pytest.raises(TypeError):
        jsontext.dumps({"when": datetime.now(UTC)})


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 2, 11, 0, 0, 330_000, tzinfo=UTC), "2026-01-02T12:00:00.33"),
        (datetime(2026, 7, 2, 11, 0, 0, 300_000, tzinfo=UTC), "2026-07-02T13:00:00.3"),
        (datetime(2026, 7, 2, 11, 0, 0, tzinfo=UTC), "2026-07-02T13:00:00"),
    ],
)
def test_moments_show_amsterdam_time_and_come_back(moment, text):
    stamp = moments.stamp_of(moment)
    assert moments.naive_text(stamp) == text
    assert moments.parse_stamp(text, moments.AMSTERDAM) == stamp
    assert moments.parse_stamp(moment.isoformat(), moments.AMSTERDAM) == stamp


def test_rezone_moves_moments_and_leaves_dates_and_other_texts():
    utc = moments.ZONES["UTC"]
    assert moments.rezone("2026-07-02T13:00:00.5", utc) == "2026-07-02T11:00:00.5"
    for text in ("2026-07-02T00:00:00", "2026-07-02", "soon T"):
        assert moments.rezone(text, utc) == text
