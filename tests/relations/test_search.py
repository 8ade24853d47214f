"""Finding customers: the same ids on both database engines, whatever was typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.erp.mirror.search import search
from apps.relations.models import Customer
from apps.relations.selectors import customer_search

PEOPLE = [
    {"id": 1, "number": "R000000001", "firstName": "Jörg", "lastName": "Müller", "mobileNumber": "06-12345678"},
    {"id": 2, "number": "R000000002", "firstName": "Jorg", "lastName": "Muller", "mobileNumber": "+31 6 12 34 56 79"},
    {"id": 3, "number": "R000000003", "firstName": "Joerg", "lastName": "Mueller", "phoneNumber2": "0031612345670"},
    {
        "id": 4,
        "number": "R000000004",
        "companyName": "Hotel De Zeeuwse Kust",
        "cocNumber": "22041187",
        "vatNumber": "NL804412207B01",
        "email": "inkoop@zeeuwsekust.example.nl",
        "phoneNumber": "0118 41 22 05",
        "address": {"zipCode": "4382 AD", "houseNumber": "44", "city": "Vlissingen"},
        "deliveryAddress": {"zipCode": "1234AB", "houseNumber": "5", "city": "Utrecht"},
    },
    {"id": 5, "number": "R000000005", "companyName": "Café 100% Øl_bar", "address": {"city": "'s-Hertogenbosch"}},
]


@pytest.fixture
def people(mirror):
    mirror(*PEOPLE)


def found(query):
    return set(search(Customer, query).ids)


@pytest.mark.usefixtures("people")
class TestWhatIsFound:
    @pytest.mark.parametrize("typed", ["06-1234", "+31 6 12 34", "0612 34", "0031 6 1234", "06 12 34", "061234"])
    def test_a_piece_of_a_telephone_number_in_any_notation(self, typed):
        assert found(typed) == {1, 2, 3}

    def test_a_number_with_blanks_is_one_number_and_not_words(self, mirror):
        mirror({"id": 6, "number": "R34", "companyName": "Zaal 34", "phoneNumber": "0612-999999"})
        assert found("0612 34") == {1, 2, 3}

    @pytest.mark.parametrize("typed", ["Müller", "Muller", "mueller", "MÜLLER", "müll", "Mu\u0308ller"])
    def test_an_umlaut_in_any_spelling(self, typed):
        assert found(typed) == {1, 2, 3}

    @pytest.mark.parametrize("typed", ["1234AB 5", "1234 ab 5", "1234ab5", "1234 AB", "4382AD 44"])
    def test_postcode_with_or_without_house_number_of_any_address(self, typed):
        assert found(typed) == {4}

    def test_a_house_number_that_is_another_finds_nothing(self):
        assert found("1234AB 6") == set()

    @pytest.mark.parametrize(
        "typed",
        ["zeeuwse", "kust hotel", "22041187", "NL804412207B01", "inkoop@zeeuwse", "vlissingen", "utrecht", "41 22 05"],
    )
    def test_words_numbers_and_mail_in_any_order(self, typed):
        assert 4 in found(typed)

    @pytest.mark.parametrize("typed", ["100%", "Øl_bar", "ol_bar", "cafe", "s-hertogen"])
    def test_signs_of_sql_are_plain_letters(self, typed):
        assert found(typed) == {5}

    def test_an_exact_number_comes_first(self):
        rows, total = customer_search("r000000003")
        assert (rows[0].pk, total.value) == (3, 1)

    def test_one_or_two_letters_find_by_prefix(self):
        assert found("ho") == {4}
        assert found("j") == {1, 2, 3}

    def test_every_word_must_be_there(self):
        assert found("hotel muller") == set()

    @pytest.mark.parametrize("typed", ["", "   ", "\x00", "zzzzzz", '"', "*", "AND", "NEAR(", "search_key:x", "'; --"])
    def test_what_says_nothing_finds_nothing(self, typed):
        assert found(typed) == set()

    def test_ten_thousand_characters(self):
        assert found("hotel " + "x" * 10_000) == set()


@pytest.mark.usefixtures("people")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\"'*^():-+{}[]~%_\\ aé0\x00", max_size=30))
def test_no_text_makes_the_search_fail(text):
    rows, total = customer_search(text)
    assert len(rows) <= max(total.value, 0)


def test_gone_customers_are_found(mirror):
    mirror(*PEOPLE, gone=(4,))
    rows, _total = customer_search("zeeuwse")
    assert [(row.pk, row.gone_at is not None) for row in rows] == [(4, True)]
    assert customer_search("zeeuwse", with_gone=False)[0] == []
