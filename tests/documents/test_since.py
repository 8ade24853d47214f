"""What changed since a quote was made, for the page on which it becomes an order."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.catalogue.models import Product
from apps.core import dates
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.since import Since, changed_since
from apps.logictrade import codec
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(filled: Draft) -> Callable[[], Since]:
    def look() -> Since:
        draft = Draft.objects.get(pk=filled.pk)
        return changed_since(draft, draft_lines(draft))

    return look


@pytest.fixture
def priced(synced: Any, filled: Draft) -> list[DraftLine]:
    """Lines at ten euro each, and LogicTrade's prices for this customer as set by hand."""
    lines = draft_lines(filled)
    for line in lines:
        DraftLine.objects.filter(pk=line.pk).update(part_price=Decimal(10), discount=Decimal(0))
        set_price(synced, line, Decimal(10))
    return lines


def set_price(sandbox: Any, line: DraftLine, price: Decimal) -> None:
    answer = {"salesPrice": price, "discountSalesPrice": price, "recommendedRetailPrice": None}
    records = sandbox.control.records
    if line.product_id in records.ids("price"):
        records.delete("price", line.product_id)
    records.create("price", {"id": line.product_id, "answer": answer, "customers": {}})


def test_one_question_for_all_prices(look: Any, filled: Draft, calls: Any) -> None:
    with calls(1):
        found = look()
    assert len(found.lines) == 2
    assert found.problem == ""
    assert all(one.now is not None for one in found.lines)


def test_dearer_cheaper_and_the_same(look: Any, priced: list[DraftLine], filled: Draft) -> None:
    Draft.objects.filter(pk=filled.pk).update(discount=Decimal(10))
    first, second = priced
    DraftLine.objects.filter(pk=first.pk).update(discount=Decimal(50))
    found = look()
    assert [(one.then, one.now) for one in found.lines] == [(Decimal("4.50"), 10), (Decimal("9.00"), 10)]
    assert [one.difference for one in found.lines] == [Decimal("5.50"), Decimal("1.00")]
    assert found.difference == Decimal("5.50") * first.quantity + Decimal(1) * second.quantity
    assert all(one.changed for one in found.lines)


def test_what_is_made_to_measure_has_no_price_of_today(look: Any, priced: list[DraftLine], calls: Any) -> None:
    DraftLine.objects.filter(pk__in=[line.pk for line in priced]).update(configuration=codec.dumps({"id": 9}))
    with calls(0):
        found = look()
    assert [one.now for one in found.lines] == [None, None]


def test_a_product_that_is_gone_and_a_line_that_is_short(look: Any, priced: list[DraftLine], synced: Any) -> None:
    Product.objects.filter(pk=priced[0].product_id).update(gone_at="2026-01-01T00:00:00Z")
    DraftLine.objects.filter(pk=priced[1].pk).update(quantity=Decimal(100_000))
    first, second = look().lines
    assert first.gone
    assert second.short > 0


def test_the_customer_and_the_day(look: Any, filled: Draft, priced: list[DraftLine]) -> None:
    assert not any("address" in note for note in look().notes)
    passed = dates.today() - timedelta(days=1)
    Draft.objects.filter(pk=filled.pk).update(expected_date=passed, address={"name": "Elders", "city": "Urk"})
    notes = look().notes
    assert any("another address" in note for note in notes)
    assert any("has passed" in note for note in notes)
    Customer.objects.filter(pk=filled.customer_id).update(gone_at="2026-01-01T00:00:00Z")
    assert "This customer is not in LogicTrade any more." in look().notes


def test_without_prices_the_rest_is_known(look: Any, filled: Draft, synced: Any) -> None:
    synced.control.faults.add("status", path="/products/prices", status=503, times=10)
    found = look()
    assert found.problem
    assert [one.now for one in found.lines] == [None, None]
