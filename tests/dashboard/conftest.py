"""Records of every kind, and what is said about them as their pages would say it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.delivery.models import Deliverable
from apps.documents.models import Document
from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.upsert import upsert
from apps.relations.resources import CUSTOMERS, SUPPLIERS
from tests.catalogue.conftest import PRODUCT_RECORDS
from tests.relations.test_search import PEOPLE

SUPPLIER_RECORDS = [
    {
        "id": 70,
        "number": "C70",
        "companyName": "Hotelbedden Noord",
        "phoneNumber": "050 314 42 20",
        "address": {"zipCode": "9711 AA", "houseNumber": "3", "city": "Groningen"},
    },
    {"id": 71, "number": "C71", "companyName": "Leuven Tapijten", "phoneNumber": "+32 9 123 45 67"},
]


def document(kind, remote_id, number, party, **more):
    keys = search_columns(number=number, name=party, texts=[more.get("reference", "")])
    return Document(
        kind=kind, remote_id=remote_id, number=number, party_name=party, total=Decimal(10), status_text="Definitief",
        stock_status="complete", synced_at=timezone.now(), **keys, **more,
    )  # fmt: skip


@pytest.fixture
def records(db):
    now = clock.now()
    upsert(CUSTOMERS, PEOPLE, read_began_at=now)
    upsert(PRODUCTS, PRODUCT_RECORDS, read_began_at=now)
    Document.objects.bulk_create(
        [document("order", 1, "V26-11884", "Hotel De Zeeuwse Kust"), document("quote", 1, "O26-04127", "Hotel Nova")]
    )


@pytest.fixture
def suppliers(records):
    upsert(SUPPLIERS, SUPPLIER_RECORDS, read_began_at=clock.now())


@pytest.fixture
def every_kind(suppliers):
    """One subject of each kind that has a card."""
    now = clock.now()
    Deliverable.objects.create(
        id=5, number="V26-11884", in_stock="yes", data='{"id": 5, "number": "V26-11884"}', content_hash="",
        read_began_at=now, synced_at=now,
    )  # fmt: skip
    return ["customer:4", "supplier:70", "product:10", "quote:1", "order:1", "delivery:5"]


@pytest.fixture
def sales(as_role):
    return as_role("sales")
