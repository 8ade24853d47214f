"""Code tables: texts to codes, defaults, percentages, and what happens when nobody has filled them in."""

from decimal import Decimal

import pytest

from apps.erp import codes
from apps.erp.models import CodeEntry
from apps.logictrade.errors import UntranslatableValue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries():
    CodeEntry.objects.bulk_create(
        [
            CodeEntry(table="delivery_type", text="Bezorgen", code="B", is_default=True),
            CodeEntry(table="delivery_type", text="bezorgen", code="b2"),
            CodeEntry(table="delivery_type", text="Afhalen", code="A"),
            CodeEntry(table="delivery_condition", text="Afhalen", code="X"),
            CodeEntry(table="vat", text="BTW Hoog", code="2", percent=Decimal("21")),
            CodeEntry(table="vat", text="BTW Vrij", code="9"),
            CodeEntry(table="salesman", text="sanne", code="S.DEBOER"),
        ]
    )


def test_a_text_becomes_the_code_of_its_own_table():
    assert codes.code_for("delivery_type", "Afhalen") == "A"
    assert codes.code_for("delivery_condition", "Afhalen") == "X"


def test_an_exact_text_wins_over_one_in_other_letters():
    assert codes.code_for("delivery_type", "bezorgen") == "b2"
    assert codes.code_for("delivery_type", "Bezorgen") == "B"
    assert codes.code_for("delivery_type", " AFHALEN ") == "A"


def test_a_code_stands_for_itself():
    assert codes.code_for("delivery_type", "A") == "A"


@pytest.mark.parametrize("text", ["", "  ", "Per kameel", "x" * 10_000])
def test_a_text_without_code_names_the_table_to_fill(text):
    with pytest.raises(codes.MissingCodeError) as caught:
        codes.code_for("delivery_type", text)
    assert isinstance(caught.value, UntranslatableValue)
    assert (caught.value.table, caught.value.text) == ("delivery_type", text)


def test_choices_are_pairs_by_text_and_each_code_once():
    CodeEntry.objects.create(table="delivery_type", text="Zelf halen", code="A")
    assert codes.choices("delivery_type") == [("A", "Afhalen"), ("B", "Bezorgen"), ("b2", "bezorgen")]


def test_the_default_of_a_table_or_nothing():
    assert codes.default_code("delivery_type") == "B"
    assert codes.default_code("origin") == ""


def test_vat_by_code_or_text_and_unknown_is_none():
    assert codes.vat_percent("2") == Decimal("21")
    assert codes.vat_percent("btw hoog") == Decimal("21")
    assert codes.vat_percent("9") is None
    assert codes.vat_percent("") is None


def test_the_login_of_a_person_whatever_the_letter_case():
    assert codes.salesman_for("Sanne") == "S.DEBOER"
    assert codes.salesman_for("joris") == ""
    assert codes.salesman_for("") == ""
    CodeEntry.objects.create(table="salesman", text="admin", code="BINNEN", is_default=True)
    assert codes.salesman_for("joris") == "BINNEN"
    assert codes.salesman_for("sanne") == "S.DEBOER"
