"""Every operation of the contract, driven by the contract's own examples."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from apps.logictrade import codec
from apps.logictrade.endpoints import ENDPOINTS

from .conftest import KEY, ROOT
from .examples import EXAMPLES


def text_of(value):
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def test_all_46_operations_have_an_example():
    assert len(ENDPOINTS) == 46
    assert set(EXAMPLES) == set(ENDPOINTS)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_an_operation_asks_and_reads_as_the_contract_says(example, client, api):
    endpoint = ENDPOINTS[example.name]
    url = ROOT + endpoint.path.format(**(example.path or {}))
    if example.answer is None:
        api.add(endpoint.method, url, body=b"", status=example.status, content_type="text/plain")
    else:
        text = codec.dumps(example.answer)
        api.add(endpoint.method, url, body=text, status=example.status, content_type="application/json; charset=utf-8")

    answer = client.call(example.name, **example.arguments)

    (sent,) = (call.request for call in api.calls)
    assert sent.method == endpoint.method
    assert dict(parse_qsl(urlsplit(sent.url).query)) == {k: text_of(v) for k, v in (example.query or {}).items()}
    assert sent.body == (codec.dumps(example.body).encode() if example.body is not None else None)
    assert sent.headers["api-key"] == KEY
    assert answer.data == example.answer
    assert answer.empty == (not example.answer)
    if example.answer:
        assert answer.shape == endpoint.shape
        assert codec.dumps(answer.data) == text
    if not endpoint.reads:
        assert answer.needs_read_back == (not example.answer)


@pytest.mark.parametrize("name", [name for name, endpoint in ENDPOINTS.items() if endpoint.paged])
def test_every_paged_list_gives_a_page(name, client, api):
    example = EXAMPLES[name]
    endpoint = ENDPOINTS[name]
    url = ROOT + endpoint.path.format(**(example.path or {}))
    api.add(endpoint.method, url, body=codec.dumps(example.answer), content_type="application/json")
    page = client.page(name, 1, path=example.path)
    assert page.records == example.answer["results"]
    assert (page.number, page.size, page.total_results, page.total_pages) == (1, 100, 1, 1)
    assert page.is_last


def test_the_delta_lists_are_those_of_the_contract():
    families = {name.split(".")[0] for name, endpoint in ENDPOINTS.items() if endpoint.delta}
    assert families == {"customer", "supplier", "product", "quote", "order", "invoice", "delivery", "purchaseorder"}
    assert "modifiedAfter" not in ENDPOINTS["product.descriptions"].query


def test_the_origin_filter_is_spelled_as_each_list_wants_it():
    spelled = {name: endpoint.origin_param for name, endpoint in ENDPOINTS.items() if endpoint.origin_param}
    assert spelled == {
        "quote.list": "origenCode",
        "purchaseorder.list": "origenCode",
        "order.list": "originCode",
        "invoice.list": "originCode",
    }


def test_posts_that_only_ask_count_as_reads():
    asks = {name for name, endpoint in ENDPOINTS.items() if endpoint.method == "POST" and endpoint.reads}
    assert asks == {"introspect", "product.search", "stock.search", "price.get"}
    assert all(endpoint.reads for endpoint in ENDPOINTS.values() if endpoint.method == "GET")
    assert not any(endpoint.reads for endpoint in ENDPOINTS.values() if endpoint.method in {"PUT", "DELETE"})


def test_every_guess_of_the_contract_is_marked():
    guesses = {name for name, endpoint in ENDPOINTS.items() if endpoint.mark == "I"}
    assert guesses == {
        "customer.update", "supplier.retrieve", "supplier.create", "supplier.update", "supplier.remove",
        "discount.product", "discount.customer", "product.references", "quote.update", "purchaseorder.update",
    }  # fmt: skip
    assert all(endpoint.source for endpoint in ENDPOINTS.values())


@pytest.mark.parametrize("path", [{}, {"id": 0}, {"id": -1}, {"id": "5"}, {"id": True}, {"id": 5, "x": 1}])
def test_a_path_takes_exactly_positive_integers(path):
    with pytest.raises(ValueError, match=r"customer\.retrieve"):
        ENDPOINTS["customer.retrieve"].fill(path)
