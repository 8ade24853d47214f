"""A small catalogue in the mirror without LogicTrade."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.catalogue.resources import GROUPS, PRODUCTS, STOCK
from apps.core import clock
from apps.erp.mirror.upsert import mark_gone, upsert

GROUP_RECORDS = [
    {"id": 1, "parentId": 0, "code": "BNK", "description": "Banken"},
    {"id": 2, "parentId": 1, "code": "BNK-HOE", "description": "Hoekbanken"},
    {"id": 3, "parentId": None, "code": "VLR", "description": "Vloeren"},
]
PRODUCT_RECORDS = [
    {
        "id": 10,
        "code": "LT00000047",
        "name": "Hoekbank Nova mosgroen",
        "description": "Uit eigen collectie",
        "barcode": "8719000000249",
        "unit": "stuks",
        "salesPrice": "259.95",
        "vat": {"id": 2, "code": "2", "description": "BTW Hoog"},
        "groups": [{"id": 2, "parentId": 1, "code": "BNK-HOE", "description": "Hoekbanken"}],
        "supplier": {
            "code": "DBS0001",
            "purchasePrice": 124,
            "leadTimeInWeeks": 6,
            "supplier": {"id": 3, "companyName": "Voorbeeld Meubels"},
        },
        "sellable": "Yes",
        "webshop": True,
    },
    {"id": 11, "code": "LT00000048", "name": "Bank Terra", "groups": [{"id": 1}], "salesPrice": 99, "sellable": "Yes"},
    {"id": 12, "code": "VL-1", "name": "Eiken visgraat", "groups": [{"id": 3}], "sellable": "No"},
]
STOCK_RECORDS = [
    {
        "productId": 10,
        "stock": 18,
        "locations": [
            {"code": "MAG", "description": "Magazijn", "stock": 16},
            {"code": "SHOW", "description": "Showroom", "stock": 2},
        ],
    },
    {"productId": 11, "stock": 0, "locations": [{"code": "MAG", "description": "Magazijn", "stock": 0}]},
]
# As the POST tells it: which of the places may be sold from.
LIVE_RECORD: dict[str, Any] = {
    "productId": 10,
    "locations": [
        {"id": 1, "code": "MAG", "description": "Magazijn", "saleable": True, "stock": 16},
        {"id": 2, "code": "SHOW", "description": "Showroom", "saleable": False, "stock": 2},
    ],
}


@pytest.fixture
def mirror(db: None) -> Callable[..., None]:
    """``mirror(products=…, stock=…, groups=…, gone=(ids,))`` puts received records into the mirror."""

    def put(
        products: list[dict[str, Any]] | None = None,
        stock: list[dict[str, Any]] | None = None,
        groups: list[dict[str, Any]] | None = None,
        gone: tuple[int, ...] = (),
    ) -> None:
        for resource, records in ((GROUPS, groups), (PRODUCTS, products), (STOCK, stock)):
            if records:
                upsert(resource, records, read_began_at=clock.now())
        for pk in gone:
            mark_gone(PRODUCTS, pk, at=clock.now())

    return put


@pytest.fixture
def catalogue(mirror: Callable[..., None]) -> None:
    mirror(PRODUCT_RECORDS, STOCK_RECORDS, GROUP_RECORDS)
