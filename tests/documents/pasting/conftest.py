"""A few products with every kind of code, a customer, and a draft for them."""

from decimal import Decimal
from typing import Any

import pytest

from apps.audit.log import Actor
from apps.catalogue.models import CustomerCode, Product
from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.documents.drafts import draft_create
from apps.documents.models import Draft
from apps.erp.mirror.upsert import upsert

ACTOR = Actor(id=None, name="test")
CUSTOMER = 4


def product(pk: int, code: str, name: str, **more: Any) -> dict[str, Any]:
    return {"id": pk, "code": code, "name": name, "unit": "st", "salesPrice": Decimal(pk), "isSellable": "Yes", **more}


@pytest.fixture
def shelf(db: None) -> dict[str, Product]:
    """Products by their code."""
    upsert(
        PRODUCTS,
        [
            product(10, "10045", "Barkruk Sofia zwart", barcode="8712345678906"),
            product(11, "10046", "Barkruk Sofia wit", barcode="8712345678913"),
            product(12, "BK-100", "Bijzettafel eiken rond"),
            product(13, "TAFEL 3", "Eettafel noten 220 cm"),
            product(14, "KLEED", "Vloerkleed grijs"),
        ],
        read_began_at=clock.now(),
    )
    Product.objects.filter(pk__in=[12, 13]).update(supplier_code="LEV-7")
    Product.objects.filter(pk=14).update(supplier_code="LEV-8")
    return {row.number: row for row in Product.objects.all()}


@pytest.fixture
def draft(people: dict[str, Any]) -> Draft:
    return draft_create(actor=ACTOR, user=people["sales"], customer_id=CUSTOMER, customer_name="Hotel De Kust")


@pytest.fixture
def their_code(shelf: dict[str, Product], people: dict[str, Any]) -> CustomerCode:
    """KL-9 is what this customer calls the rug; with another customer it is the table."""
    shared = {"code": "KL-9", "code_key": "kl-9", "author_name": "x", "created_at": clock.now()}
    CustomerCode.objects.create(customer_id=99, product_id=13, **shared)
    return CustomerCode.objects.create(customer_id=CUSTOMER, product_id=14, **shared)
