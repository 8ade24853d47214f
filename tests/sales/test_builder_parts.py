"""Pure parts of the builder: stock of a line, LogicTrade's words, units on the way out, the sentence of an order."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from apps.catalogue.stock import StockSummary
from apps.documents.builder.grid import stock_of
from apps.documents.services import UnitPrice, unit_price
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.discounts import discount_as_percent, discount_to_write
from apps.sales.writing.differences import created_differences
from apps.sales.writing.families import QUOTE
from apps.sales.writing.refusals import place, refusal_of

LINES = [{"line": 7, "line_number": 10, "code": "A1"}, {"line": 8, "line_number": 20, "code": "B2"}]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Artikel 'B2' op regel 20 is niet bekend (lines.1.code).", ("code", 8)),
        ("lines.0.quantity is verplicht.", ("quantity", 7)),
        ("lines[1].partPrice is te hoog", ("part_price", 8)),
        ("Fout op regel 10", ("code", 7)),
        ("Artikel 'B2' is uitlopend", ("code", 8)),
        ("Code 'ZZ' is niet bekend (delivery.type).", ("delivery_type", None)),
        ("Leverwijze ontbreekt", ("delivery_type", None)),
        ("Code 'ZZ' is niet bekend (delivery.condition).", ("delivery_condition", None)),
        ("Leverdatum ligt in het verleden", ("expected_date", None)),
        ("lines.9.code", ("", None)),
        ("Iets anders ging mis", ("", None)),
        ("", ("", None)),
    ],
)
def test_logictrades_words_find_their_place(words: str, expected: tuple[str, int | None]) -> None:
    assert place(words, LINES) == expected


def test_only_a_refused_write_has_a_refusal() -> None:
    assert refusal_of(None) is None
    write: Any = SimpleNamespace(state="confirmed")
    assert refusal_of(write) is None


@pytest.mark.parametrize(
    ("free", "expected", "needed", "tone", "glyph"),
    [
        (10, 0, 10, "", None),
        (10, 0, 11, "warn", "triangle"),
        (0, 0, 1, "bad", "triangle"),
        (-4, 0, 1, "bad", "triangle"),
        (0, 40, 1, "warn", "half"),
    ],
)
def test_stock_trouble(free: int, expected: int, needed: int, tone: str, glyph: str | None) -> None:
    summary = StockSummary(1, total=Decimal(free), expected=Decimal(expected))
    found = stock_of(summary, Decimal(needed))
    assert (found.tone, found.trouble.glyph if found.trouble else None) == (tone, glyph)
    assert found.free == free


def test_stock_that_was_never_read_is_no_trouble() -> None:
    assert stock_of(StockSummary(1), Decimal(5)).trouble is None
    assert stock_of(None, Decimal(5)).free is None


@pytest.mark.parametrize(
    ("sales", "net", "expected"),
    [
        ("209", "177.65", UnitPrice(Decimal("209.00"), Decimal("15.00"))),
        ("100", "100", UnitPrice(Decimal("100.00"))),
        ("100", None, UnitPrice(Decimal("100.00"))),
        (None, "80", UnitPrice(Decimal("80.00"))),
        ("80", "100", UnitPrice(Decimal("100.00"))),
        ("0", "0", UnitPrice(Decimal("0.00"))),
        ("3", "2", UnitPrice(Decimal("3.00"), Decimal("33.33"))),
        ("99999", "33333.33", UnitPrice(Decimal("33333.33"))),
        ("10.005", "9", UnitPrice(Decimal("9.00"))),
        (None, None, None),
    ],
)
def test_price_and_discount_give_what_the_customer_pays(
    sales: str | None, net: str | None, expected: UnitPrice | None
) -> None:
    found = unit_price(Decimal(sales) if sales else None, Decimal(net) if net else None)
    assert found == expected


def test_discounts_turn_both_ways() -> None:
    assert discount_to_write(Decimal("12.5")) == Decimal("0.125")
    assert discount_as_percent(Decimal("0.125")) == Decimal("12.5")
    assert discount_as_percent(Decimal(10)) == Decimal(10)
    assert discount_as_percent(None) is None


def test_differences_look_through_what_does_not_matter() -> None:
    payload: dict[str, Any] = {
        "reference": "PO 1",
        "expected_date": "2026-12-11",
        "delivery_type_text": "Bezorgen",
        "delivery_condition_text": "",
        "comment_intern": "Nabellen",
        "comment_extern": "",
        "lines": [{"line_number": 10, "code": "A1", "quantity": "2.500", "part_price": "10.50", "discount": "0.125"}],
    }
    raw = {
        "id": 1,
        "reference": "PO 1 ",
        "delivery": {"type": "Bezorgen", "condition": None, "expectedDate": "2026-12-11T00:00:00"},
        "comment": {"intern": "Nabellen\r\nBO-0123456789AB", "extern": None},
        "lines": [{"lineNumber": 10, "code": "A1", "quantity": Decimal("2.5"), "partPrice": Decimal("10.5"),
                   "discount": Decimal("0.125")}],
    }  # fmt: skip
    assert created_differences(QUOTE, payload, parse(schemas.Quote, raw).record) == []
    changed = raw | {"reference": "PO", "lines": [], "delivery": {"type": "Afhalen"}}
    found = {one.field for one in created_differences(QUOTE, payload, parse(schemas.Quote, changed).record)}
    assert found == {"reference", "lines", "delivery.type", "delivery.expectedDate"}
