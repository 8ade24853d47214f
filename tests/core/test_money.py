"""Amounts are shown and read as people here write them."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core import money


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (Decimal("1234.5"), "1.234,50", "1,234.50"),
        (Decimal("-212.5"), "−212,50", "−212.50"),
        (Decimal("0"), "0,00", "0.00"),
        (Decimal("-0.001"), "0,00", "0.00"),
        (Decimal("2.675"), "2,68", "2.68"),
        (Decimal("-2.675"), "−2,68", "−2.68"),
        (Decimal("1234567.891"), "1.234.567,89", "1,234,567.89"),
        (7, "7,00", "7.00"),
        (None, "–", "–"),
        (Decimal("NaN"), "–", "–"),
    ],
)
def test_an_amount_has_two_decimals_in_the_readers_form(value: Decimal | None, nl: str, en: str) -> None:
    with translation.override("nl"):
        assert money.money(value) == nl
    with translation.override("en"):
        assert money.money(value) == en


def test_a_price_keeps_up_to_four_decimals() -> None:
    with translation.override("nl"):
        assert money.price(Decimal("6.95")) == "6,95"
        assert money.price(Decimal("6.9512")) == "6,9512"
        assert money.price(Decimal("6.951249")) == "6,9512"
        assert money.price(Decimal("1000")) == "1.000,00"


def test_a_quantity_has_the_decimals_it_needs() -> None:
    with translation.override("nl"):
        assert money.quantity(Decimal("12.000")) == "12"
        assert money.quantity(Decimal("2.50")) == "2,5"
        assert money.quantity(Decimal("1E+3")) == "1.000"
        assert money.quantity(None) == "–"


def test_a_percentage_has_one_decimal_or_two() -> None:
    with translation.override("nl"):
        assert money.percentage(Decimal("10")) == "10,0"
        assert money.percentage(Decimal("17.25")) == "17,25"


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("1.234,56", "nl", "1234.56"),
        ("1,234.56", "nl", "1234.56"),
        ("1.234,56", "en", "1234.56"),
        ("1234.56", "nl", "1234.56"),
        ("1234,5", "en", "1234.5"),
        ("1.234", "nl", "1234"),
        ("1.234", "en", "1.234"),
        ("1,234", "nl", "1.234"),
        ("1,234", "en", "1234"),
        ("0.125", "nl", "0.125"),
        ("12.50", "nl", "12.50"),
        (",5", "nl", "0.5"),
        ("1.234.567", "en", "1234567"),
        ("1.234.567,8", "nl", "1234567.8"),
        ("−212,50", "nl", "-212.50"),
        ("+3", "nl", "3"),
        (" € 1 234,50 ", "nl", "1234.50"),
        ("12,", "nl", "12"),
    ],
)
def test_both_marks_are_read(text: str, language: str, number: str) -> None:
    with translation.override(language):
        assert money.parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1e5",
        "NaN",
        "1.2.3",
        "12.34.567",
        "1,23,4",
        "--1",
        "1-2",
        ".",
        ",",
        "٣",
        "9" * 41,
        "1.234,5.6",
        "\x00",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        money.parse_decimal(text)


@given(st.text(max_size=60))
def test_any_text_gives_a_number_or_a_value_error(text: str) -> None:
    try:
        found = money.parse_decimal(text)
    except ValueError:
        return
    assert found.is_finite()


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12),
    st.sampled_from(["nl", "en"]),
)
def test_what_a_field_shows_reads_back_the_same(value: Decimal, language: str) -> None:
    with translation.override(language):
        if value == value.to_integral_value() or money.decimals(value) != 3:
            assert money.parse_decimal(money.editable(value)) == value
        assert money.parse_decimal(money.fixed(value, 4)) == value
