"""What changed since the document that a draft comes from."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from apps.documents.builder.checking import Check, check_draft
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.logictrade import codec

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(filled: Draft) -> Callable[[], Check]:
    def look() -> Check:
        draft = Draft.objects.get(pk=filled.pk)
        return check_draft(draft, draft_lines(draft))

    return look


@pytest.fixture
def priced(synced: Any, filled: Draft) -> list[DraftLine]:
    """Lines at ten euro each, which is what LogicTrade asks of this customer."""
    lines = draft_lines(filled)
    for line in lines:
        DraftLine.objects.filter(pk=line.pk).update(part_price=Decimal(10), discount=Decimal(0))
        records = synced.control.records
        if line.product_id in records.ids("price"):
            records.delete("price", line.product_id)
        answer = {"salesPrice": Decimal(10), "discountSalesPrice": Decimal(10), "recommendedRetailPrice": None}
        records.create("price", {"id": line.product_id, "answer": answer, "customers": {}})
    return lines


def test_one_question_tells_which_prices_changed(look: Any, priced: list[DraftLine], calls: Any) -> None:
    with calls(1):
        assert look().prices == []
    DraftLine.objects.filter(pk=priced[0].pk).update(discount=Decimal(50))
    (change,) = look().prices
    assert (change.line.pk, change.agreed, change.difference) == (priced[0].pk, 5, 5)


def test_the_documents_discount_is_part_of_what_was_agreed(look: Any, priced: list[DraftLine], filled: Draft) -> None:
    Draft.objects.filter(pk=filled.pk).update(discount=Decimal(10))
    assert [change.agreed for change in look().prices] == [9, 9]


def test_what_is_made_to_measure_is_not_asked_about(look: Any, priced: list[DraftLine], calls: Any) -> None:
    DraftLine.objects.filter(pk__in=[line.pk for line in priced]).update(configuration=codec.dumps({"id": 9}))
    with calls(0):
        assert look().prices == []


def test_another_address_than_the_customers_is_told(look: Any, filled: Draft) -> None:
    assert look().notes == []
    Draft.objects.filter(pk=filled.pk).update(address={"name": "Elders", "city": "Urk"})
    assert ["another address" in str(note.text) for note in look().notes] == [True]


def test_without_prices_the_rest_is_known(look: Any, synced: Any) -> None:
    synced.control.faults.add("status", path="/products/prices", status=503, times=10)
    found = look()
    assert (found.lost, found.prices) == (True, [])
