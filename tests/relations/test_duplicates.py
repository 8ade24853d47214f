"""Records that may be the same as the one being typed: by key, by name, removed ones too."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.relations.duplicates import REASONS, duplicates

KNOWN = [
    {
        "id": 1,
        "number": "R1",
        "companyName": "Meubelhuis De Linde B.V.",
        "email": "Info@DeLinde.example.nl",
        "vatNumber": "NL 8044.12.207.B01",
        "cocNumber": "22 04 11 87",
        "phoneNumber": "038 421 07 33",
        "address": {"zipCode": "8011 AB", "houseNumber": "44 bis", "city": "Zwolle"},
        "deliveryAddress": {"zipCode": "1234CD", "houseNumber": "5"},
    },
    {"id": 2, "number": "R2", "firstName": "Jan", "infix": "de", "lastName": "Vries", "mobileNumber": "06-12345678"},
    {"id": 3, "number": "R3", "companyName": "Jansen Vloeren"},
    {"id": 4, "number": "R4", "companyName": "Parket & Zo"},
]


@pytest.fixture(autouse=True)
def known(mirror):
    mirror(*KNOWN)


def found(kind="customer", **typed):
    return {match.id: match.reasons for match in duplicates(kind, **typed)}


class TestKeys:
    @pytest.mark.parametrize(
        ("typed", "reason"),
        [
            ({"vat_number": "nl804412207b01"}, "vat_number"),
            ({"vat_number": "NL804412207B01"}, "vat_number"),
            ({"coc_number": "22041187"}, "coc_number"),
            ({"email": "info@delinde.example.NL"}, "email"),
            ({"phones": ["", "+31384210733"]}, "phone"),
            ({"phones": ["0384210733"]}, "phone"),
            ({"zip_code": "8011ab", "house_number": "44BIS"}, "address"),
            ({"zip_code": "1234 cd", "house_number": "5"}, "address"),
        ],
    )
    def test_each_finds_by_itself_in_any_notation(self, typed, reason):
        assert found(**typed) == {1: (reason,)}

    @pytest.mark.parametrize(
        "typed",
        [
            *({}, {"name": " "}, {"email": "info"}, {"vat_number": "NL8"}, {"coc_number": "2204"}, {"phones": ["038"]}),
            *({"zip_code": "8011AB"}, {"house_number": "5"}, {"zip_code": "8011AB", "house_number": "4"}),
            *({"email": "o@delinde.example.nl"}, {"coc_number": "2204118"}, {"name": "zo"}),
        ],
    )
    def test_a_part_of_a_key_is_no_match(self, typed):
        assert found(**typed) == {}


class TestNames:
    @pytest.mark.parametrize(
        ("name", "pk"),
        [
            *(("meubelhuis de linde", 1), ("Meubelhuis De Linde BV", 1), ("Meubelhuis de Lindde", 1)),
            *(("Meubelhius De Linde", 1), ("J. de Vries", 2), ("Jan de Vries", 2), ("JAN DE VRÍES", 2)),
            *(("Janssen Vloeren", 3), ("Jansen Vloeren B.V.", 3), ("Parket en Zo", 4), ("Parket & zo", 4)),
        ],
    )
    def test_it_looks_alike(self, name, pk):
        assert found(name=name) == {pk: ("name",)}

    @pytest.mark.parametrize("name", ["Linde", "Vries", "Vloeren", "Meubelhuis", "Hansen Deuren", "B.V.", "Zwolle"])
    def test_one_word_in_common_is_not_enough(self, name):
        assert found(name=name) == {}

    def test_the_same_name_is_found_however_many_newer_ones_share_a_word(self, mirror):
        mirror(*({"id": 1000 + n, "companyName": f"Jansen Vloeren {n:04d} Nederland"} for n in range(400)))
        assert 3 in found(name="Jansen Vloeren")


class TestOrder:
    def test_more_and_stronger_reasons_come_first(self, mirror):
        mirror({"id": 5, "companyName": "Anders", "email": "info@delinde.example.nl"})
        matches = duplicates("customer", name="Meubelhuis De Linde", email="info@delinde.example.nl")
        assert [(match.id, match.reasons) for match in matches] == [(1, ("email", "name")), (5, ("email",))]
        assert [str(label) for label in matches[0].labels] == ["same e-mail", "name looks alike"]
        assert matches[0].href == "/relations/customers/1/"

    def test_removed_ones_are_told_and_come_after_equals(self, mirror):
        mirror({"id": 5, "companyName": "Jansen Vloeren"}, gone=(5,))
        assert [(match.id, match.gone) for match in duplicates("customer", name="Jansen Vloeren")] == [
            (3, False),
            (5, True),
        ]

    def test_the_record_itself_is_left_out(self):
        assert found(coc_number="22041187", exclude=1) == {}

    def test_no_more_than_asked_for(self, mirror):
        mirror(*({"id": 100 + n, "phoneNumber": "0384210733"} for n in range(20)))
        assert len(duplicates("customer", phones=["0384210733"])) == 5
        assert len(duplicates("customer", phones=["0384210733"], limit=9)) == 9


def test_suppliers_are_compared_with_suppliers(suppliers):
    suppliers({"id": 1, "companyName": "Weverij Twente", "cocNumber": "12345678", "email": "inkoop@weverij.example"})
    assert found("supplier", coc_number="1234 5678", vat_number="NL804412207B01") == {1: ("coc_number",)}
    assert found("supplier", name="Weverij Twentte") == {1: ("name",)}
    assert found("supplier", email="info@delinde.example.nl") == {}


def test_what_it_costs(mirror, calls, django_assert_max_num_queries):
    mirror(*({**KNOWN[0], "id": 100 + n} for n in range(400)))
    with calls(0), django_assert_max_num_queries(3):
        assert duplicates(
            "customer",
            name="Meubelhuis De Linde",
            phones=["0384210733", "0612345678"],
            email="info@delinde.example.nl",
            vat_number="NL804412207B01",
            coc_number="22041187",
            zip_code="8011AB",
            house_number="44",
        )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60), st.text(max_size=40), st.text(alphabet="\"'*^():-+%_\\ aé0@\x00", max_size=30))
def test_no_text_makes_it_fail(name, number, other):
    matches = duplicates(
        "customer", name=name, phones=[number, other], email=other, vat_number=number, coc_number=other,
        zip_code=other, house_number=number,
    )  # fmt: skip
    assert all(set(match.reasons) <= set(REASONS) for match in matches)
