"""Groups, products and their stock (contract section 5)."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from apps.sandbox.codes import LOCATIONS, SALES_GROUPS, VATS
from apps.sandbox.money import money

from .assortment import FAMILIES, TREE, Family

Record = dict[str, Any]


def groups() -> list[Record]:
    """The tree, ids from 1: each root before its leaves."""
    found: list[Record] = []
    for root, (code, families) in TREE.items():
        parent = len(found) + 1
        found.append(_group(parent, 0, code, root))
        for family in families:
            found.append(_group(len(found) + 1, parent, family.code, family.group))
    return found


def _group(group_id: int, parent: int, code: str, text: str) -> Record:
    return {"id": group_id, "parentId": parent, "code": code, "description": text, "customFields": []}


def ean13(digits: int) -> str:
    """Twelve digits and their check digit."""
    text = f"{digits:012d}"
    total = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(text))
    return f"{text}{-total % 10}"


def product(
    rng: Random, position: int, groups_by_code: dict[str, Record], suppliers: list[Record], today: date
) -> Record:
    """One article; every family comes by before chance decides, so that small catalogues hold all of them."""
    first_round = position < len(FAMILIES)
    family = FAMILIES[position] if first_round else rng.choices(FAMILIES, [family.weight for family in FAMILIES])[0]
    leaf = groups_by_code[family.code]
    sales_price = _price(rng, family)
    maker = rng.choice(suppliers)
    height, width, depth = (rng.randint(20, 240) for _ in range(3))
    return {
        "code": f"LT{position + 1:08d}",
        "name": family.pattern.format(*(rng.choice(words) for words in family.words)),
        "description": f"{family.group} uit eigen collectie, leverbaar in meerdere uitvoeringen.",
        "barcode": ean13(871_900_000_000 + position * 7 + 3) if rng.random() < 0.92 else "",
        "unit": family.unit,
        "height": height,
        "width": width,
        "length": width,
        "depth": depth,
        "weight": Decimal(rng.randint(5, 900)) / 10,
        "configurable": family.code.startswith("BNK"),
        "groups": [leaf],
        "volume": money(Decimal(height * width * depth) / 1_000_000),
        "packages": rng.randint(1, 4),
        "startDate": f"{today - timedelta(days=rng.randint(100, 1500))}T00:00:00",
        "endDate": f"{today + timedelta(days=rng.randint(-60, 300))}T00:00:00" if rng.random() < 0.06 else None,
        "webshopStartDate": None,
        "webshopEndDate": None,
        "webshop": rng.random() < 0.6,
        "salesPrice": sales_price,
        "salesGroup": {
            "id": int(family.sales_group[0][2:]),
            "code": family.sales_group[0],
            "description": family.sales_group[1],
        },
        "vat": VATS[family.vat],
        "supplier": {
            "code": f"{maker['companyName'][:3].upper()}{rng.randint(1000, 99999)}",
            "discription": "",
            "purchasePrice": money(sales_price * Decimal(rng.randint(38, 58)) / 121),
            "leadTimeInWeeks": maker["leadTimeInWeeks"],
            "supplier": {name: maker[name] for name in ("id", "number", "companyName", "email", "leadTimeInWeeks")},
        },
        "images": [],
        "attributes": [],
        "sellable": "Yes" if rng.random() < 0.96 else "No",
    }


def bundle(entry: tuple[str, str, int, tuple[Any, ...]], groups_by_code: dict[str, Record], today: date) -> Record:
    """A set sold under a code of its own; what it holds stands in the compositions."""
    code, name, price, _ = entry
    root = groups_by_code.get(_SET_GROUPS.get(code, ""))
    return {
        "code": code,
        "name": name,
        "description": "Voordelig samen, ook los verkrijgbaar.",
        "barcode": "",
        "unit": "set",
        **dict.fromkeys(("height", "width", "length", "depth", "weight", "volume")),
        "configurable": False,
        "groups": [root] if root else [],
        "packages": 0,
        "startDate": f"{today - timedelta(days=200)}T00:00:00",
        **dict.fromkeys(("endDate", "webshopStartDate", "webshopEndDate")),
        "webshop": True,
        "salesPrice": Decimal(price) - Decimal("0.05"),
        "salesGroup": SALES_GROUPS["8010"],
        "vat": VATS["2"],
        "supplier": None,
        "images": [],
        "attributes": [],
        "sellable": "Yes",
    }


_SET_GROUPS = {"SET-EET-6": "TAF", "SET-EET-4": "TAF", "SET-ZIT": "BNK", "SET-SLP": "SLP", "SET-VLR": "VLR"}


def _price(rng: Random, family: Family) -> Decimal:
    whole = rng.randint(family.low, family.high)
    return Decimal(whole) + rng.choice((Decimal("0.00"), Decimal("0.95"), Decimal("0.50"), Decimal("0.99")))


def is_stocked(record: Record) -> bool:
    return not any((group.get("code") or "").startswith("DNS") for group in record.get("groups") or ())


def stock(rng: Random, product_id: int, position: int) -> Record:
    """Pieces per location: some below zero, many at zero, the show room not for sale."""
    shop = rng.choice((0, 0, 1, 2, 3, 5))
    store = (-2, 0, 12)[position % 3] if position < 3 else rng.choice((0, 0, 4, 8, 15, 24, 60, 120, -1))
    show = rng.choice((0, 0, 0, 1, 2))
    pieces = (shop, store, show)
    return {
        "productId": product_id,
        "locations": [{**location, "stock": count} for location, count in zip(LOCATIONS, pieces, strict=True)],
    }


def customer_discount(rng: Random, customer: Record, today: date) -> Record | None:
    """The rules of one customer in the form of section 5.3; half of the customers have none."""
    business = bool(customer.get("companyName"))
    if rng.random() < (0.2 if business else 0.6):
        return None
    start = f"{today - timedelta(days=400)}T00:00:00"
    general = [
        {"percentageAmount": {"percentage": rng.choice((2, 3, 5, 8, 10) if business else (2, 3, 5)), "minQuantity": 1}}
    ]
    family = rng.choice(FAMILIES)
    grouped = [
        {
            "code": family.code,
            "description": family.group,
            "percentageAmount": {"percentage": rng.choice((10, 12, Decimal("12.5"), 15)), "minQuantity": 1},
        }
    ]
    return {
        "id": customer["id"],
        "number": customer.get("number"),
        "name": customer.get("companyName") or customer.get("lastName"),
        "discounts": [
            {
                "description": "Vaste korting",
                "startDate": start,
                "endDate": None,
                "general": general,
                "products": [],
                "productGroups": grouped if rng.random() < 0.5 else [],
            }
        ],
    }
