"""A paper in words: languages, headings with subtotals, optional lines, totals, and texts that are no text."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.documents.paper.content import Fact, language_of
from apps.documents.paper.words import breakable, printable, sheet
from apps.documents.totals import totals_of_amounts
from tests.documents.paper.samples import HOUSE, WORDING, line, paper


def drawn(**values: Any) -> dict[str, Any]:
    return sheet(paper(**values), HOUSE, WORDING)


def test_numbers_and_dates_are_those_of_the_papers_language() -> None:
    dutch, english = drawn(language="nl"), drawn(language="en")
    assert dutch["facts"][0][1] == ["27-11-2026"]
    assert english["facts"][0][1] == ["27 Nov 2026"]
    assert dutch["sections"][0]["rows"][0]["price"] == "1.234,50"
    assert english["sections"][0]["rows"][0]["price"] == "1,234.50"
    assert dutch["title"] == "Offerte"
    assert english["title"] == "Quote"


def test_the_language_of_the_page_does_not_matter() -> None:
    from django.utils.translation import override

    with override("en"):
        assert drawn(language="nl")["totals"][-1]["amount"] == "2.469,00"


@pytest.mark.parametrize(
    ("country", "language"),
    [("NL", "nl"), ("be", "nl"), ("", "nl"), (None, "nl"), ("DE", "en"), ("GB", "en"), ("xx", "en")],
)
def test_the_country_chooses_the_language(country: str | None, language: str) -> None:
    assert language_of(country) == language


def test_a_heading_with_amounts_has_a_subtotal() -> None:
    found = drawn(
        lines=[
            line(1),
            line(role="heading", description="Kamer 1", amount=None),
            line(2),
            line(3),
            line(role="heading", description="Los", amount=None),
        ]
    )["sections"]
    assert [(one["heading"], len(one["rows"]), one["subtotal"]) for one in found] == [
        ("", 1, ""),
        ("Kamer 1", 2, "4.938,00"),
        ("Los", 0, ""),
    ]


def test_optional_lines_stand_apart_and_are_not_counted() -> None:
    found = drawn(lines=[line(1), line(2, optional=True)])
    assert [row["code"] for row in found["optional"]] == ["LT00000002"]
    assert len(found["sections"][0]["rows"]) == 1
    assert found["totals"][-1]["amount"] == "2.469,00"


def test_totals_have_vat_per_rate() -> None:
    lines = [line(1), line(2, vat_percent=Decimal(9))]
    labels = [row["label"] for row in drawn(lines=lines, language="en")["totals"]]
    assert labels == ["Total excl. VAT", "VAT 21 % over 2,040.50", "VAT 9 % over 2,265.14", "Total incl. VAT"]


def test_a_rate_that_nobody_knows_is_said() -> None:
    rows = drawn(lines=[line(1, vat_percent=None)], language="en")["totals"]
    assert rows[1]["label"] == "VAT not known yet"
    assert rows[2]["label"] == "Total, VAT not complete"


def test_what_was_paid_leaves_what_is_to_pay() -> None:
    rows = drawn(paid=Decimal(1000))["totals"]
    assert [row["amount"] for row in rows[-2:]] == ["1.000,00", "1.469,00"]


def test_an_invoice_below_nothing_is_a_credit_note() -> None:
    credit = totals_of_amounts([(Decimal(-100), Decimal(21))], prices_include_vat=True)
    assert drawn(kind="invoice", totals=credit, language="en")["title"] == "Credit note"


def test_a_foreign_address_ends_with_the_country() -> None:
    assert drawn(country="DE", language="en")["address"][-1] == "GERMANY"
    assert drawn(country="ZW", language="en")["address"][-1] == "ZW"
    assert drawn(country="nl")["address"][-1].endswith("Vlissingen")


def test_an_attention_line_stands_below_the_company() -> None:
    assert drawn(attention="J. de Vries", language="en")["address"][:2] == [
        "Hotel De Zeeuwse Kust B.V.",
        "Attn. J. de Vries",
    ]


def test_facts_without_a_value_are_left_out() -> None:
    facts = drawn(facts=(Fact("reference", ""), Fact("expected", datetime.date(2026, 12, 4))), language="en")["facts"]
    assert facts == [("Date", ["27 Nov 2026"]), ("Expected delivery", ["4 Dec 2026"])]


def test_controls_and_direction_marks_are_no_text() -> None:
    assert printable("a\x00b\x1b[31mc\u202ed\ud800e\r\nf\tg") == "ab[31mcde\nf g"


def test_long_words_may_be_broken_and_short_ones_stay_whole() -> None:
    assert breakable("barstoel W" + "W" * 30) == "barstoel " + "\u200b".join("W" * 31)
    assert breakable("verkoop@walcheren.example") == "verkoop@walcheren.example"


def test_a_discount_column_only_where_there_is_one() -> None:
    assert drawn()["discounts"] is False
    assert drawn(lines=[line(discount=Decimal("12.5"))])["sections"][0]["rows"][0]["discount"] == "12,5"
