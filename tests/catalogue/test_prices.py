"""The price check: one customer, several products, one call at most."""

from decimal import Decimal
from typing import Any

import pytest

from apps.catalogue import customers, services
from apps.catalogue.checking import typed_codes
from apps.catalogue.customers import PriceCustomer
from apps.catalogue.services import CustomerPrice
from apps.core import clock
from apps.logictrade.errors import UnreachableError

PRICES, ANSWER, PICK = "/catalogue/prices/", "/catalogue/prices/answer/", "/catalogue/prices/pick/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sales(as_role):
    return as_role("sales")


@pytest.fixture
def asked(monkeypatch) -> list[Any]:
    """LogicTrade answers 90 for each product; what it was asked is kept."""
    seen: list[Any] = []
    known = PriceCustomer(7, "Hotel De Kust", "10007")
    monkeypatch.setattr(customers, "customers_named", lambda ids: {7: known} if 7 in ids else {})

    def answer(*, customer_id, product_ids):
        seen.append((customer_id, list(product_ids)))
        return {pk: CustomerPrice(Decimal(100), Decimal(90), Decimal(110), clock.now()) for pk in product_ids}

    monkeypatch.setattr(services, "prices_get", answer)
    return seen


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("A\r\nB\n\n B \nC", ["A", "B", "C"]),
        ("A;B\tC", ["A", "B", "C"]),
        ("met spatie", ["met spatie"]),
        ("\x00\x00", []),
    ],
)
def test_codes_of_a_pasted_list(text, codes):
    assert typed_codes(text) == codes


class TestPage:
    def test_the_first_paint_asks_nothing_and_then_the_page_asks(self, sales, catalogue, asked, calls):
        with calls(0):
            text = sales.get(PRICES, {"customer": "7", "codes": "LT00000047\nVL-1"}).text
        assert asked == []
        assert 'hx-trigger="load"' in text
        assert "Hoekbank Nova mosgroen" in text

    def test_one_question_for_all(self, sales, catalogue, asked, django_assert_max_num_queries):
        with django_assert_max_num_queries(14):
            response = sales.get(
                ANSWER, {"customer": "7", "codes": "lt00000047\n8719000000249\nvl-1\nNIETS"}, headers=HTMX
            )
        assert asked == [(7, [10, 12])]
        for part in ("90.00", "110.00", "No product with code or barcode NIETS", "LogicTrade "):
            assert part in response.text
        assert response.headers["HX-Push-Url"].startswith(f"{PRICES}?customer=7&codes=")

    def test_without_javascript_the_answer_is_a_page(self, sales, catalogue, asked):
        text = sales.get(ANSWER, {"customer": "7", "codes": "VL-1"}).text
        assert "<html" in text
        assert "90.00" in text
        assert 'hx-trigger="load"' not in text

    def test_whoever_buys(self, sales, catalogue, asked):
        sales.get(ANSWER, {"codes": "VL-1"})
        assert asked == [(None, [12])]

    def test_more_than_a_hundred_are_cut_and_it_is_said(self, sales, mirror, asked):
        mirror([{"id": n, "code": f"P{n}", "name": f"Product {n}"} for n in range(1, 131)])
        text = sales.get(ANSWER, {"codes": "\n".join(f"P{n}" for n in range(1, 131))}).text
        assert [len(ids) for _customer, ids in asked] == [100]
        assert "30 codes are left out" in text

    def test_a_difference_leads_to_the_explanation(self, sales, catalogue, asked):
        text = sales.get(ANSWER, {"customer": "7", "codes": "VL-1"}).text
        assert "differs by" in text
        assert "/catalogue/products/12/price/?customer=7" in text

    def test_gone_products_are_named_and_not_asked_for(self, sales, mirror, catalogue, asked):
        mirror(gone=(12,))
        text = sales.get(ANSWER, {"codes": "VL-1"}).text
        assert asked == []
        assert "removed in LogicTrade" in text

    def test_when_logictrade_is_away_the_mirror_stands(self, sales, catalogue, asked, monkeypatch):
        def away(**_kwargs):
            raise UnreachableError("away")

        monkeypatch.setattr(services, "prices_get", away)
        text = sales.get(ANSWER, {"codes": "LT00000047"}).text
        assert "LogicTrade does not answer" in text
        assert "259.95" in text

    @pytest.mark.parametrize("query", [{}, {"customer": "x"}, {"customer": "9" * 40}, {"codes": "x" * 20_000}])
    def test_junk_in_the_address_gives_a_page(self, sales, catalogue, asked, query):
        assert sales.get(PRICES, query).status_code == 200
        assert sales.get(ANSWER, query).status_code == 200
        assert asked == []

    @pytest.mark.parametrize(("role", "status"), [("purchasing", 200), ("finance", 200), ("warehouse", 403)])
    def test_who_may(self, as_role, catalogue, role, status):
        assert as_role(role).get(PRICES).status_code == status

    def test_marked_products_are_taken_along(self, sales, catalogue):
        response = sales.post(PICK, {"row": ["10", "12", "x", "99"]})
        assert response.status_code == 303
        assert response.headers["Location"] == f"{PRICES}?codes=LT00000047%0AVL-1"
