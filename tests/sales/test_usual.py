"""What a customer usually buys: counted from the mirrored orders."""

from decimal import Decimal

import pytest

from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.core.panels import panels_for
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.sales.resources import ORDERS
from apps.sales.usual import ORDERS as MOST
from apps.sales.usual import Usual, usual_products

URL = "/sales/usual/4/"
HTMX = {"HX-Request": "true"}


def line(code, quantity=1, price="10.00", **more):
    return {"code": code, "description": f"Artikel {code}", "quantity": quantity, "partPrice": Decimal(price), **more}


def order(pk, date, *lines, customer=4, **more):
    return {
        "id": pk,
        "number": f"V{pk}",
        "status": "Definitief",
        "date": date,
        "customer": {"id": customer},
        "lines": list(lines),
        **more,
    }


def put(*records):
    upsert(ORDERS, list(records), read_began_at=clock.now())


@pytest.fixture
def orders(db):
    upsert(
        PRODUCTS,
        [{"id": 70, "code": "STOEL-1", "name": "Stoel", "unit": "st"}],
        read_began_at=clock.now(),
    )
    put(
        order(1, "2026-01-05", line("stoel-1", 4, "100.00"), line("TAFEL", 1)),
        order(2, "2026-03-05", line("STOEL-1", 2, "110.00", discount=Decimal("0.10")), line("KLEED", 1)),
        order(3, "2026-02-05", line("KLEED", 3), line("", 9), line("STOEL-1", -2), {"description": "tekst"}),
        order(4, "2026-05-05", line("TAFEL", 50), status="Geannuleerd"),
        order(5, "2026-06-05", line("LAMP", 1), customer=5),
        order(6, "2026-07-05", line("LAMP", 1)),
    )
    mark_gone(ORDERS, 6, at=clock.now())


@pytest.mark.usefixtures("orders")
class TestCounting:
    def test_the_most_often_ordered_comes_first_then_the_last_bought(self):
        usual = usual_products(4)
        assert [(row.code, row.times, row.quantity) for row in usual.rows] == [
            ("STOEL-1", 2, Decimal(6)),
            ("KLEED", 2, Decimal(4)),
            ("TAFEL", 1, Decimal(1)),
        ]
        assert (usual.total, usual.orders, usual.cut) == (3, 3, False)

    def test_price_discount_and_order_are_those_of_the_last_time(self):
        chair = usual_products(4).rows[0]
        assert (chair.price, chair.discount, chair.order_number) == (Decimal("110.00"), Decimal("10.00"), "V2")
        assert (chair.order_url, chair.product_url, chair.unit) == ("/sales/orders/2/", "/catalogue/products/70/", "st")

    def test_a_product_that_is_not_in_the_mirror_leads_nowhere(self):
        rug = usual_products(4).rows[1]
        assert (rug.product_url, rug.description) == ("", "Artikel KLEED")

    def test_no_more_than_asked_for(self):
        usual = usual_products(4, limit=1)
        assert (len(usual.rows), usual.total) == (1, 3)

    def test_nobody_and_nothing(self):
        assert usual_products(99) == Usual([], 0, 0)

    def test_of_a_long_history_the_newest_orders_count(self, django_assert_max_num_queries):
        put(*(order(1000 + n, f"2025-{n % 12 + 1:02d}-01", line("OUD")) for n in range(MOST + 20)))
        with django_assert_max_num_queries(2):
            usual = usual_products(4)
        # One of the newest was cancelled.
        assert (usual.orders, usual.cut) == (MOST - 1, True)
        assert "STOEL-1" in [row.code for row in usual.rows]

    def test_odd_orders_are_survived(self):
        put(
            {"id": 20, "customer": {"id": 4}, "lines": None, "date": None, "number": None, "status": None},
            order(21, "2026-08-01", line("X" * 900, Decimal("1e12"), "0.0001"), line("<b>&", 1, "1")),
        )
        assert {row.times for row in usual_products(4).rows} == {1, 2}


@pytest.mark.usefixtures("orders")
class TestPage:
    def test_the_panel_stands_on_the_customers_card(self, people):
        assert URL in [panel.url for panel in panels_for(people["sales"], "customer", 4)]

    def test_the_panel_is_a_part(self, as_role):
        text = as_role("sales").get(URL, headers=HTMX).text
        assert text.lstrip().startswith('<div class="panel-head">')
        assert "of 3 orders" in text
        assert 'href="/sales/orders/2/"' in text

    def test_without_htmx_it_is_a_page(self, as_role):
        assert "<html" in as_role("sales").get(URL).text

    def test_who_may_not_see_customers_may_not_see_this(self, as_role):
        assert as_role("warehouse").get(URL).status_code == 403

    @pytest.mark.parametrize("pk", ["99", "9" * 30])
    def test_nobody_has_bought_nothing(self, as_role, pk):
        assert "Nothing was ordered yet." in as_role("sales").get(f"/sales/usual/{pk}/").text

    def test_hostile_text_is_text(self, as_role):
        put(order(21, "2026-08-01", line("<b>&", 1, "1", description="<script>x()</script>")))
        text = as_role("sales").get(URL).text
        assert "<script>x" not in text
        assert "&lt;script&gt;x()" in text

    def test_what_it_costs(self, as_role, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(9):
            client.get(URL, headers=HTMX)
