"""Short waits, a draft of a known customer, and a helper that walks through the review."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.documents.builder import adding
from apps.documents.models import Draft
from apps.relations.models import Customer

ACTOR = Actor(id=None, name="test")


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> None:
    settings.OUTBOX_WAIT_SECONDS = 0.0


@pytest.fixture
def customer(synced: Any) -> Customer:
    return Customer.objects.filter(kind="business", gone_at=None).exclude(zip_code="").order_by("pk")[3]


@pytest.fixture
def products(synced: Any) -> list[Product]:
    """Products whose code finds exactly one, with a price and a VAT code."""
    found = Product.objects.filter(gone_at=None, sellable=True, sales_price__gt=0, vat_code="2").order_by("pk")
    return [row for row in found if row.number and Product.objects.filter(number_key=row.number_key).count() == 1]


@pytest.fixture
def draft(customer: Customer, people: dict[str, Any]) -> Draft:
    return adding.draft_begin(actor=ACTOR, user=people["sales"], customer_id=customer.pk)


@pytest.fixture
def filled(draft: Draft, products: list[Product]) -> Draft:
    """Two lines, so that it can be sent."""
    for product, quantity in zip(products, (3, 2), strict=False):
        adding.product_line_add(actor=ACTOR, draft=draft, product_id=product.pk, quantity=quantity)
    return Draft.objects.get(pk=draft.pk)


@pytest.fixture
def token_of() -> Callable[[Client, Draft], str]:
    """The form token that the review page carries."""

    def read(client: Client, draft: Draft) -> str:
        page = client.get(f"/sales/quotes/drafts/{draft.pk}/review/").content.decode()
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found, page
        return found[1]

    return read
