"""Sums in fields: what people type, what they must not get away with, and that it equals Python's own arithmetic."""

import contextlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.calc import CalcError, change, evaluate, is_sum, percentage, rounded


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12*4", "48"),
        ("12 x 4", "48"),
        ("12×4", "48"),
        ("3+2", "5"),
        ("10-2,5", "7.5"),
        ("10 - 2.5", "7.5"),
        ("100*1,21", "121.00"),
        ("(1,5+2)*2", "7.0"),
        ("9/4", "2.25"),
        ("9:4", "2.25"),
        ("2+3*4", "14"),
        ("100+21%", "121"),
        ("100-15%", "85"),
        ("100-10%-10%", "81"),
        ("200*10%", "20"),
        ("50%", "0.5"),
        ("-3+5", "2"),
        ("2*-3", "-6"),
        ("1.234,50+1", "1235.50"),
        ("€ 12,50*2", "25.00"),
        ("7", "7"),
    ],
)
def test_sums(typed: str, expected: str) -> None:
    assert evaluate(typed) == Decimal(expected)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "abc", "12*", "*4", "(1+2", "1+2)", "1 2", "1//2", "1/0", "2**3", "1..2", "12a", "__import__('os')",
        "9" * 200, "(" * 50 + "1" + ")" * 50, "%", "1%%", "10,20,30", "9" * 30, "٣*٢", "1e5",
    ],
)  # fmt: skip
def test_what_is_no_sum(typed: str) -> None:
    with pytest.raises(CalcError):
        evaluate(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("-15%", "85"),
        ("+5%", "105"),
        ("− 10 %", "90"),
        ("-10%-10%", "81"),
        ("*1,1", "110"),
        ("/4", "25"),
        ("*2+50%", "300"),
        ("-15", None),
        ("+15", None),
        ("15%", None),
        ("12", None),
        ("", None),
    ],
)
def test_changes_of_what_stood_there(typed: str, expected: str | None) -> None:
    assert change(typed, Decimal(100)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("typed", ["-%", "*", "-15%%", "*a", "/0"])
def test_changes_that_are_none(typed: str) -> None:
    with pytest.raises(CalcError):
        change(typed, Decimal(100))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("22%", "22"), ("22,5 %", "22.5"), ("-22%", None), ("22", None), ("%", None), ("2+2%", None), ("a%", None)],
)
def test_a_percentage_alone(typed: str, expected: str | None) -> None:
    assert percentage(typed) == (None if expected is None else Decimal(expected))


def test_plain_numbers_are_no_sums() -> None:
    assert not any(is_sum(typed) for typed in ("12", "1.234,50", "-5", "", "abc", "0,5"))
    assert all(is_sum(typed) for typed in ("12*4", "3+2", "22%", "(4)", "-15%", "2 x 3"))


def test_halves_go_away_from_zero() -> None:
    assert rounded(Decimal("2.345"), 2) == Decimal("2.35")
    assert rounded(Decimal("-2.345"), 2) == Decimal("-2.35")


numbers = st.integers(0, 9999).map(lambda n: (Fraction(n, 100), f"{n // 100},{n % 100:02}"))


def _joined(parts: Any) -> Any:
    left, sign, right = parts
    value = {"+": left[0] + right[0], "-": left[0] - right[0], "*": left[0] * right[0]}[sign]
    return value, f"({left[1]}{sign}{right[1]})"


sums = st.recursive(numbers, lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(_joined), max_leaves=6)


@given(sums)
def test_it_equals_exact_arithmetic(case: Any) -> None:
    value, typed = case
    if len(typed) > 120 or abs(value) > 10**15:
        return
    assert Fraction(evaluate(typed)) == value


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_number_or_a_refusal(typed: str) -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            with contextlib.suppress(CalcError):
                assert evaluate(typed).is_finite()
            with contextlib.suppress(CalcError):
                change(typed, Decimal(10))
            percentage(typed)
            is_sum(typed)
