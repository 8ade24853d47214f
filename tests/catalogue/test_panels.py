"""The live panels over real HTTP: one call each, figures of the mirror when LogicTrade does not answer."""

from decimal import Decimal

import pytest
from django.core.cache import cache

from apps.catalogue import services
from apps.catalogue.models import StockLevel, StockPlace
from apps.catalogue.stock import stock_summaries
from apps.erp import gateway, link
from apps.logictrade.errors import LogicTradeError
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sales(as_role):
    return as_role("sales")


@pytest.fixture
def product_id(synced):
    return StockLevel.objects.order_by("pk").values_list("product_id", flat=True)[4]


@pytest.fixture
def down(synced, settings):
    """LogicTrade no longer answers at its address."""
    settings.LOGICTRADE_URL = "http://127.0.0.1:1"
    gateway.forget_client()
    link.forget_cached()


class TestStock:
    def test_one_call_writes_the_mirror_and_says_live(self, sales, product_id, calls, django_assert_max_num_queries):
        with calls(1), django_assert_max_num_queries(45):
            response = sales.get(f"/catalogue/products/{product_id}/stock/", headers=HTMX)
        assert "live " in response.text
        assert "<html" not in response.text
        assert stock_summaries([product_id])[product_id].saleable is not None
        assert False in StockPlace.objects.values_list("saleable", flat=True)

    def test_without_htmx_it_is_a_page(self, sales, product_id):
        assert "<html" in sales.get(f"/catalogue/products/{product_id}/stock/").text

    def test_what_changed_meanwhile_is_marked(self, sales, product_id, synced):
        stored = synced.control.records.get("stock", product_id)
        places = [{**place, "stock": 321} for place in stored["locations"]]
        synced.control.records.patch("stock", product_id, {"locations": places})
        text = sales.get(f"/catalogue/products/{product_id}/stock/", headers=HTMX).text
        assert "321" in text
        assert 'class="changed"' in text

    def test_when_logictrade_is_away_the_mirror_answers_with_a_sentence(self, sales, product_id, down):
        response = sales.get(f"/catalogue/products/{product_id}/stock/", headers=HTMX)
        assert response.status_code == 200
        assert "LogicTrade does not answer" in response.text
        assert "Magazijn" in response.text
        assert "live " not in response.text

    def test_more_than_a_hundred_are_refused_before_they_leave(self, synced, calls):
        with calls(0), pytest.raises(ValueError, match="100"):
            services.stock_refresh(product_ids=range(1, 102))

    def test_no_product_no_call(self, synced, calls):
        with calls(0):
            assert services.stock_refresh(product_ids=[]) == {}
            assert services.prices_get(customer_id=1, product_ids=[]) == {}


class TestPlaces:
    def test_the_worker_asks_once_about_unknown_places(self, synced, calls):
        with calls(1):
            assert services.places_learn()
        assert None not in StockPlace.objects.values_list("saleable", flat=True)
        with calls(0):
            assert not services.places_learn()

    def test_logictrade_being_away_is_no_failure(self, down):
        assert services.places_learn()
        assert set(StockPlace.objects.values_list("saleable", flat=True)) == {None}


class TestPrice:
    @pytest.fixture
    def customer(self, synced):
        return Customer.objects.order_by("pk")[0]

    def test_one_call_and_then_a_minute_of_memory(self, sales, product_id, customer, calls):
        url = f"/catalogue/products/{product_id}/price/?customer={customer.pk}"
        with calls(1):
            first = sales.get(url, headers=HTMX)
        assert customer.name in first.text or customer.number in first.text
        assert "LogicTrade says" in first.text
        with calls(0):
            assert "LogicTrade says" in sales.get(url, headers=HTMX).text

    def test_the_answer_is_the_customers_and_kept_apart(self, product_id, customer, synced, calls):
        with calls(2):
            mine = services.prices_get(customer_id=customer.pk, product_ids=[product_id])[product_id]
            anyone = services.prices_get(customer_id=None, product_ids=[product_id])[product_id]
        assert isinstance(mine.net, Decimal)
        assert isinstance(anyone.net, Decimal)
        assert mine.net <= anyone.net == anyone.sales

    def test_only_what_is_missing_is_asked(self, product_id, customer, synced, calls):
        services.prices_get(customer_id=customer.pk, product_ids=[product_id])
        synced.control.clear_journal()
        found = services.prices_get(customer_id=customer.pk, product_ids=[product_id, product_id + 1])
        assert len(found) == 2
        asked = [entry.json["items"] for entry in synced.control.journal()]
        assert asked == [[{"productId": product_id + 1, "customerId": customer.pk}]]

    @pytest.mark.parametrize("customer", ["", "x", "0", "-1", "9" * 40, "٣", "1;2"])
    def test_nobody_chosen_asks_nothing(self, sales, product_id, customer, calls):
        with calls(0):
            response = sales.get(f"/catalogue/products/{product_id}/price/", {"customer": customer}, headers=HTMX)
        assert response.status_code == 200
        assert "Choose a customer" in response.text

    def test_when_logictrade_is_away_the_list_price_stands(self, sales, product_id, customer, down):
        cache.clear()
        url = f"/catalogue/products/{product_id}/price/?customer={customer.pk}"
        text = sales.get(url, headers=HTMX).text
        assert "LogicTrade does not answer" in text
        assert "Sales price as last read" in text

    def test_a_refusal_is_an_error_for_callers(self, product_id, down):
        with pytest.raises(LogicTradeError):
            services.prices_get(customer_id=None, product_ids=[product_id])
