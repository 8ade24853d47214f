"""From a received customer to a row."""

import pytest

from apps.logictrade.errors import RecordError
from apps.relations.resources import read


def columns(**raw):
    return read({"id": 7, **raw}).columns


def test_a_business_has_its_company_name_and_kind():
    found = columns(number="R000000007", companyName="Vloerenhuis Twente", lastName="Vos", address={"city": "Enschede"})
    assert (found["name"], found["kind"], found["city"]) == ("Vloerenhuis Twente", "business", "Enschede")


def test_a_person_has_the_parts_of_the_name():
    found = columns(firstName="Piet", infix="de", lastName="Vries", companyName="  ")
    assert (found["name"], found["kind"]) == ("Piet de Vries", "private")


def test_a_customer_without_any_name_is_shown_by_number_or_id():
    assert columns(number="R1")["name"] == "R1"
    assert columns()["name"] == "#7"


def test_the_second_telephone_stands_in_for_a_missing_first():
    assert columns(phoneNumber="", phoneNumber2="038 421 07 33")["phone"] == "038 421 07 33"


def test_all_telephones_and_addresses_are_in_the_search_key():
    key = columns(
        phoneNumber="+31 38 421 07 33",
        phoneNumber2="0570-123456",
        mobileNumber="0031 6 12345678",
        address={"zipCode": "1234 AB", "houseNumber": "5", "phoneNumber": "020 7654321"},
        deliveryAddress={"zipCode": "4382ad", "houseNumber": "44 bis"},
    )["search_key"].split()
    assert {"0384210733", "0570123456", "0612345678", "0207654321", "1234ab5", "4382ad44bis"} <= set(key)


def test_vat_and_coc_numbers_are_searchable_and_the_remark_is_not():
    key = columns(vatNumber="NL123456789B01", cocNumber="12345678", remark="geheimpje")["search_key"]
    assert "nl123456789b01" in key
    assert "12345678" in key
    assert "geheimpje" not in key


def test_text_that_a_database_refuses_is_cleaned_and_cut():
    found = columns(companyName="A\x00b\ud800 " + "x" * 500, email="e" * 400)
    assert found["name"].startswith("Ab? x")
    assert (len(found["name"]), len(found["email"])) == (300, 254)
    found["search_key"].encode()


def test_a_field_of_a_wrong_type_is_drift_and_keeps_the_record():
    reading = read({"id": 7, "number": "R7", "email": ["a"], "address": None})
    assert reading.columns["number"] == "R7"
    assert {"email", "address"} <= set(reading.drift)


@pytest.mark.parametrize("pk", [None, "7", 0, -1, True])
def test_a_record_without_a_usable_id_is_refused(pk):
    with pytest.raises(RecordError):
        read({"id": pk, "number": "R1"})
