"""The intent of a quote as it is stored and sent: built from the draft and from what the mirror says now."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.core import dates
from apps.documents.addresses import address_of
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import HUNDRED, line_total
from apps.erp import codes
from apps.erp.codes import text_of
from apps.erp.models import CodeEntry
from apps.relations.models import Customer

Table = CodeEntry.Table
STEP = 10


def discount_to_write(percent: Decimal) -> Decimal:
    """People type 10 for ten percent, LogicTrade most likely takes 0.10 (open question 2 of the contract)."""
    return percent / HUNDRED


def discount_as_percent(discount: Decimal | None) -> Decimal | None:
    """The same on the way in: up to 1 it is a fraction (contract section 7)."""
    if discount is None:
        return None
    return discount * HUNDRED if abs(discount) <= 1 else discount


def quote_payload(*, draft: Draft, lines: Sequence[DraftLine], customer: Customer, user: User) -> dict[str, Any]:
    """Plain values for the outbox. Of the customer and the products only what the mirror knows is believed."""
    return {
        "draft": str(draft.pk),
        "customer_id": customer.pk,
        "customer": customer.name,
        "date": dates.today().isoformat(),
        "reference": draft.reference,
        "origin": draft.origin,
        "expected_date": draft.expected_date.isoformat() if draft.expected_date else "",
        "delivery_type": draft.delivery_type,
        "delivery_type_text": text_of(Table.DELIVERY_TYPE, draft.delivery_type),
        "delivery_condition": draft.delivery_condition,
        "delivery_condition_text": text_of(Table.DELIVERY_CONDITION, draft.delivery_condition),
        "address": address_of(draft, customer),
        "comment_intern": draft.comment_intern,
        "comment_extern": draft.comment_extern,
        "salesman": codes.salesman_for(user.username),
        "lines": [_line(line, (place + 1) * STEP) for place, line in enumerate(lines)],
    }


def _line(line: DraftLine, number: int) -> dict[str, Any]:
    return {
        "line_number": number,
        "line": line.pk,
        "product_id": line.product_id,
        "code": line.code,
        "description": line.description,
        "quantity": line.quantity,
        "part_price": line.part_price,
        "price_source": line.price_source,
        "discount": discount_to_write(line.discount),
        "line_price": line_total(line.quantity, line.part_price, line.discount),
        "comment_intern": line.comment_intern,
        "comment_extern": line.comment_extern,
    }
