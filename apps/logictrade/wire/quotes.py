"""The body that creates a quote (contract section 6.1, op 31)."""

from dataclasses import fields
from typing import Any

from pydantic.alias_generators import to_camel

from apps.logictrade import markers
from apps.logictrade.errors import WireError

from .drafts import AddressDraft, LineDraft, QuoteDraft
from .values import number, price, without_empty


def quote_create_body(draft: QuoteDraft, marker: str) -> dict[str, Any]:
    """The whole body, our marker in the last line of the internal comment. The customer goes by id alone.

    Raises WireError, naming the field, for a quote without lines or a number LogicTrade cannot hold.
    """
    if not draft.lines:
        raise WireError("lines", "a quote needs at least one line")
    if draft.customer_id <= 0:
        raise WireError("customer.id", "a quote needs a customer")
    body = without_empty(
        {
            "reference": draft.reference,
            "salesManUserName": draft.sales_man_user_name,
            "date": draft.date.isoformat(),
            "origin": without_empty({"code": draft.origin_code}),
            "customer": {"id": draft.customer_id},
            "delivery": _delivery(draft),
            "comment": {"intern": draft.comment_intern, "extern": draft.comment_extern},
            "lines": [_line(line, f"lines.{index}") for index, line in enumerate(draft.lines)],
        }
    )
    return markers.put("quote", body, marker)


def _delivery(draft: QuoteDraft) -> dict[str, Any]:
    return without_empty(
        {
            "type": draft.delivery_type,
            "condition": draft.delivery_condition,
            "expectedDate": draft.delivery_date.isoformat() if draft.delivery_date else None,
            "address": _address(draft.delivery_address) if draft.delivery_address else None,
        }
    )


def _address(address: AddressDraft) -> dict[str, Any]:
    return without_empty({to_camel(field.name): getattr(address, field.name) for field in fields(address)})


def _line(line: LineDraft, path: str) -> dict[str, Any]:
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
            "configuration": {"id": line.configuration_id} if line.configuration_id else None,
        }
    )
