"""The thin doors: each method is the operation it says."""

from datetime import date
from decimal import Decimal

import pytest

from apps.logictrade import codec
from apps.logictrade.errors import BadAnswerError, RecordError
from apps.logictrade.limits import Priority

from .conftest import ROOT
from .examples import EXAMPLES

P = f"{ROOT}/rest/v1"


@pytest.mark.parametrize(
    ("family", "path", "name"),
    [
        ("customers", "customers/14", "customer.retrieve"),
        ("suppliers", "suppliers/3", "supplier.retrieve"),
        ("products", "products/29", "product.retrieve"),
        ("quotes", "quotes/6", "quote.retrieve"),
        ("orders", "orders/7", "order.retrieve"),
        ("invoices", "invoices/2", "invoice.retrieve"),
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
        ("suppliers", "suppliers", "supplier.list"),
        ("products", "products", "product.list"),
        ("groups", "products/groups", "group.list"),
        ("compositions", "products/compositions", "composition.list"),
        ("stock", "products/stock", "stock.list"),
        ("quotes", "quotes", "quote.list"),
        ("orders", "orders", "order.list"),
        ("invoices", "invoices", "invoice.list"),
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


def answer(api, path, name):
    api.get(f"{P}/{path}", body=codec.dumps(EXAMPLES[name].answer), content_type="application/json")


def test_texts_and_links_of_a_product(client, api):
    answer(api, "products/29/descriptions", "product.descriptions")
    answer(api, "products/29/references", "product.references")
    texts = client.products.descriptions(29, language="nl", type="webshop")
    links = client.products.references(29, 2, 10)
    assert texts.records == EXAMPLES["product.descriptions"].answer["results"]
    assert links.records == EXAMPLES["product.references"].answer["results"]
    asked = [call.request.url.partition("?")[2] for call in api.calls]
    assert asked == ["language=nl&pageNumber=1&pageSize=100&type=webshop", "pageNumber=2&pageSize=10"]


def test_discounts_of_all_products_and_customers(client, api):
    answer(api, "discounts/products", "discount.products")
    answer(api, "discounts/customers", "discount.customers")
    day = date(2024, 3, 15)
    products = client.discounts.products(quantity=Decimal("2.5"), reference_date=day)
    customers = client.discounts.customers(3, 50, reference_date=day, priority=Priority.BACKGROUND)
    assert products.records == EXAMPLES["discount.products"].answer["results"]
    assert customers.records == EXAMPLES["discount.customers"].answer["results"]
    asked = [call.request.url.partition("?")[2] for call in api.calls]
    assert asked == [
        "pageNumber=1&pageSize=100&quantity=2.5&referenceDate=2024-03-15",
        "pageNumber=3&pageSize=50&referenceDate=2024-03-15",
    ]


@pytest.mark.parametrize("wrap", [lambda entry: entry, lambda entry: {"results": [entry]}, lambda entry: [entry]])
def test_discounts_of_one_come_as_an_entry_or_in_an_envelope(wrap, client, api):
    for path, name in (("products/29", "discount.product"), ("customers/14", "discount.customer")):
        text = codec.dumps(wrap(EXAMPLES[name].answer))
        api.get(f"{P}/discounts/{path}", body=text, content_type="application/json")
    product = client.discounts.product(29, quantity=2).record
    customer = client.discounts.customer(14).record
    assert (product.id, product.discounts[0].kinds) == (29, ("percentage_amount",))
    assert (customer.id, customer.discounts[0].general[0].percentage_amount.percentage) == (14, 5)
    assert [call.request.url.partition("?")[2] for call in api.calls] == ["quantity=2", ""]


def test_the_discounts_of_another_product_are_no_answer(client, api):
    answer(api, "discounts/products/30", "discount.product")
    with pytest.raises(BadAnswerError):
        client.discounts.product(30)


def test_a_product_with_its_implementations(client, api):
    answer(api, "products/29", "product.retrieve")
    product = client.products.retrieve(29, implementations=True).record
    assert product.implementations[0].barcode == "9900000000024"
    assert api.calls[0].request.url.endswith("/29?includeImplementations=true")


@pytest.mark.parametrize(
    ("family", "kind"), [("customers", "customer"), ("suppliers", "supplier"), ("products", "product")]
)
@pytest.mark.parametrize("verb", ["create", "update", "remove"])
def test_a_write_tells_when_its_bytes_leave(family, kind, verb, client, api):
    example, marks = EXAMPLES[f"{kind}.{verb}"], []
    path = f"/{example.path['id']}" if example.path else ""
    method = {"create": "POST", "update": "PUT", "remove": "DELETE"}[verb]
    api.add(method, f"{P}/{family}{path}", body=codec.dumps(example.answer or {}), content_type="application/json")
    given = [value for value in ((example.path or {}).get("id"), example.body) if value is not None]
    written = getattr(getattr(client, family), verb)(*given, request_id="r-1", on_mark=marks.append)
    request = api.calls[0].request
    assert written.needs_read_back == (verb == "remove")
    assert request.headers["X-Request-ID"] == "r-1"
    assert (marks[0], marks[-1]) == ("before_first_byte", "after_answer")


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
