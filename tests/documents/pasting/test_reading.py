"""Reading pasted lists: separators, headers, quantities in any place, e-mail around them."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.pasted import cells_of, table
from apps.documents.pasting.numbers import price_of, quantity_of
from apps.documents.pasting.reading import take_apart, understand

KNOWN = {"10045", "10046", "BK-100", "TAFEL 3", "8712345678906"}


def read(text, known=KNOWN):
    apart = take_apart(text)
    return understand(apart, {token for token in apart.tokens if token in known})


def short(text, known=KNOWN):
    return [(one.code, one.words, one.quantity) for one in read(text, known).asked]


@pytest.mark.parametrize(
    "text",
    [
        "10045\t3\nBK-100\t2",
        "10045;3\nBK-100;2",
        "10045,3\nBK-100,2",
        "10045    3\nBK-100    2",
        "3\t10045\n2\tBK-100",
        "3;10045\r\n2;BK-100\r\n",
        "10045 3\nBK-100 2",
        "3 10045\n2 BK-100",
        "3x 10045\n2x BK-100",
        "3 st 10045\n2 stuks BK-100",
        "- 3 x 10045\n- 2 x BK-100",
        "10045: 3\nBK-100: 2",
        "10045 - 3 st\nBK-100 - 2 st",
        "1\t10045\t3\n2\tBK-100\t2\n",
        "Artikelcode\tAantal\n10045\t3\nBK-100\t2",
        "Qty\tProduct code\n3\t10045\n2\tBK-100",
        "Bestelling 12 november\n\nArtikelnr.;Aantal;\n10045;3;\nBK-100;2;",
    ],
)
def test_the_same_two_lines_in_many_dresses(text):
    assert [(one.code, one.quantity) for one in read(text).asked] == [("10045", 3), ("BK-100", 2)]


def test_a_header_says_which_column_is_what_and_the_price_comes_along():
    found = read("Omschrijving\tAantal\tArtikelcode\tPrijs €\nKruk zwart\t2,5\t10045\t€ 1.234,50\n")
    assert [(one.code, one.words, one.quantity, one.price) for one in found.asked] == [
        ("10045", "Kruk zwart", Decimal("2.5"), Decimal("1234.50"))
    ]


def test_without_a_header_money_is_no_quantity():
    found = read("10045\tKruk\t€ 12,50\t4\n10046\tTafel\t€ 99,00\t1")
    assert [(one.code, one.words, one.quantity, one.price) for one in found.asked] == [
        ("10045", "Kruk", 4, Decimal("12.50")),
        ("10046", "Tafel", 1, Decimal("99.00")),
    ]


def test_names_without_codes_are_read_as_words():
    assert short("Kruk zwart\t4\nTafel eik\t1", set()) == [("", "Kruk zwart", 4), ("", "Tafel eik", 1)]
    assert short("4 kruk zwart\nTafel eik 2 st", set()) == [("", "kruk zwart", 4), ("", "Tafel eik", 2)]


def test_a_code_nobody_knows_stays_what_it_is_called_by():
    found = read("Code\tAantal\nXX-9\t3\n10045\t1").asked
    assert [(one.code, one.told, one.quantity) for one in found] == [("XX-9", "XX-9", 3), ("10045", "10045", 1)]


MAIL = """Beste Annelies,

Kun je voor ons een offerte maken voor het volgende:

3 x 10045
Barkruk hoog zwart, 4 stuks
- BK-100 (graag in doos) 2x

Graag levering voor de kerst. Alvast bedankt!

Met vriendelijke groet,
Jan Jansen
Dorpsstraat 12
3511 AB Utrecht
Tel. 030 1234567
"""


def test_an_email_gives_its_lines_and_keeps_its_prose():
    found = read(MAIL)
    assert [(one.code, one.quantity) for one in found.asked] == [("10045", 3), ("", 4), ("BK-100", 2)]
    assert found.asked[1].words == "Barkruk hoog zwart"
    assert found.prose[0].text == "Beste Annelies,"
    assert "Dorpsstraat 12" in [row.text for row in found.prose]
    assert len(found.asked) + len(found.prose) == len([row for row in MAIL.splitlines() if row.strip()])


@pytest.mark.parametrize("code", ["-PLAAT'8", "KRING-A", "=CMD|' /C calc'!A0", "ABCDE", "(A) 12"])
def test_running_text_finds_codes_with_marks_in_them(code):
    assert [(one.code, one.quantity) for one in read(f"2 x {code}\n{code}: 3 st", {code}).asked] == [
        (code, 2),
        (code, 3),
    ]


@pytest.mark.parametrize(
    ("row", "quantity"),
    [("10045 (3x)", 3), ("graag 3 van 10045", 3), ("10045 graag 3 in doos", 3), ("10045", 1), ("2x10045", 2)],
)
def test_the_only_number_beside_a_code_is_the_quantity(row, quantity):
    assert [(one.code, one.quantity, one.odd) for one in read(row).asked] == [("10045", quantity, "")]


def test_two_numbers_beside_a_code_are_asked_about():
    assert [bool(one.odd) for one in read("10045 maat 12 kleur 3 graag").asked] == [True]


def test_an_order_form_lists_what_is_not_wanted_too():
    form = (
        "Code\tOmschrijving\tVoorraad\tAantal\n10045\tKruk\t12\t3\n10046\tTafel\t8\t\nBK-100\tKast\t4\t0\nTotaal\t\t\t3"
    )
    found = read(form)
    assert [(one.code, one.quantity) for one in found.asked] == [("10045", 3)]
    assert len(found.prose) == 4


def test_a_quantity_that_is_none_is_told_and_not_guessed():
    found = read("Code\tAantal\n10045\tveel\n10046\t2").asked
    assert [(one.odd, one.sure) for one in found] == [("veel", False), ("", True)]


@pytest.mark.parametrize(
    ("cell", "quantity"),
    [("3", 3), ("3x", 3), ("x3", 3), ("2 st", 2), ("2 st.", 2), ("2,5", Decimal("2.5")), ("12 stuks", 12), ("0", None),
     ("-3", None), ("veel", None), ("", None), ("100001", None), ("3 laptops", None)],
)  # fmt: skip
def test_quantities(cell, quantity):
    assert quantity_of(cell) == quantity


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("€ 12,50", "12.50"),
        ("12.50", "12.50"),
        ("EUR 1.234,50", "1234.50"),
        ("12,-", "12"),
        ("12,505", None),
        ("x", None),
    ],
)
def test_prices(cell, price):
    with translation.override("nl"):
        assert price_of(cell) == (Decimal(price) if price else None)


def test_a_thousand_is_read_in_the_readers_language():
    with translation.override("nl"):
        assert quantity_of("1.000") == 1000
    with translation.override("en"):
        assert quantity_of("1,000") == 1000


def test_quoted_cells_of_a_spreadsheet_may_hold_its_marks():
    assert [row.cells for row in table('10045;"Kruk; zwart";3\n10046;"Tafel\nlang";2')] == [
        ("10045", "Kruk; zwart", "3"),
        ("10046", "Tafel lang", "2"),
    ]


def test_an_inch_is_no_quotation():
    assert [row.cells for row in table('10045\t24" scherm\t3\n10046\tkabel\t2')] == [
        ("10045", '24" scherm', "3"),
        ("10046", "kabel", "2"),
    ]


def test_two_columns_of_one_row():
    assert cells_of("KL-1\t10045") == ("KL-1", "10045")


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_no_text_breaks_it_and_no_row_is_lost(text):
    apart = take_apart(text)
    for known in (set(), set(apart.tokens)):
        found = understand(apart, known)
        assert {one.place for one in found.asked} | {row.place for row in found.prose} == {
            row.place for row in apart.rows
        }
        assert all(one.quantity > 0 for one in found.asked)
