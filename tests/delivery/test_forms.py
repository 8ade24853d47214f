"""What people type as day, time, route and stop."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from apps.core import dates
from apps.delivery.forms import PlanForm, initial_of

pytestmark = pytest.mark.django_db


def form(**typed: Any) -> PlanForm:
    return PlanForm({"day": "morgen", "time": "", "route": "", "stop": ""} | typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", time(9)),
        ("9:30", time(9, 30)),
        ("09.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("9u30", time(9, 30)),
        ("9 uur", time(9)),
        (" 14:05 ", time(14, 5)),
        ("", None),
    ],
)
def test_times_as_people_type_them(typed: str, read: time | None) -> None:
    shown = form(time=typed)
    assert shown.is_valid(), shown.errors
    assert shown.cleaned_data["time"] == read


@pytest.mark.parametrize("typed", ["25:00", "9:75", "soon", "9:3", "-1", "9" * 500, "٩:٣٠"])
def test_a_time_that_is_none_is_said_beside_the_field(typed: str) -> None:
    shown = form(time=typed)
    assert not shown.is_valid()
    assert list(shown.errors) == ["time"]


def test_the_day_may_be_typed_loosely_but_must_not_be_past() -> None:
    shown = form(day="+2w")
    assert shown.is_valid()
    assert shown.cleaned_data["day"] == dates.today() + timedelta(weeks=2)
    assert list(form(day="gisteren").errors) == ["day"]
    assert list(form(day="32-13").errors) == ["day"]
    assert list(form(day="").errors) == ["day"]
    assert form(day="vandaag").is_valid()


@pytest.mark.parametrize("typed", ["0", "-10", "10000", "1e3", "ten", "10.5"])
def test_a_stop_is_a_whole_number(typed: str) -> None:
    assert list(form(route="Noord", stop=typed).errors) == ["stop"]


def test_a_stop_needs_a_route() -> None:
    assert list(form(stop="10").errors) == ["route"]


def test_a_route_is_one_line_of_at_most_80_characters() -> None:
    shown = form(route="  Route \t\n Noord\u202e ")
    assert shown.is_valid()
    assert shown.cleaned_data["route"] == "Route Noord"
    assert list(form(route="x" * 81).errors) == ["route"]


def test_the_form_starts_with_a_day_that_is_not_past() -> None:
    assert initial_of(None, date(2020, 1, 1)) == {"day": None}
    assert initial_of(None, dates.today()) == {"day": dates.today()}
    assert initial_of(None, None) == {"day": None}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("deliveryDate may not be a Sunday", "day"),
        ("routeSequence is taken", "stop"),
        ("Unknown route", "route"),
        ("Order is blocked", "__all__"),
    ],
)
def test_words_of_logictrade_stand_beside_the_field_they_name(words: str, field: str) -> None:
    shown = form()
    assert shown.is_valid()
    shown.refuse(words)
    assert list(shown.errors) == [field]
    assert words in str(shown.errors[field])
