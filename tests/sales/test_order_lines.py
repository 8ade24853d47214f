"""Order lines across orders: what flows down, what the list finds, and that half a million of them stay quick."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.core import clock, dates
from apps.erp.mirror.registry import get
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.sales.line_models import OrderLine
from apps.sales.order_lines import line_list

pytestmark = pytest.mark.django_db


def order(pk: int = 5, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": pk,
        "number": f"V{pk}",
        "date": "2026-11-01",
        "status": "Definitief",
        "salesMan": "Sanne de Boer",
        "stockStatus": "partial",
        "deliveryStatus": "none",
        "invoiceStatus": "none",
        "customer": {"id": 14, "companyName": "Hotel De Kust"},
        "delivery": {"expectedDate": "2026-11-20T00:00:00", "confirmedDate": "2026-12-01T09:00:00"},
        "lines": list(lines),
        **changes,
    }


def line(number: int, code: str = "A1", **more: Any) -> dict[str, Any]:
    return {"lineNumber": number, "code": code, "quantity": 2, "linePrice": 10, "description": "Bank", **more}


def seen(*records: dict[str, Any]) -> None:
    upsert(get("order"), list(records), read_began_at=clock.now())


def numbers(**filters: Any) -> list[int | None]:
    return [row.line_number for row in line_list(filters=filters, order=["line_number"]).rows]


def test_the_lines_of_an_order_flow_down_and_follow_it() -> None:
    seen(
        order(
            5,
            line(10, stockStatus="complete"),
            line(20, "B2", reservations=[{"number": "I 24", "lineNumber": "1"}, {"number": "I25"}]),
            line(30, deliveryStatus="complete"),
            {"lineNumber": 40, "description": "Alleen tekst"},
        )
    )
    first, second, third = OrderLine.objects.order_by("place")
    assert (first.stock_status, first.is_open, first.quantity) == ("complete", True, Decimal(2))
    assert (second.stock_status, second.waits_for, second.waits_key) == ("partial", "I 24, I25", "i24")
    assert not third.is_open
    assert (first.expected_date, first.confirmed_date) == (date(2026, 11, 20), date(2026, 12, 1))
    assert (first.party_name, first.salesman, first.number) == ("Hotel De Kust", "Sanne de Boer", "V5")
    seen(order(5, line(10)))
    assert OrderLine.objects.count() == 1
    mark_gone(get("order"), 5, at=clock.now())
    assert not OrderLine.objects.exists()


@pytest.mark.parametrize(
    ("changes", "is_open"),
    [
        ({"status": "Geannuleerd"}, False),
        ({"status": "Niet definitief"}, True),
        ({"status": "Wacht op iets"}, True),
        ({"deliveryStatus": "complete"}, False),
        ({"deliveryStatus": "complete", "status": "Wacht op iets"}, False),
    ],
)
def test_what_is_open(changes: dict[str, Any], is_open: bool) -> None:
    seen(order(5, line(10), **changes))
    assert OrderLine.objects.get().is_open is is_open


def test_filters() -> None:
    far = (dates.today() + timedelta(days=30)).isoformat()
    seen(
        order(5, line(10, stockStatus="complete"), line(20, deliveryStatus="complete")),
        order(6, line(30, "B2", reservations=[{"number": "I24000012"}]), delivery={"expectedDate": f"{far}T00:00:00"}),
        order(7, line(40), salesMan="Tim", customer={"id": 15, "companyName": "Zee"}, delivery=None),
    )
    assert numbers() == [10, 30, 40]
    assert numbers(show="all") == [10, 20, 30, 40]
    assert numbers(show="late") == [10]
    assert numbers(stock="complete") == [10]
    assert numbers(salesman="sanne") == [10, 30]
    assert numbers(waits="i2400") == [30]
    assert numbers(party=15) == [40]
    assert numbers(until=dates.today()) == [10]
    assert [row.line_number for row in line_list(query="V6").rows] == [30]
    assert [row.line_number for row in line_list(query="I24000012").rows] == [30]
    assert [row.line_number for row in line_list(query="hotel kust", order=["line_number"]).rows] == [10, 30]
    assert [row.line_number for row in line_list(query="b2").rows] == [30]


def test_the_page(as_role: Any, django_assert_max_num_queries: Any) -> None:
    client: Client = as_role("warehouse")
    seen(order(5, line(10, stockStatus="complete"), line(20)))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("sales:line_list")).content.decode()
    assert reverse("sales:order_detail", args=[5]) in page
    assert "late" in page
    for query in (
        {"show": "nonsense"},
        {"product": "x"},
        {"product": "7", "party": "9" * 30},
        {"q": "'\"*() NEAR("},
        {"waits": "\x00", "salesman": "%_"},
        {"sort": "-expected", "page": "99999"},
    ):
        assert client.get(reverse("sales:line_list"), query, follow=True).status_code == 200


# PostgreSQL plans by the size of the table.
@pytest.mark.sqlite_only
@pytest.mark.parametrize("order", [("expected_date", "pk"), ("party_key", "pk")])
def test_the_open_list_walks_an_index(order: tuple[str, ...]) -> None:
    """Whatever the size of the table the first page reads its index in order, and sorts nothing."""
    plan = OrderLine.objects.filter(is_open=True).order_by(*order)[:50].explain()
    assert "USING INDEX line_open" in plan
    assert "TEMP B-TREE" not in plan
