"""The bodies that create quotes, orders and invoices (contract sections 6.1 to 6.3, operations 31, 35, 39)."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from pydantic.alias_generators import to_camel

from apps.logictrade import markers
from apps.logictrade.errors import WireError

from .drafts import AddressDraft, DocumentDraft, LineDraft
from .values import number, price, without_empty

# Contract section 6.2: LogicTrade asks for these of an order.
_NEEDED = {
    "order": (
        ("delivery.type", "delivery_type"),
        ("delivery.condition", "delivery_condition"),
        ("salesManUserName", "sales_man_user_name"),
    )
}


def document_create_body(kind: str, draft: DocumentDraft, marker: str) -> dict[str, Any]:
    """The whole body, our marker in its place (contract section 8). The customer goes by id alone.

    Raises WireError, naming the field, for a document without lines or without what its kind needs, for a field that
    its kind does not have, and for a number that LogicTrade cannot hold.
    """
    if not draft.lines:
        raise WireError("lines", "a document needs at least one line")
    if draft.customer_id <= 0:
        raise WireError("customer.id", "a document needs a customer")
    for field, name in _NEEDED.get(kind, ()):
        if not getattr(draft, name):
            raise WireError(field, f"a new {kind} needs it")
    return markers.put(kind, without_empty(_common(draft) | _BODIES[kind](draft)), marker)


def _common(draft: DocumentDraft) -> dict[str, Any]:
    return {
        "reference": draft.reference,
        "date": draft.date.isoformat() if draft.date else None,
        "origin": without_empty({"code": draft.origin_code}),
        "customer": {"id": draft.customer_id},
        "comment": {"intern": draft.comment_intern, "extern": draft.comment_extern},
    }


def _quote(draft: DocumentDraft) -> dict[str, Any]:
    return {
        "salesManUserName": draft.sales_man_user_name,
        "delivery": _delivery(draft),
        "lines": [line_body(line, f"lines.{index}") for index, line in enumerate(draft.lines)],
    }


def _order(draft: DocumentDraft) -> dict[str, Any]:
    return _quote(draft) | {"paymentCondition": draft.payment_condition}


def _invoice(draft: DocumentDraft) -> dict[str, Any]:
    """Contract section 6.3: no delivery, no seller, a payment condition that is LogicTrade's own, numbers as text."""
    lines = [line_body(line, f"lines.{index}") for index, line in enumerate(draft.lines)]
    return {
        "invoiceAddress": _address(draft.address) if draft.address else None,
        "lines": [line | {"lineNumber": str(line["lineNumber"])} for line in lines],
    }


_BODIES: Mapping[str, Callable[[DocumentDraft], dict[str, Any]]] = {
    "quote": _quote,
    "order": _order,
    "invoice": _invoice,
}


def _delivery(draft: DocumentDraft) -> dict[str, Any]:
    return without_empty(
        {
            "type": draft.delivery_type,
            "condition": draft.delivery_condition,
            "expectedDate": draft.delivery_date.isoformat() if draft.delivery_date else None,
            "address": _address(draft.address) if draft.address else None,
        }
    )


def _address(address: AddressDraft) -> dict[str, Any]:
    return without_empty({to_camel(field.name): getattr(address, field.name) for field in fields(address)})


def line_body(line: LineDraft, path: str) -> dict[str, Any]:
    """One line as it is written, new or in place of one that was there."""
    if not line.code:
        raise WireError(f"{path}.code", "a line needs a product code")
    has_comment = line.comment_intern or line.comment_extern
    return without_empty(
        {
            "lineNumber": line.line_number,
            "code": line.code,
            "description": line.description,
            "quantity": number(line.quantity, f"{path}.quantity", 3),
            "partPrice": price(line.part_price, f"{path}.partPrice"),
            "discount": number(line.discount, f"{path}.discount", 4),
            "comment": {"intern": line.comment_intern, "extern": line.comment_extern} if has_comment else None,
            "configuration": dict(line.configuration) if line.configuration else None,
        }
    )
