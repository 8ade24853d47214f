"""Lines as they were sold: written when documents are mirrored, read for the next line of the same customer."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.documents.models import SoldLine
from apps.documents.sold import basket, last_sold
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.sales.resources import ORDERS, QUOTES
from tests.sales.test_usual import line, order, put


def quote(pk, day, *lines, customer=4):
    return {"id": pk, "number": f"O{pk}", "date": day, "customer": {"id": customer}, "lines": list(lines)}


@pytest.fixture
def orders(db):
    upsert(
        PRODUCTS,
        [{"id": 70, "code": "STOEL-1", "name": "Stoel"}, {"id": 71, "code": "TAFEL", "name": "Tafel"}],
        read_began_at=clock.now(),
    )
    put(
        order(1, "2026-01-05", line("stoel-1", 4, "100.00"), line("TAFEL", 1)),
        order(2, "2026-03-05", line("STOEL-1", 4, "110.00", discount=Decimal("0.10"))),
        order(3, "2026-02-05", line("STOEL-1", 6, "120.00"), line("", 9), line("STOEL-1", -2)),
        order(4, "2026-05-05", line("TAFEL", 50, "1.00"), status="Geannuleerd"),
        order(5, "2026-06-05", line("TAFEL", 1, "2.00"), customer=5),
    )
    upsert(
        QUOTES,
        [quote(1, "2026-09-01", line("STOEL-1", 1, "90.00"), line("LAMP", 1, "45.00"))],
        read_began_at=clock.now(),
    )


@pytest.mark.usefixtures("orders")
class TestLastSold:
    def test_the_newest_sale_of_this_customer_after_its_discount(self):
        found = last_sold(4, ["stoel-1", "tafel", "lamp", "niets"])
        assert {key: (one.price, one.date, one.number, one.offered) for key, one in found.items()} == {
            "stoel-1": (Decimal("99"), date(2026, 3, 5), "V2", False),
            "tafel": (Decimal("10"), date(2026, 1, 5), "V1", False),
            "lamp": (Decimal("45"), date(2026, 9, 1), "O1", True),
        }
        assert found["stoel-1"].url == "/sales/orders/2/"

    def test_one_query(self):
        with CaptureQueriesContext(connection) as queries:
            last_sold(4, ["stoel-1", "tafel"])
        assert len(queries) == 1

    def test_nobody_yet_bought_nothing(self):
        assert last_sold(None, ["stoel-1"]) == {}

    def test_a_document_that_is_gone_or_changed_takes_its_lines_along(self):
        mark_gone(ORDERS, 2, at=clock.now())
        assert last_sold(4, ["stoel-1"])["stoel-1"].number == "V3"
        put(order(3, "2026-02-05", line("LAMP", 6, "12.00")))
        assert last_sold(4, ["stoel-1"])["stoel-1"].number == "V1"
        assert SoldLine.objects.filter(kind="order", document_id=3).count() == 1


@pytest.mark.usefixtures("orders")
class TestBasket:
    def test_what_is_ordered_most_with_the_usual_quantity(self):
        assert [(row.product.number, row.times, row.usual, row.last) for row in basket(4)] == [
            ("STOEL-1", 3, 4, date(2026, 3, 5)),
            ("TAFEL", 1, 1, date(2026, 1, 5)),
        ]

    def test_three_queries(self):
        with CaptureQueriesContext(connection) as queries:
            basket(4)
        assert len(queries) == 3
