"""Quotes, orders and invoices as they are written: codes become texts, lines get their price (contract section 6)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from . import codes, problems
from .call import Call
from .derive import save_order
from .document_lines import written_lines
from .moments import AMSTERDAM, naive_text, parse_stamp
from .problems import refusal

Record = dict[str, Any]
# Makes what is read of what was written.
Resolve = Callable[[Any], Any]
_CUT = 40
_SHORT = 10
_LAMPS = ("stockStatus", "deliveryStatus", "invoiceStatus")


def new_quote(call: Call, body: Record, *, allow_products: bool, allow_customer: bool) -> Record:
    """A stored quote; ProblemError names the field and value that LogicTrade does not know."""
    customer = _customer(call, body.get("customer"), allow_unknown=allow_customer)
    made = _quote(call, body, None, customer, allow_products=allow_products)
    return _numbered(call, "quote", "O", made | {"status": "Niet definitief", "customer": customer})


def changed_quote(call: Call, body: Record, old: Record) -> Record:
    customer = _customer(call, body["customer"], allow_unknown=False) if body.get("customer") else old["customer"]
    made = _quote(call, body, old, customer, allow_products=False)
    return _changed(call, made | {"customer": customer}, old)


def new_order(call: Call, body: Record, *, allow_customer: bool) -> Record:
    """An order is final at once; nothing of it is in stock, delivered or invoiced."""
    customer = _customer(call, body.get("customer"), allow_unknown=allow_customer)
    made = _order(call, body, None, customer)
    fixed = {"status": "Definitief", "customer": customer, "requiredDepositAmount": 0} | dict.fromkeys(_LAMPS, "none")
    return _numbered(call, "order", "V", made | fixed)


def changed_order(call: Call, body: Record, old: Record) -> Record:
    """The customer of an order stays who it is (contract section 6.2)."""
    if any(line.get(lamp) not in ("none", None) for line in (old, *old["lines"]) for lamp in _LAMPS[1:]):
        call.violation("order_in_progress", "", "the lines of an order that is delivered or invoiced are replaced")
    if body.get("customer"):
        call.violation("customer_on_update", "customer", "its fields may change or match another customer")
    return _changed(call, _order(call, body, old, old["customer"]), old)


def new_invoice(call: Call, body: Record) -> Record:
    """An invoice begins as a concept: no number, and no date unless one was written (contract section 6.3)."""
    customer = _customer(call, body.get("customer"), allow_unknown=False)
    made = _invoice(call, body, None, customer)
    now = naive_text(call.clock.stamp())
    number = {"id": call.store.next_number("invoice"), "number": "", "externNumber": ""}
    return (
        number | made | {"customer": customer, "paymentCondition": codes.PAYMENT_CONDITIONS["N30"]} | _times(now, now)
    )


def changed_invoice(call: Call, body: Record, old: Record) -> Record:
    customer = _customer(call, body["customer"], allow_unknown=False) if body.get("customer") else old["customer"]
    return _changed(call, _invoice(call, body, old, customer) | {"customer": customer}, old)


def save(call: Call, kind: str, record: Record, action: str) -> None:
    """Store a document; what can be delivered follows from an order."""
    if kind != "order":
        call.save(kind, record, action)
        return
    save_order(call.store, record, call.clock.stamp())
    call.journal.effect(call.number, kind, record["id"], action)


def next_document_number(call: Call, prefix: str) -> str:
    """`O26000001`: the prefix of the kind, two digits of the year, a series per year."""
    series = f"{prefix}{call.clock.utc().astimezone(AMSTERDAM):%y}"
    return f"{series}{call.store.next_number(series):06d}"


def read_date(text: str | None) -> str | None:
    """A written date as it is read back: midnight for a plain date, local time for a moment."""
    if not text:
        return None
    return naive_text(parse_stamp(text, AMSTERDAM))


def _numbered(call: Call, kind: str, prefix: str, made: Record) -> Record:
    now = naive_text(call.clock.stamp())
    number = {"id": call.store.next_number(kind), "number": next_document_number(call, prefix)}
    return number | made | {"date": made["date"] or now} | _times(now, now)


def _changed(call: Call, made: Record, old: Record) -> Record:
    """What LogicTrade fills itself stays; a date is never cleared."""
    now = naive_text(call.clock.stamp())
    return old | made | {"date": made["date"] or old.get("date")} | _times(now, old.get("createdDate"))


def _times(now: str, created: str | None) -> Record:
    return {"modifiedDate": now, "createdDate": created}


def _quote(call: Call, body: Record, old: Record | None, customer: Record, *, allow_products: bool) -> Record:
    fields = _head(call) | {
        "delivery": lambda given: _delivery(call, given or {}, customer),
        "customFields": lambda given: given or [],
        "lines": lambda given: written_lines(call, "quote", given, old, allow_unknown=allow_products),
    }
    return _summed(_written(call, body, old, fields) | _seller(call, body, old))


def _order(call: Call, body: Record, old: Record | None, customer: Record) -> Record:
    fields = _head(call) | {
        "externNumber": lambda given: _extern_number(given or "", call.dialect["extern_number"]),
        "delivery": lambda given: _order_delivery(call, given or {}, customer),
        "webshop": lambda given: given or None,
        "paymentCondition": lambda given: _payment_condition(call, given),
        "payments": lambda given: given or [],
        "customFields": lambda given: given or [],
        "lines": lambda given: written_lines(call, "order", given, old, allow_unknown=False),
    }
    if old is None or "delivery" in body:
        for name in ("type", "condition"):
            if not (body.get("delivery") or {}).get(name):
                raise refusal(call, problems.REQUIRED, f"delivery.{name} is verplicht.")
    if old is not None and "delivery" in body and not (body["delivery"] or {}).get("address"):
        raise refusal(call, problems.REQUIRED, "delivery.address is verplicht.")
    if not body.get("salesManUserName"):
        raise refusal(call, problems.REQUIRED, "salesManUserName is verplicht.")
    seller = _seller(call, body, old) | {"salesManUserName": body["salesManUserName"]}
    return _summed(_written(call, body, old, fields) | seller)


def _invoice(call: Call, body: Record, old: Record | None, customer: Record) -> Record:
    fields = _head(call) | {
        "invoiceAddress": lambda given: given or customer.get("invoiceAddress") or customer.get("address"),
        "payments": lambda given: given or [],
        "lines": lambda given: written_lines(call, "invoice", given, old, allow_unknown=False),
    }
    return _summed(_written(call, body, old, fields))


def _head(call: Call) -> dict[str, Resolve]:
    return {
        "reference": lambda given: given or "",
        "date": read_date,
        "origin": lambda given: _origin(call, given),
        "comment": lambda given: _comment(call, given),
    }


def _written(call: Call, body: Record, old: Record | None, fields: Mapping[str, Resolve]) -> Record:
    """What each key becomes: as sent; left out of an update, as it was or cleared (open question 13).

    What a record holds beyond the contract stays as it is sent back.
    """
    merging = old is not None and call.dialect["update_meaning"] == "merge"
    known = {
        name: (old or {}).get(name) if merging and name not in body else resolve(body.get(name))
        for name, resolve in fields.items()
    }
    beyond = {name: value for name, value in body.items() if old is not None and name in old and name not in known}
    return beyond | known


def _summed(made: Record) -> Record:
    return made | {"totalAmount": sum((line["linePrice"] for line in made["lines"]), Decimal("0.00"))}


def _customer(call: Call, given: Record | None, *, allow_unknown: bool) -> Record:
    if not given:
        raise refusal(call, problems.REQUIRED, "customer is verplicht.")
    customer_id = given.get("id")
    known = call.store.get("customer", customer_id) if customer_id else None
    if known is not None:
        return known
    if not allow_unknown or customer_id:
        words = f"Relatie '{customer_id or ''}' is niet bekend (customer.id)."
        raise refusal(call, problems.UNKNOWN_CUSTOMER, words)
    now = naive_text(call.clock.stamp())
    customer = {
        "id": call.store.next_number("customer"),
        "number": f"R{call.store.next_number('R'):09d}",
        **{name: value for name, value in given.items() if name not in ("id", "isUnknown")},
        **_times(now, now),
    }
    call.save("customer", customer, "create")
    return customer


def _seller(call: Call, body: Record, old: Record | None) -> Record:
    """The name by the login that was written; left out, whoever it was."""
    user_name = body.get("salesManUserName")
    if not user_name:
        return {"salesMan": (old or {}).get("salesMan") or ""}
    if user_name not in codes.SELLERS:
        raise refusal(call, problems.UNKNOWN_USER, f"Gebruiker '{user_name}' is niet bekend (salesManUserName).")
    return {"salesMan": codes.SELLERS[user_name]}


def _origin(call: Call, given: Record | None) -> Record | None:
    code = (given or {}).get("code")
    if not code:
        return None
    if code not in codes.ORIGINS:
        raise refusal(call, problems.UNKNOWN_ORIGIN, f"Herkomst '{code}' is niet bekend (origin.code).")
    return codes.ORIGINS[code]


def _payment_condition(call: Call, code: str | None) -> Record | None:
    if not code:
        return None
    if code not in codes.PAYMENT_CONDITIONS:
        words = f"Betalingsconditie '{code}' is niet bekend (paymentCondition)."
        raise refusal(call, problems.UNKNOWN_PAYMENT_CONDITION, words)
    return codes.PAYMENT_CONDITIONS[code]


def _delivery(call: Call, given: Record, customer: Record) -> Record:
    """Codes are written, descriptions are read (contract fact 9)."""
    types, conditions = codes.DELIVERY_TYPES, codes.DELIVERY_CONDITIONS
    return {
        "type": _text_of(call, given.get("type"), types, problems.UNKNOWN_DELIVERY_TYPE, "delivery.type"),
        "condition": _text_of(
            call, given.get("condition"), conditions, problems.UNKNOWN_DELIVERY_CONDITION, "delivery.condition"
        ),
        "expectedDate": read_date(given.get("expectedDate")),
        "address": given.get("address") or customer.get("deliveryAddress") or customer.get("address"),
    }


def _order_delivery(call: Call, given: Record, customer: Record) -> Record:
    made = _delivery(call, given, customer)
    return made | {
        "description": made["type"],
        "confirmedDate": read_date(given.get("confirmedDate")),
        "phoneNumber": given.get("phoneNumber") or "",
    }


def _text_of(call: Call, code: str | None, table: dict[str, str], error: str, path: str) -> str | None:
    if not code:
        return None
    if code not in table:
        raise refusal(call, error, f"Code '{code}' is niet bekend ({path}).")
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


def _extern_number(text: str, how: str) -> str:
    """What remains of an order's external number (open question 22)."""
    return {"trimmed": text[:_SHORT], "dropped": ""}.get(how, text)
