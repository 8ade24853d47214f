"""Quotes and orders in all their states (contract sections 6.1, 6.2 and 6.7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from apps.sandbox.codes import (
    DELIVERY_CONDITIONS,
    DELIVERY_TYPES,
    ORIGINS,
    PAYMENT_CONDITIONS,
    SELLERS,
    VAT_PERCENT,
)
from apps.sandbox.money import line_price, money

Record = dict[str, Any]

QUOTE_STATES = (
    "Niet definitief", "Niet definitief", "Definitief", "Niet definitief", "Vervallen", "Definitief", "Geannuleerd",
    "Afgewezen", "Wacht op akkoord inkoop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """One state of an order: its text, its three lamps and how many days ago it was made."""

    status: str
    stock: str
    delivery: str
    invoice: str
    youngest: int
    oldest: int


ORDER_STAGES = (
    Stage("Niet definitief", "none", "none", "none", 1, 10),
    Stage("Definitief", "none", "none", "none", 2, 45),
    Stage("Definitief", "partial", "none", "none", 10, 70),
    Stage("Definitief", "complete", "none", "none", 15, 80),
    Stage("Definitief", "complete", "partial", "none", 20, 90),
    Stage("Definitief", "complete", "complete", "complete", 60, 500),
    Stage("Definitief", "none", "none", "partial", 5, 60),
    Stage("Definitief", "complete", "none", "complete", 15, 60),
    Stage("Definitief", "complete", "complete", "none", 30, 90),
    Stage("Geannuleerd", "none", "none", "none", 20, 400),
    Stage("Definitief", "complete", "complete", "complete", 100, 700),
    Stage("Wacht op fiattering", "none", "none", "none", 1, 20),
)


def quote(rng: Random, position: int, customers: list[Record], products: list[Record], today: date) -> Record:
    made = today - timedelta(days=rng.randint(1, 400))
    document = _head(rng, made, customers, products)
    return document | {
        "status": QUOTE_STATES[position % len(QUOTE_STATES)],
        "delivery": _delivery(rng, made, document["customer"]),
    }


def order(rng: Random, position: int, customers: list[Record], products: list[Record], today: date) -> Record:
    stage = ORDER_STAGES[position % len(ORDER_STAGES)]
    made = today - timedelta(days=rng.randint(stage.youngest, stage.oldest))
    document = _head(rng, made, customers, products)
    planned = stage.delivery == "complete" or (stage.stock == "complete" and rng.random() < 0.4)
    delivery = _delivery(rng, made, document["customer"], still_open=stage.delivery != "complete", today=today)
    shop = document["origin"]["code"] == "WEB"
    total = document["totalAmount"]
    return document | {
        "status": stage.status,
        "salesManUserName": next(login for login, name in SELLERS.items() if name == document["salesMan"]),
        "externNumber": "",
        "requiredDepositAmount": money(total / 4) if rng.random() < 0.5 else 0,
        "stockStatus": stage.stock,
        "deliveryStatus": stage.delivery,
        "invoiceStatus": stage.invoice,
        "delivery": delivery
        | {
            "description": delivery["type"],
            "confirmedDate": delivery["expectedDate"].replace("T00:", "T09:") if planned else None,
            "phoneNumber": document["customer"].get("mobileNumber") or "",
        },
        "webshop": {"number": f"W{rng.randint(10_000, 99_999)}", "url": "https://shop.example.nl"} if shop else None,
        "paymentCondition": rng.choice(list(PAYMENT_CONDITIONS.values())),
        "payments": _payments(rng, total, stage),
        "lines": [_with_lamps(rng, line, position, stage) for position, line in enumerate(document["lines"])],
    }


def _head(rng: Random, made: date, customers: list[Record], products: list[Record]) -> Record:
    lines = [_line(rng, position, rng.choice(products)) for position in range(rng.choice((1, 1, 2, 2, 3, 4, 6, 9)))]
    return {
        "reference": rng.choice(
            (
                "",
                "",
                "Woonkamer",
                "Keuken bovenverdieping",
                f"PO {rng.randint(1000, 9999)}",
                "Showmodel",
                "Nieuwbouw fase 2",
            )
        ),
        "salesMan": rng.choice(list(SELLERS.values())),
        "date": f"{made}T{_time(rng)}",
        "origin": rng.choice(list(ORIGINS.values())),
        "customer": rng.choice(customers),
        "comment": {
            "intern": rng.choice(("", "", "", "Nabellen over kleurstaal", "Korting overlegd\nmet de bedrijfsleider")),
            "extern": rng.choice(("", "", "", "Graag vooraf bellen", "Levering via achterom")),
        },
        "customFields": [],
        "lines": lines,
        "totalAmount": sum((line["linePrice"] for line in lines), Decimal("0.00")),
    }


def _time(rng: Random) -> str:
    return f"{rng.randint(9, 17):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}.{rng.randint(1, 9)}"


def _line(rng: Random, position: int, product: Record) -> Record:
    measured = product.get("unit") in ("m2", "m1", "uur")
    quantity = Decimal(rng.randint(20, 900)) / 10 if measured else rng.choice((1, 1, 1, 2, 2, 4, 6))
    discount = rng.choice((0, 0, 0, 0, Decimal("0.05"), Decimal("0.1"), Decimal("0.125")))
    price = product.get("salesPrice") or Decimal("10.00")
    return {
        "lineNumber": (position + 1) * 10,
        "code": product["code"],
        "description": product["name"],
        "quantity": quantity,
        "partPrice": price,
        "discount": discount,
        "linePrice": line_price(quantity, price, discount),
        "comment": {"intern": "", "extern": ""},
        "configuration": {"id": 0, "items": []},
        "vat": VAT_PERCENT.get((product.get("vat") or {}).get("code") or ""),
    }


def _with_lamps(rng: Random, line: Record, position: int, stage: Stage) -> Record:
    """The lamps of a line agree with those of the order: of a partly done order the first line is done."""

    def lamp(whole: str) -> str:
        return whole if whole != "partial" else ("partial" if position == 0 else rng.choice(("none", "complete")))

    waiting = stage.status == "Definitief" and lamp(stage.stock) == "none" and rng.random() < 0.5
    return line | {
        "stockStatus": lamp(stage.stock),
        "deliveryStatus": lamp(stage.delivery),
        "invoiceStatus": lamp(stage.invoice),
        "reservations": [{"number": f"I26{rng.randint(1, 150):06d}", "lineNumber": "10"}] if waiting else [],
    }


def _delivery(
    rng: Random, made: date, customer: Record, *, still_open: bool = False, today: date | None = None
) -> Record:
    expected = made + timedelta(days=rng.randint(7, 60))
    if still_open and today is not None:
        expected = today + timedelta(days=rng.randint(-3, 40))
    return {
        "type": rng.choice(list(DELIVERY_TYPES.values())),
        "condition": rng.choice(list(DELIVERY_CONDITIONS.values())),
        "expectedDate": f"{expected}T00:00:00",
        "address": _named(customer),
    }


def _named(customer: Record) -> Record | None:
    address = customer.get("deliveryAddress") or customer.get("address")
    if not isinstance(address, dict):
        return None
    person = (customer.get("initials"), customer.get("infix"), customer.get("lastName"))
    return address | {"name": customer.get("companyName") or " ".join(word for word in person if word)}


def _payments(rng: Random, total: Decimal, stage: Stage) -> list[Record]:
    if stage.invoice == "complete" and stage.delivery == "complete":
        return [{"amount": total, "type": "Betaling", "method": rng.choice(("Pin", "Bank", "iDEAL"))}]
    if stage.status == "Definitief" and rng.random() < 0.4:
        return [{"amount": money(total / 4), "type": "Aanbetaling", "method": rng.choice(("Pin", "Bank", "iDEAL"))}]
    return []
