"""Days are shown and read as people here write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core import clock, dates

TUESDAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 41, 8, tzinfo=UTC)


def test_a_day_in_both_languages() -> None:
    with translation.override("nl"):
        assert dates.day(TUESDAY) == "24-11-2026"
        assert dates.day(None) == "–"
    with translation.override("en"):
        assert dates.day(TUESDAY) == "24 Nov 2026"


def test_a_moment_is_told_in_the_offices_time() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    with translation.override("nl"):
        assert dates.moment(late) == "25-11-2026 00:30"
        assert dates.day(late) == "25-11-2026"
        assert dates.time_of(NOW) == "09:41:08"


def test_the_age_of_data_names_the_day_only_when_it_is_another() -> None:
    with translation.override("nl"), clock.using(lambda: NOW):
        assert dates.as_of(NOW) == "09:41:08"
        assert dates.as_of(NOW - timedelta(days=1)) == "23-11-2026 09:41"
        assert dates.as_of(None) == "–"


def test_a_short_day_drops_this_year() -> None:
    with translation.override("nl"), clock.using(lambda: NOW):
        assert dates.short_day(date(2026, 12, 4)) == "4 dec"
        assert dates.short_day(date(2027, 3, 4)) == "4 mrt 2027"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-5, "0 s ago"),
        (14, "14 s ago"),
        (59, "59 s ago"),
        (180, "3 min ago"),
        (7200, "2 h ago"),
        (86400, "1 day ago"),
        (5 * 86400, "5 days ago"),
    ],
)
def test_how_long_ago(seconds: int, text: str) -> None:
    with translation.override("en"), clock.using(lambda: NOW):
        assert dates.ago(NOW - timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("24-11-2026", TUESDAY),
        ("24/11/26", TUESDAY),
        ("4.12.2026", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("4-12", date(2026, 12, 4)),
        ("24-11", TUESDAY),
        ("23-11", date(2027, 11, 23)),
        ("0412", date(2026, 12, 4)),
        ("041227", date(2027, 12, 4)),
        ("04122027", date(2027, 12, 4)),
        ("4 dec", date(2026, 12, 4)),
        ("4 december 2027", date(2027, 12, 4)),
        ("24 Nov 2026", TUESDAY),
        ("1 mrt", date(2027, 3, 1)),
        ("1 maart", date(2027, 3, 1)),
        ("29-2", date(2028, 2, 29)),
        ("+2w", date(2026, 12, 8)),
        ("+3", date(2026, 11, 27)),
        ("-1d", date(2026, 11, 23)),
        ("+3m", date(2027, 2, 24)),
        ("+1j", date(2027, 11, 24)),
        ("vr", date(2026, 11, 27)),
        ("Fri", date(2026, 11, 27)),
        ("di", date(2026, 12, 1)),
        ("maandag", date(2026, 11, 30)),
        ("wk 50", date(2026, 12, 7)),
        ("wk 48", date(2026, 11, 23)),
        ("wk 2", date(2027, 1, 11)),
        (" Morgen ", date(2026, 11, 25)),
        ("today", TUESDAY),
    ],
)
def test_dates_as_people_type_them(text: str, found: date) -> None:
    assert dates.parse_date(text, TUESDAY) == found


def test_a_month_later_ends_at_the_months_end() -> None:
    assert dates.parse_date("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "32-1-2026",
        "30-2",
        "1-13",
        "0-0",
        "24 xyz",
        "wk 60",
        "wk 0",
        "+9999j",
        "٣-١",
        "24-11-2026-1",
        "x" * 999,
        "\x00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        dates.parse_date(text, TUESDAY)


@given(st.text(alphabet="0123456789-/. +dwmyjabcefnov", max_size=14))
def test_any_text_gives_a_date_or_a_value_error(text: str) -> None:
    try:
        found = dates.parse_date(text, TUESDAY)
    except ValueError:
        return
    assert isinstance(found, date)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)), st.sampled_from(["nl", "en"]))
def test_what_a_field_shows_reads_back_the_same(value: date, language: str) -> None:
    with translation.override(language):
        assert dates.parse_date(dates.editable(value)) == value
