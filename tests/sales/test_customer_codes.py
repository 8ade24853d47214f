"""In a quote the customer's own codes come first, only theirs stand for a product, and ours win from them."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.catalogue.models import CustomerCode, Product
from apps.catalogue.texts import code_key
from apps.core import clock
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def called(customer_id: int, code: str, product: Product) -> CustomerCode:
    return CustomerCode.objects.create(
        customer_id=customer_id, product_id=product.pk, code=code, code_key=code_key(code), created_at=clock.now()
    )


def post(client: Client, draft: Draft, code: str) -> Any:
    return client.post(reverse("sales:quote_draft_line_add", args=[draft.pk]), {"code": code}, headers=HTMX)


def picker(client: Client, draft: Draft, code: str) -> Any:
    return client.get(reverse("sales:quote_draft_products", args=[draft.pk]), {"code": code}, headers=HTMX)


@pytest.fixture
def sales(as_role: Any) -> Client:
    client: Client = as_role("sales")
    return client


@pytest.fixture
def other(customer: Customer) -> Customer:
    found = Customer.objects.filter(gone_at=None).exclude(pk=customer.pk).order_by("pk").first()
    assert found
    return found


@pytest.mark.parametrize("typed", ["KL-88", "kl-88", " kl-8 8 "])
def test_what_the_customer_calls_it_makes_the_line(
    sales: Client, draft: Draft, products: list[Product], typed: str, calls: Any
) -> None:
    called(draft.customer_id, "KL-88", products[1])
    with calls(0):
        assert post(sales, draft, typed).status_code == 200
    (line,) = draft_lines(draft)
    assert (line.product_id, line.code) == (products[1].pk, products[1].number)


def test_what_another_customer_calls_it_does_not(
    sales: Client, draft: Draft, other: Customer, products: list[Product]
) -> None:
    called(other.pk, "KL-88", products[1])
    answer = post(sales, draft, "KL-88")
    assert answer.status_code == 422
    assert "Not found" in answer.text
    assert 'role="option"' not in picker(sales, draft, "KL-88").text
    called(draft.customer_id, "KL-88", products[0])
    post(sales, draft, "KL-88")
    assert [line.product_id for line in draft_lines(draft)] == [products[0].pk]


def test_our_own_code_wins(sales: Client, draft: Draft, products: list[Product]) -> None:
    called(draft.customer_id, products[0].number, products[1])
    post(sales, draft, products[0].number)
    assert [line.product_id for line in draft_lines(draft)] == [products[0].pk]
    first = picker(sales, draft, products[0].number).context["options"][0]
    assert first.product.pk == products[0].pk


def test_our_own_code_of_a_product_that_is_gone_does_not(sales: Client, draft: Draft, products: list[Product]) -> None:
    Product.objects.filter(pk=products[0].pk).update(gone_at=clock.now())
    called(draft.customer_id, products[0].number, products[1])
    post(sales, draft, products[0].number)
    assert [line.product_id for line in draft_lines(draft)] == [products[1].pk]


def test_a_code_of_a_product_that_is_gone_makes_no_line(sales: Client, draft: Draft, products: list[Product]) -> None:
    called(draft.customer_id, "KL-88", products[0])
    Product.objects.filter(pk=products[0].pk).update(gone_at=clock.now())
    assert post(sales, draft, "KL-88").status_code == 422
    assert draft_lines(draft) == []


def test_the_picker_shows_the_customers_code_first(
    sales: Client, draft: Draft, products: list[Product], calls: Any
) -> None:
    # A word of many names, which is also the beginning of what this customer calls one product.
    word = products[0].name.split()[0]
    called(draft.customer_id, f"{word}-88", products[5])
    with calls(0):
        answer = picker(sales, draft, word)
    options = answer.context["options"]
    assert options[0].product.pk == products[5].pk
    assert len(options) > 1
    assert f"{word}-88</span>" in answer.text
    assert answer.text.count("tag theirs") == 1


def test_what_the_picker_costs(
    sales: Client, draft: Draft, products: list[Product], calls: Any, django_assert_max_num_queries: Any
) -> None:
    called(draft.customer_id, "KL-88", products[0])
    # Session, user, draft; the search's two and the codes; rows, stock, what is used.
    for typed in ("KL-88", products[0].number, "zzzzzzz"):
        with calls(0), django_assert_max_num_queries(14):
            picker(sales, draft, typed)
