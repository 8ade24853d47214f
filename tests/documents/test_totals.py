"""Amounts: VAT per rate, both bases, halves away from zero, unknown rates."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.documents.totals import Line, Vat, line_total, totals, totals_of_amounts


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "expected"),
    [
        ("1", "0.005", "0", "0.01"),
        ("3", "123", "0", "369.00"),
        ("2.5", "64.90", "10", "146.03"),
        ("0.333", "10", "0", "3.33"),
        ("96", "64.90", "10", "5607.36"),
        ("1", "100", "100", "0.00"),
        ("1", "2.50", "12.5", "2.19"),
    ],
)
def test_line_total_rounds_half_up(quantity: str, price: str, discount: str, expected: str) -> None:
    assert line_total(Decimal(quantity), Decimal(price), Decimal(discount)) == Decimal(expected)


def test_line_without_price_costs_nothing() -> None:
    assert line_total(Decimal(3), None) == Decimal("0.00")


def test_prices_with_vat_are_taken_apart_per_rate() -> None:
    lines = [
        Line(Decimal(1), Decimal("121"), vat_percent=Decimal(21)),
        Line(Decimal(2), Decimal("54.50"), vat_percent=Decimal(9)),
    ]
    found = totals(lines, prices_include_vat=True)
    assert found.gross == Decimal("230.00")
    assert found.net == Decimal("200.00")
    assert list(found.vat) == [
        Vat(Decimal(21), Decimal("100.00"), Decimal("21.00")),
        Vat(Decimal(9), Decimal("100.00"), Decimal("9.00")),
    ]
    assert found.basis == found.gross


def test_prices_without_vat_get_it_added() -> None:
    found = totals([Line(Decimal("2.5"), Decimal("10.01"), vat_percent=Decimal(21))], prices_include_vat=False)
    assert (found.net, found.vat[0].amount, found.gross) == (Decimal("25.03"), Decimal("5.26"), Decimal("30.29"))
    assert found.basis == found.net


def test_rates_are_rounded_per_line_and_then_summed() -> None:
    """Three lines of 0.05 carry 0.01 each, not 0.03 of 0.15."""
    found = totals([Line(Decimal(1), Decimal("0.05"), vat_percent=Decimal(21))] * 3, prices_include_vat=False)
    assert found.vat[0].amount == Decimal("0.03")
    found = totals([Line(Decimal(1), Decimal("0.02"), vat_percent=Decimal(21))] * 3, prices_include_vat=False)
    assert found.vat[0].amount == Decimal("0.00")


def test_an_unknown_rate_stands_last_and_says_so() -> None:
    found = totals(
        [Line(Decimal(1), Decimal(10)), Line(Decimal(1), Decimal(10), vat_percent=Decimal(0))], prices_include_vat=True
    )
    assert [rate.percent for rate in found.vat] == [Decimal(0), None]
    assert not found.complete
    assert found.gross == Decimal("20.00")


def test_no_lines_are_worth_nothing() -> None:
    found = totals([], prices_include_vat=True)
    assert (found.net, found.gross, list(found.vat)) == (Decimal(0), Decimal(0), [])
    assert found.complete


AMOUNTS = st.lists(
    st.tuples(
        st.decimals(min_value=-(10**6), max_value=10**6, places=2),
        st.sampled_from([None, Decimal(0), Decimal(9), Decimal(21), Decimal("5.5")]),
    ),
    max_size=20,
)


@given(AMOUNTS, st.booleans())
def test_net_and_vat_always_make_gross(amounts: list[tuple[Decimal, Decimal | None]], included: bool) -> None:
    found = totals_of_amounts(amounts, prices_include_vat=included)
    assert found.net + sum((rate.amount for rate in found.vat), Decimal(0)) == found.gross
    assert found.basis == sum((amount for amount, _ in amounts), Decimal(0))
    assert found.basis == (found.gross if included else found.net)
