"""Versions of a quote: kept when the customer would see something else, and compared line by line."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import clock
from apps.erp.mirror.registry import get
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.sales.quote_models import QuoteVersion
from apps.sales.version_compare import compare_versions, versions_of

pytestmark = pytest.mark.django_db


def line(number: int, code: str, quantity: Any, price: Any, **more: Any) -> dict[str, Any]:
    amount = Decimal(str(quantity)) * Decimal(str(price))
    return {
        "id": number * 7,
        "lineNumber": number,
        "code": code,
        "description": f"Stoel {code}",
        "quantity": quantity,
        "partPrice": price,
        "linePrice": amount,
        "vat": 21,
        **more,
    }


def raw(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    total = sum((one["linePrice"] for one in lines), Decimal(0))
    return {
        "id": 6,
        "number": "O26000006",
        "reference": "PO 1",
        "date": "2026-11-12T14:12:47",
        "status": "Definitief",
        "customer": {"id": 14, "companyName": "Hotel De Kust"},
        "lines": list(lines),
        "totalAmount": total,
        **changes,
    }


def seen(record: dict[str, Any]) -> None:
    upsert(get("quote"), [record], read_began_at=clock.now())


def test_only_what_the_customer_sees_makes_a_version() -> None:
    first = line(10, "A", 1, 100)
    seen(raw(first))
    seen(raw(first, status="Niet definitief"))
    seen(raw(first, comment={"intern": "BO-1", "extern": ""}))
    seen(raw(line(10, "A", Decimal("1.0"), Decimal("100.00")), modifiedDate="2026-11-13T00:00:00"))
    assert QuoteVersion.objects.count() == 1
    seen(raw(line(10, "A", 2, 100)))
    seen(raw(first))
    assert [row.number for row in QuoteVersion.objects.order_by("number")] == [1, 2, 3]
    assert [version.total for version in versions_of(6)] == [Decimal(100), Decimal(200), Decimal(100)]


def test_of_what_is_over_only_a_change_is_kept() -> None:
    seen(raw(line(10, "A", 1, 100), status="Vervallen"))
    assert not QuoteVersion.objects.exists()
    seen(raw(line(10, "A", 1, 100)))
    assert QuoteVersion.objects.count() == 1
    mark_gone(get("quote"), 6, at=clock.now())
    assert QuoteVersion.objects.count() == 1


def test_two_versions_line_by_line() -> None:
    seen(raw(line(10, "A", 1, 100), line(20, "B", 2, 50), line(30, "C", 1, 5)))
    seen(raw(line(10, "A", 3, 90, discount=Decimal("0.1")), line(30, "C", 1, 5), line(40, "D", 1, 7), reference="PO 2"))
    found = compare_versions(6, 2, 1)
    assert found is not None
    assert (found.a, found.b) == (1, 2)
    assert [(one.what, one.number) for one in found.lines] == [
        ("changed", "10"),
        ("removed", "20"),
        ("same", "30"),
        ("added", "40"),
    ]
    changed = found.lines[0]
    assert (changed.quantity.old, changed.quantity.new) == ("1", "3")
    assert (changed.price.old, changed.price.new) == ("100.00", "90.00")
    assert (changed.discount.old, changed.discount.new) == ("", "10.0")
    assert [(str(one.label), one.cell.old, one.cell.new) for one in found.head] == [("Reference", "PO 1", "PO 2")]
    assert found.difference == Decimal(282 - 205)
    assert compare_versions(6, 1, 9) is None


def test_lines_without_numbers_are_told_apart_by_code() -> None:
    seen(raw(line(0, "A", 1, 1, lineNumber=None), line(0, "A", 2, 1, lineNumber=None)))
    seen(raw(line(0, "A", 1, 1, lineNumber=None), line(0, "B", 2, 1, lineNumber=None)))
    found = compare_versions(6, 1, 2)
    assert found is not None
    assert sorted(one.what for one in found.lines) == ["added", "removed", "same"]


def test_the_page(as_role: Any) -> None:
    sales: Client = as_role("sales")
    seen(raw(line(10, "A", 1, 100)))
    address = reverse("sales:quote_versions", args=[6])
    assert "nothing to compare" in sales.get(address).content.decode()
    seen(raw(line(10, "A", 2, 100)))
    page = sales.get(address).content.decode()
    assert "<del>1</del> <ins>2</ins>" in page
    assert "2 versions" in sales.get(reverse("sales:quote_detail", args=[6])).content.decode()
    for query in ({"a": "9", "b": "x"}, {"a": "2", "b": "1"}, {"a": "²"}):
        assert sales.get(address, query).status_code == 200
    assert sales.get(reverse("sales:quote_versions", args=[99])).status_code == 404
    assert as_role("warehouse").get(address).status_code == 403
