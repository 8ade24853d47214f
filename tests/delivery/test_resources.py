"""From a received record to a row: the usual one, and those no form would make."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.delivery import resources
from apps.delivery.models import Deliverable
from apps.erp.mirror.search import search
from apps.erp.models import FieldDrift, Quarantined, SeenText
from tests.delivery.support import raw, receive, stored

pytestmark = pytest.mark.django_db


def test_the_columns_of_the_contract_example() -> None:
    row = stored()
    assert (row.number, row.party_name, row.city, row.zip_code) == ("V24000001", "P. de Vries", "Utrecht", "3511 AB")
    assert (row.in_stock, row.delivery_type) == ("partially", "Bezorgen+montage")
    assert (row.expected_date, row.confirmed_date) == (date(2027, 5, 5), None)
    assert (row.total, row.paid, row.to_collect) == (Decimal(369), Decimal(100), Decimal(269))
    assert row.raw["delivery"]["address"]["houseNumber"] == "12"


def test_lines_that_were_delivered_do_not_count() -> None:
    row = stored()
    assert (row.lines_ready, row.lines_total) == (1, 2)
    assert row.volume == Decimal("0.8")


def test_a_volume_that_is_already_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "VOLUME_IS_PER_PIECE", False)
    assert stored().volume == Decimal("0.4")


def test_a_late_moment_is_the_day_of_the_office() -> None:
    assert stored(confirmedDeliveryDate="2027-05-05T22:30:00Z").confirmed_date == date(2027, 5, 6)
    assert stored(confirmedDeliveryDate="2027-05-05T22:30:00").confirmed_date == date(2027, 5, 5)


def test_the_delivery_type_is_offered_to_the_code_table() -> None:
    stored()
    assert list(SeenText.objects.values_list("table", "text")) == [("delivery_type", "Bezorgen+montage")]


@pytest.mark.parametrize(
    "changes",
    [
        {"delivery": None},
        {"delivery": {"type": None, "address": None}},
        {"lines": None},
        {"lines": [None, {"id": 1}, "line"]},
        {"comment": None, "totalPrice": None, "paidAmount": None},
        {"expectedDate": "soon", "confirmedDeliveryDate": 5},
        {"inStock": "maybe later, when the container is here"},
        {"totalPrice": Decimal("1e20"), "paidAmount": "12,50"},
        {"number": None},
        {"number": "V" * 300, "onbekend": {"a": [1, 2]}},
        {"delivery": {"address": {"name": "\x00\u202eDe <b>Vries</b>" * 40, "city": "\ud800", "zipCode": 3511}}},
    ],
)
def test_an_odd_record_is_kept_with_what_can_be_read(changes: dict[str, Any]) -> None:
    row = stored(**changes)
    assert row.gone_at is None
    assert not Quarantined.objects.exists()


def test_what_could_not_be_read_is_counted_once_per_field() -> None:
    stored(lines=[{"id": 1, "quantity": "x"}, {"id": 2, "quantity": "y"}])
    assert list(FieldDrift.objects.values_list("resource", "field", "times")) == [
        ("deliverable", "lines[].quantity", 1)
    ]


def test_a_number_too_large_for_its_column_stays_in_the_data() -> None:
    row = stored(totalPrice=Decimal("1e20"))
    assert (row.total, row.to_collect) == (None, None)
    assert row.raw["totalPrice"] == Decimal("1e20")


@pytest.mark.parametrize("record", [{"number": "V1"}, {"id": "4"}, {"id": 0}, [], None])
def test_a_record_without_an_id_is_set_aside_and_the_rest_goes_on(record: Any) -> None:
    done = receive(record, raw(id=9))
    assert done.quarantined == 1
    assert list(Deliverable.objects.values_list("pk", flat=True)) == [9]


def test_it_is_found_by_number_name_town_postcode_and_phone() -> None:
    stored()
    for query in ("V24000001", "vries", "utrecht", "3511AB 12", "030 1234567"):
        assert search(Deliverable, query).ids == (4,), query


def test_overpaid_is_less_than_nothing() -> None:
    assert stored(paidAmount=400).to_collect == Decimal(-31)
