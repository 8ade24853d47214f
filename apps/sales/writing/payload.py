"""The intent of a document as it is stored and sent: built from the draft and from what the mirror says now."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.core import dates
from apps.documents.addresses import NAMES, address_of
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import line_total
from apps.erp import codes
from apps.erp.codes import text_of
from apps.erp.models import CodeEntry
from apps.logictrade import codec, schemas
from apps.logictrade.schemas import parse
from apps.logictrade.wire import AddressDraft, DocumentDraft, LineDraft
from apps.relations.models import Customer
from apps.sales.discounts import discount_to_write, discounts_together
from apps.sales.writing.families import Family
from apps.sales.writing.reading import STEP, draft_head, head_changes, line_changes, line_places, lines_of
from apps.sales.writing.texts import comments_of

Table = CodeEntry.Table


def create_payload(
    *, family: Family, draft: Draft, lines: Sequence[DraftLine], customer: Customer, user: User
) -> dict[str, Any]:
    """Plain values for the outbox. Of the customer and the products only what the mirror knows is believed."""
    comments, below = comments_of(lines)
    counted = [line for line in lines if line.counts]
    return head_payload(draft, customer, user) | {
        "date": _date(family, draft),
        "address": address_to_send(family, draft, customer),
        "comment_extern": "\n".join(filter(None, (draft.comment_extern, below))),
        "lines": [line_payload(line, (place + 1) * STEP, draft, comments) for place, line in enumerate(counted)],
    }


def update_payload(
    *, family: Family, draft: Draft, lines: Sequence[DraftLine], customer: Customer, user: User
) -> dict[str, Any]:
    """What a person changed of the record that the draft was opened from, and every line as it is to be."""
    base = codec.loads(draft.base)
    comments, below = comments_of(lines)
    counted = [line for line in lines if line.counts]
    numbers = line_numbers(counted)
    changes, written = _head_changes(family, draft, base, below)
    known = set(line_places(lines_of(base)))
    return {
        "draft": str(draft.pk),
        "id": draft.edits_id,
        "number": draft.edits_number,
        "customer_id": customer.pk,
        "customer": customer.name,
        "salesman": codes.salesman_for(user.username),
        "address": address_to_send(family, draft, customer),
        "changes": changes,
        "codes": written,
        "lines": [_changed_line(line, numbers[line.pk], draft, comments) for line in counted],
        "removed": sorted(known - {line.line_number for line in counted}),
    }


def _head_changes(
    family: Family, draft: Draft, base: Mapping[str, Any], below: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """(changes by LogicTrade's paths as it would show them, the codes of those that are written as codes)."""
    mine = draft_head(family, draft)
    mine["comment_extern"] = "\n".join(filter(None, (draft.comment_extern, below)))
    tables = {field.path: field.table for field in family.head if field.table}
    changes: dict[str, Any] = {}
    written: dict[str, str] = {}
    for path, value in head_changes(family, mine, base).items():
        if path in tables:
            written[path] = value
            changes[path] = text_of(tables[path], value)
        else:
            changes[path] = value.isoformat() if isinstance(value, date) else value
    return changes, written


def _changed_line(line: DraftLine, number: int, draft: Draft, comments: Mapping[int, str]) -> dict[str, Any]:
    found = line_payload(line, number, draft, comments)
    if line.line_number is None or not line.base:
        return found
    return found | {"base": line.line_number, "changed": line_changes(line, found)}


def line_numbers(lines: Sequence[DraftLine]) -> dict[int, int]:
    """The number of each line by its key: those that LogicTrade knows keep theirs while the order allows it.

    New ones get a number between their neighbours; without room, or in another order, all are numbered anew.
    """
    found: dict[int, int] = {}
    last = 0
    for place, line in enumerate(lines):
        after = next((one.line_number for one in lines[place:] if one.line_number is not None), None)
        if line.line_number is not None:
            number = line.line_number
        elif after is None:
            number = (last // STEP + 1) * STEP
        else:
            number = (last + after) // 2
        if number <= last:
            return {one.pk: (index + 1) * STEP for index, one in enumerate(lines)}
        found[line.pk] = last = number
    return found


def head_payload(draft: Draft, customer: Customer, user: User) -> dict[str, Any]:
    """What needs no look at the lines."""
    return {
        "draft": str(draft.pk),
        "customer_id": customer.pk,
        "customer": customer.name,
        "reference": draft.reference,
        "origin": draft.origin,
        "expected_date": draft.expected_date.isoformat() if draft.expected_date else "",
        "delivery_type": draft.delivery_type,
        "delivery_type_text": text_of(Table.DELIVERY_TYPE, draft.delivery_type),
        "delivery_condition": draft.delivery_condition,
        "delivery_condition_text": text_of(Table.DELIVERY_CONDITION, draft.delivery_condition),
        "payment_condition": draft.payment_condition,
        "comment_intern": draft.comment_intern,
        "comment_extern": draft.comment_extern,
        "salesman": codes.salesman_for(user.username),
    }


def _date(family: Family, draft: Draft) -> str:
    """The day of sending where none was chosen; an invoice gets its date from LogicTrade when it gets its number."""
    if draft.date is not None:
        return draft.date.isoformat()
    return "" if family.key == Draft.Kind.INVOICE else dates.today().isoformat()


def address_to_send(family: Family, draft: Draft, customer: Customer) -> Mapping[str, str]:
    """Where it goes: typed here, or as the customer has it."""
    if draft.address or family.address.startswith("delivery"):
        return address_of(draft, customer)
    known = parse(schemas.Customer, customer.raw, "customer.list").record
    address = known.invoice_address or known.address
    found = {name: getattr(address, name) or "" for name in NAMES} if address else {}
    return found | {"name": found["name"] or customer.name} if any(found.values()) else {}


def line_payload(line: DraftLine, number: int, draft: Draft, comments: Mapping[int, str]) -> dict[str, Any]:
    """A line as it is to stand in LogicTrade; the document's discount is part of the line's."""
    discount = discounts_together(line.discount, draft.discount)
    found = {
        "line_number": number,
        "line": line.pk,
        "product_id": line.product_id,
        "code": line.code,
        "description": line.description,
        "quantity": line.quantity,
        "part_price": line.part_price,
        "price_source": line.price_source,
        "discount": discount_to_write(discount),
        "line_price": line_total(line.quantity, line.part_price, discount),
        "comment_intern": line.comment_intern,
        "comment_extern": comments.get(line.pk, line.comment_extern),
    }
    if line.price_reason:
        found["price_reason"] = line.price_reason
    return found | ({"configuration": codec.loads(line.configuration)} if line.configuration else {})


def line_draft(line: Mapping[str, Any]) -> LineDraft:
    """A stored line as the client's builder takes it."""
    return LineDraft(
        line_number=line["line_number"],
        code=line["code"],
        description=line["description"],
        quantity=Decimal(line["quantity"]),
        part_price=Decimal(line["part_price"]),
        discount=Decimal(line["discount"]),
        comment_intern=line["comment_intern"],
        comment_extern=line["comment_extern"],
        configuration=line.get("configuration"),
    )


def wire_draft(payload: Mapping[str, Any]) -> DocumentDraft:
    """The stored intent as the client's builder takes it."""
    return DocumentDraft(
        customer_id=payload["customer_id"],
        date=_day(payload["date"]),
        reference=payload["reference"],
        origin_code=payload["origin"],
        delivery_type=payload["delivery_type"],
        delivery_condition=payload["delivery_condition"],
        delivery_date=_day(payload["expected_date"]),
        # Writes of before there were orders here have none.
        payment_condition=payload.get("payment_condition", ""),
        address=AddressDraft(**payload["address"]) if payload["address"] else None,
        comment_intern=payload["comment_intern"],
        comment_extern=payload["comment_extern"],
        sales_man_user_name=payload["salesman"],
        lines=tuple(line_draft(line) for line in payload["lines"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
