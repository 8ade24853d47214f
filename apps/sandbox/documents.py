"""Making a document from what was written: codes become texts, lines get their price (contract sections 3 and 6)."""

from decimal import Decimal
from typing import Any

from . import codes, problems
from .call import Call
from .derive import product_by_code
from .moments import AMSTERDAM, naive_text, parse_stamp
from .money import line_price
from .problems import ProblemError

Record = dict[str, Any]
_CUT = 40


def new_quote(call: Call, body: Record, *, allow_products: bool, allow_customer: bool) -> Record:
    """A stored quote; ProblemError names the field and value that LogicTrade does not know."""
    customer = _customer(call, body.get("customer"), allow_unknown=allow_customer)
    lines = _lines(call, body.get("lines"), allow_unknown=allow_products)
    now = naive_text(call.clock.stamp())
    return {
        "id": call.store.next_number("quote"),
        "number": next_document_number(call, "O"),
        "reference": body.get("reference") or "",
        "salesMan": _seller(body.get("salesManUserName")),
        "date": read_date(body.get("date")) or now,
        "status": "Niet definitief",
        "origin": _origin(body.get("origin")),
        "customer": customer,
        "delivery": _delivery(body.get("delivery") or {}, customer),
        "comment": _comment(call, body.get("comment")),
        "customFields": body.get("customFields") or [],
        "lines": lines,
        "totalAmount": sum((line["linePrice"] for line in lines), Decimal("0.00")),
        "modifiedDate": now,
        "createdDate": now,
    }


def next_document_number(call: Call, prefix: str) -> str:
    """`O26000001`: the prefix of the kind, two digits of the year, a series per year."""
    series = f"{prefix}{call.clock.utc().astimezone(AMSTERDAM):%y}"
    return f"{series}{call.store.next_number(series):06d}"


def read_date(text: str | None) -> str | None:
    """A written date as it is read back: midnight for a plain date, local time for a moment."""
    if not text:
        return None
    return naive_text(parse_stamp(text, AMSTERDAM))


def _customer(call: Call, given: Record | None, *, allow_unknown: bool) -> Record:
    if not given:
        raise ProblemError(400, problems.REQUIRED, "customer is verplicht.")
    customer_id = given.get("id")
    known = call.store.get("customer", customer_id) if customer_id else None
    if known is not None:
        return known
    if not allow_unknown or customer_id:
        raise ProblemError(
            400, problems.UNKNOWN_CUSTOMER, f"Relatie '{customer_id or ''}' is niet bekend (customer.id)."
        )
    now = naive_text(call.clock.stamp())
    customer = {
        "id": call.store.next_number("customer"),
        "number": f"R{call.store.next_number('R'):09d}",
        **{name: value for name, value in given.items() if name not in ("id", "isUnknown")},
        "modifiedDate": now,
        "createdDate": now,
    }
    call.save("customer", customer, "create")
    return customer


def _seller(user_name: str | None) -> str:
    if user_name and user_name not in codes.SELLERS:
        raise ProblemError(400, problems.UNKNOWN_USER, f"Gebruiker '{user_name}' is niet bekend (salesManUserName).")
    return codes.SELLERS[user_name] if user_name else ""


def _origin(given: Record | None) -> Record | None:
    code = (given or {}).get("code")
    if not code:
        return None
    if code not in codes.ORIGINS:
        raise ProblemError(400, problems.UNKNOWN_ORIGIN, f"Herkomst '{code}' is niet bekend (origin.code).")
    return codes.ORIGINS[code]


def _delivery(given: Record, customer: Record) -> Record:
    """Codes are written, descriptions are read (contract fact 9)."""
    return {
        "type": _text_of(given.get("type"), codes.DELIVERY_TYPES, problems.UNKNOWN_DELIVERY_TYPE, "delivery.type"),
        "condition": _text_of(
            given.get("condition"),
            codes.DELIVERY_CONDITIONS,
            problems.UNKNOWN_DELIVERY_CONDITION,
            "delivery.condition",
        ),
        "expectedDate": read_date(given.get("expectedDate")),
        "address": given.get("address") or customer.get("deliveryAddress") or customer.get("address"),
    }


def _text_of(code: str | None, table: dict[str, str], error: str, path: str) -> str | None:
    if not code:
        return None
    if code not in table:
        raise ProblemError(400, error, f"Code '{code}' is niet bekend ({path}).")
    return table[code]


def _comment(call: Call, given: Record | None) -> Record:
    comment = {"intern": "", "extern": "", **{name: text or "" for name, text in (given or {}).items()}}
    return comment | {"intern": _kept(comment["intern"], call.dialect["marker"])}


def _kept(text: str, marker: str) -> str:
    """What remains of an internal comment (open question 22)."""
    match marker:
        case "joined":
            return " ".join(text.split())
        case "trimmed":
            return text[:_CUT].rstrip()
        case "dropped":
            return ""
        case _:
            return text


def _lines(call: Call, given: list[Record | None] | None, *, allow_unknown: bool) -> list[Record]:
    lines = [line for line in given or () if line]
    if not lines:
        raise ProblemError(400, problems.REQUIRED, "lines is verplicht.")
    return [_line(call, line, position, allow_unknown=allow_unknown) for position, line in enumerate(lines)]


def _line(call: Call, given: Record, position: int, *, allow_unknown: bool) -> Record:
    number = given.get("lineNumber") or (position + 1) * 10
    code = given.get("code") or ""
    product = product_by_code(call.store, code) if code else None
    if product is None and not allow_unknown:
        raise ProblemError(
            400, problems.UNKNOWN_PRODUCT, f"Artikel '{code}' op regel {number} is niet bekend (lines.{position}.code)."
        )
    quantity = given.get("quantity")
    if quantity is None:
        raise ProblemError(400, problems.REQUIRED, f"lines.{position}.quantity is verplicht.")
    known = product or {}
    price = given["partPrice"] if given.get("partPrice") is not None else known.get("salesPrice") or Decimal(0)
    discount = given.get("discount") or 0
    fraction = Decimal(discount) / 100 if call.dialect["discount_unit"] == "percent" else discount
    return {
        "id": call.store.next_number("line"),
        "lineNumber": number,
        "code": code,
        "description": given.get("description") or known.get("name") or "",
        "quantity": quantity,
        "partPrice": price,
        "discount": fraction,
        "linePrice": line_price(quantity, price, fraction),
        "comment": {
            "intern": "",
            "extern": "",
            **{name: text or "" for name, text in (given.get("comment") or {}).items()},
        },
        "configuration": given.get("configuration") or {"id": 0, "items": []},
        "vat": codes.VAT_PERCENT.get((known.get("vat") or {}).get("code") or ""),
    }
