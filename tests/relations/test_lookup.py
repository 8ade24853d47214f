"""Who calls: any notation of a telephone number finds whoever has it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.relations.lookup import callers, same_number
from tests.relations.test_search import PEOPLE

FACTORY = {"id": 7, "number": "R70", "companyName": "Leuven Tapijten", "phoneNumber": "+32 9 123 45 67"}


@pytest.fixture(autouse=True)
def parties(mirror, suppliers):
    mirror(*PEOPLE, {"id": 8, "companyName": "Na vijven", "phoneNumber": "073 - 612 34 56 (na 5 uur)"})
    suppliers(FACTORY)


def found(number, **options):
    return [(party.kind, party.id) for party in callers(number, **options)]


@pytest.mark.parametrize(
    "number",
    [
        *("06-12345678", "0612345678", "+31612345678", "+31 (0)6 12345678", "0031 6 1234 5678", "06 12 34 56 78"),
        *("tel:+31612345678", "31612345678", "612345678", "sip:+31612345678@trunk"),
    ],
)
def test_any_notation_finds_the_caller_and_nobody_else(number):
    assert found(number) == [("customer", 1)]


@pytest.mark.parametrize("number", ["+3291234567", "0032 9 123 45 67", "3291234567"])
def test_a_number_from_abroad_finds_a_supplier(number):
    assert found(number) == [("supplier", 7)]


def test_words_beside_the_number_do_not_hide_it():
    [party] = callers("+31736123456")
    assert (party.name, party.phone, party.href) == (
        "Na vijven",
        "073 - 612 34 56 (na 5 uur)",
        "/relations/customers/8/",
    )


def test_the_numbers_of_addresses_count(mirror):
    mirror({"id": 9, "deliveryAddress": {"phoneNumber": "020 765 43 21"}})
    assert found("020-7654321") == [("customer", 9)]


@pytest.mark.parametrize("number", ["", " ", "anoniem", "112", "1234", "\x00", "0" * 5000, "+", "123456789", "'; --"])
def test_what_is_no_known_number_finds_nobody(number):
    assert found(number) == []


def test_a_longer_number_with_the_same_digits_inside_is_another(mirror):
    mirror({"id": 9, "phoneNumber": "+49 6 12345678 99"})
    assert found("06-12345678") == [("customer", 1)]


def test_whoever_is_still_there_comes_first(mirror):
    mirror({"id": 10, "phoneNumber": "0612345678"}, gone=(10,))
    assert [(party.id, party.gone) for party in callers("06-12345678")] == [(1, False), (10, True)]


def test_only_kinds_that_may_be_seen(suppliers):
    suppliers({"id": 1, "companyName": "Ook", "mobileNumber": "06 12345678"})
    assert found("0612345678") == [("customer", 1), ("supplier", 1)]
    assert found("0612345678", kinds={"supplier"}) == [("supplier", 1)]
    assert found("0612345678", kinds=()) == []


def test_what_it_costs(mirror, calls, django_assert_max_num_queries):
    mirror(*({"id": 100 + n, "phoneNumber": "0612345678"} for n in range(150)))
    with calls(0), django_assert_max_num_queries(4):
        assert len(callers("0612345678")) == 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("038 421 07 33", "+31 384210733", True),
        ("038 421 07 33", "038 421 07 34", False),
        ("doorkiesnr. 12345", "12345", True),
        ("", "", False),
        ("geen", "geen", False),
    ],
)
def test_two_notations_of_one_number(one, other, same):
    assert same_number(one, other) is same


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="+0123456789 ()-./\x00", max_size=30))
def test_no_text_makes_it_fail(text):
    assert len(callers(text)) <= 10
