"""The thin doors: each method is the operation it says."""

from datetime import date
from decimal import Decimal

import pytest

from apps.logictrade import codec
from apps.logictrade.errors import RecordError
from apps.logictrade.limits import Priority

from .conftest import ROOT
from .examples import EXAMPLES

P = f"{ROOT}/rest/v1"


@pytest.mark.parametrize(
    ("family", "path", "name"),
    [
        ("customers", "customers/14", "customer.retrieve"),
        ("products", "products/29", "product.retrieve"),
        ("quotes", "quotes/6", "quote.retrieve"),
        ("orders", "orders/7", "order.retrieve"),
    ],
)
def test_retrieve(family, path, name, client, api, limiter):
    api.get(f"{P}/{path}", body=codec.dumps(EXAMPLES[name].answer), content_type="application/json")
    number = int(path.split("/")[1])
    parsed = getattr(client, family).retrieve(number, priority=Priority.BACKGROUND)
    assert parsed.record.id == number
    assert parsed.record.raw == EXAMPLES[name].answer
    assert limiter.asked[0][0] == "background"


@pytest.mark.parametrize(
    ("family", "path", "name"),
    [
        ("customers", "customers", "customer.list"),
        ("products", "products", "product.list"),
        ("groups", "products/groups", "group.list"),
        ("stock", "products/stock", "stock.list"),
        ("quotes", "quotes", "quote.list"),
        ("orders", "orders", "order.list"),
        ("deliveries", "deliveries", "delivery.list"),
    ],
)
def test_list(family, path, name, client, api):
    api.get(f"{P}/{path}", body=codec.dumps(EXAMPLES[name].answer), content_type="application/json")
    page = getattr(client, family).list(3, 50)
    assert page.records == EXAMPLES[name].answer["results"]
    assert api.calls[0].request.url.endswith("?pageNumber=3&pageSize=50")


def test_list_with_a_filter(client, api):
    api.get(f"{P}/quotes", json={"results": []})
    client.quotes.list(originCode="WIN", customerNumber="R1")
    assert "customerNumber=R1&origenCode=WIN&" in api.calls[0].request.url


def test_introspect(client, api):
    api.post(f"{ROOT}/authentication/introspect", json=EXAMPLES["introspect"].answer)
    assert client.system.introspect().record.active is True
    assert api.calls[0].request.body is None


def test_search_products(client, api):
    api.post(f"{P}/products/search", json=EXAMPLES["product.search"].answer)
    (hit,) = client.products.search(["barkruk"])
    assert hit.results[0].id == 29
    assert api.calls[0].request.body == b'{"items":[{"keyword":"barkruk"}],"searchScope":"all"}'


def test_ask_stock_and_prices(client, api):
    api.post(f"{P}/products/stock", json=EXAMPLES["stock.search"].answer)
    api.post(
        f"{P}/products/prices",
        body='[{"productId":106,"customerId":5,"salesPrice":123.10}]',
        content_type="application/json",
    )
    (level,) = client.stock.search([{"productId": 213}])
    (price,) = client.prices.get([{"productId": 106, "customerId": 5}])
    assert level.total == 1
    assert (price.triple, price.sales_price) == ((106, None, 5), Decimal("123.10"))
    assert api.calls[0].request.body == b'{"items":[{"productId":213}]}'
    assert api.calls[1].request.body == b'{"items":[{"customerId":5,"productId":106}]}'


@pytest.mark.parametrize("count", [0, 101])
def test_no_more_than_100_items_at_a_time(count, client, api):
    items = [{"productId": number + 1} for number in range(count)]
    for ask in (client.stock.search, client.prices.get, client.products.search):
        with pytest.raises(ValueError, match="1 to 100"):
            ask(items)


def test_a_record_that_cannot_be_read_says_which(client, api):
    api.get(f"{P}/customers/14", json={"number": "R1"})
    with pytest.raises(RecordError, match=r"customer\.retrieve"):
        client.customers.retrieve(14)


def test_a_day_may_be_asked_for(client, api):
    api.get(f"{P}/deliveries", json={"results": []})
    client.deliveries.list(inStock="yes", modifiedAfter=date(2026, 3, 2))
    assert "inStock=yes&modifiedAfter=2026-03-02&" in api.calls[0].request.url
