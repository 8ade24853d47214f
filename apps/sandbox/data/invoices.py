"""Invoices of what was ordered: concepts, paid and unpaid ones, credit notes, some long overdue (section 6.3)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from apps.sandbox.money import line_price, money

Record = dict[str, Any]

# Each state comes early, so that the smallest company has all of them.
_PAYMENTS = (
    "full", "none", "part", "over", "none", "full", "full", "none", "part", "full", "none", "full", "full",
)  # fmt: skip
_CREDITED = 4  # every so many numbered invoices one is followed by a credit note
_METHODS = ("Bank", "iDEAL", "Pin")


def invoices(rng: Random, orders: list[Record], products: dict[str, Record], today: date) -> Iterator[Record]:
    """In the order of the orders they came from, credit notes right behind what they take back."""
    numbered = 0
    for order in orders:
        concept = _waits(order)
        lines = [] if order.get("status") != "Definitief" else _lines(order, products, everything=concept)
        if not lines:
            continue
        invoice = _invoice(order, lines)
        if concept:
            yield invoice | {"number": "", "date": None}
            continue
        made = _day(rng, order, today)
        yield invoice | {"date": f"{made}T00:00:00", "payments": _payments(rng, numbered, invoice["totalAmount"])}
        if numbered % _CREDITED == _CREDITED - 1:
            yield _credit(invoice, min(made + timedelta(days=rng.randint(1, 9)), today - timedelta(days=1)))
        numbered += 1


def _waits(order: Record) -> bool:
    """Delivered and not invoiced: somebody has a concept ready."""
    return order.get("deliveryStatus") == "complete" and order.get("invoiceStatus") == "none"


def _lines(order: Record, products: dict[str, Record], *, everything: bool) -> list[Record]:
    """The invoiced lines of an order; of a line that is partly invoiced a half, asked for in advance."""
    made = []
    for line in order.get("lines") or ():
        status = "complete" if everything else line.get("invoiceStatus")
        quantity = {"complete": line.get("quantity"), "partial": Decimal(line.get("quantity") or 0) / 2}.get(
            status or ""
        )
        if quantity:
            made.append(_line(line, quantity, products.get(line.get("code") or "") or {}))
    return made


def _line(line: Record, quantity: Decimal | int, product: Record) -> Record:
    group = product.get("salesGroup") or {}
    return {
        "lineNumber": str(line["lineNumber"]),
        "code": line["code"],
        "description": line["description"],
        "salesGroup": {"code": group["code"], "description": group["description"]} if group else None,
        "quantity": quantity,
        "partPrice": line["partPrice"],
        "discount": line["discount"],
        "linePrice": line_price(quantity, line["partPrice"], line["discount"]),
        "comment": line["comment"],
        "configuration": line["configuration"],
        "vat": line["vat"],
    }


def _invoice(order: Record, lines: list[Record]) -> Record:
    customer = order["customer"]
    return {
        "reference": order["reference"],
        "externNumber": "",
        "origin": order["origin"],
        "customer": customer,
        "invoiceAddress": customer.get("invoiceAddress") or customer.get("address"),
        "paymentCondition": order["paymentCondition"],
        "payments": [],
        "comment": {"intern": "", "extern": (order.get("comment") or {}).get("extern") or ""},
        "lines": lines,
        "totalAmount": _total(lines),
    }


def _total(lines: list[Record]) -> Decimal:
    return sum((line["linePrice"] for line in lines), Decimal("0.00"))


def _day(rng: Random, order: Record, today: date) -> date:
    """Soon after the order, so that of old orders the unpaid ones are long overdue."""
    made = date.fromisoformat(order["date"][:10]) + timedelta(days=rng.randint(1, 30))
    return min(made, today - timedelta(days=1))


def _payments(rng: Random, position: int, total: Decimal) -> list[Record]:
    method = rng.choice(_METHODS)
    match _PAYMENTS[position % len(_PAYMENTS)]:
        case "full":
            deposit = money(total / 4)
            return [
                {"amount": deposit, "type": "Aanbetaling", "method": method},
                {"amount": total - deposit, "type": "Betaling", "method": "Bank"},
            ]
        case "part":
            return [{"amount": money(total / 3), "type": "Betaling", "method": method}]
        case "over":
            return [{"amount": total + 10, "type": "Betaling", "method": method}]
        case _:
            return []


def _credit(invoice: Record, made: date) -> Record:
    """The first line taken back."""
    first = invoice["lines"][0]
    quantity = -first["quantity"]
    price = line_price(quantity, first["partPrice"], first["discount"])
    line = first | {"quantity": quantity, "linePrice": price}
    comment = {"intern": "", "extern": "Retour gemeld"}
    return invoice | {"date": f"{made}T00:00:00", "comment": comment, "lines": [line], "totalAmount": price}
