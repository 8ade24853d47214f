"""The write `quote.create`: what leaves, and how LogicTrade's record is recognised and compared (contract 6.1, 8)."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.documents.services import draft_confirm, draft_thaw
from apps.erp.outbox.kinds import Difference, Message, Raw, WriteKind, register
from apps.erp.outbox.models import Write
from apps.logictrade import schemas
from apps.logictrade.errors import RecordError
from apps.logictrade.schemas import parse
from apps.logictrade.wire import AddressDraft, DocumentDraft, LineDraft, document_create_body
from apps.sales.quote_diff import differences

KIND = "quote.create"
# A typing error must fail, and not become a new relation or product (contract section 6.1).
QUERY = {"allowUnknownCustomer": False, "allowUnknownProducts": False}


def draft_id_of(write: Write) -> uuid.UUID:
    return uuid.UUID(write.subject.removeprefix("draft:"))


def subject_of(draft_id: uuid.UUID) -> str:
    return f"draft:{draft_id}"


def _line(line: Mapping[str, Any]) -> LineDraft:
    return LineDraft(
        line_number=line["line_number"],
        code=line["code"],
        description=line["description"],
        quantity=Decimal(line["quantity"]),
        part_price=Decimal(line["part_price"]),
        discount=Decimal(line["discount"]),
        comment_intern=line["comment_intern"],
        comment_extern=line["comment_extern"],
    )


def wire_draft(payload: Mapping[str, Any]) -> DocumentDraft:
    """The stored intent as the client's builder takes it."""
    expected = payload["expected_date"]
    return DocumentDraft(
        customer_id=payload["customer_id"],
        date=date.fromisoformat(payload["date"]),
        reference=payload["reference"],
        origin_code=payload["origin"],
        delivery_type=payload["delivery_type"],
        delivery_condition=payload["delivery_condition"],
        delivery_date=date.fromisoformat(expected) if expected else None,
        address=AddressDraft(**payload["address"]) if payload["address"] else None,
        comment_intern=payload["comment_intern"],
        comment_extern=payload["comment_extern"],
        sales_man_user_name=payload["salesman"],
        lines=tuple(_line(line) for line in payload["lines"]),
    )


def _record(raw: Raw) -> schemas.Quote | None:
    try:
        return parse(schemas.Quote, raw, "quote.retrieve").record
    except RecordError:
        return None


def _same_party(payload: Mapping[str, Any], record: schemas.Quote) -> bool:
    return record.customer is not None and record.customer.id == payload["customer_id"]


def _quantities(lines: Sequence[tuple[str, Decimal]]) -> Counter[tuple[str, Decimal]]:
    return Counter((code.strip().casefold(), quantity.normalize()) for code, quantity in lines)


class QuoteCreate:
    """See `apps.erp.outbox.kinds.Domain`."""

    def message(self, write: Write) -> Message:
        return Message(body=document_create_body("quote", wire_draft(write.content), write.marker or ""), query=QUERY)

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        """Same customer, same codes in the same quantities.

        Date and total are left out on purpose: LogicTrade may set both itself, and a record that is taken for ours
        too easily only leads to a question, one that is overlooked leads to a second quote.
        """
        payload, record = write.content, _record(raw)
        if record is None or not _same_party(payload, record):
            return False
        sent = [(line["code"], Decimal(line["quantity"])) for line in payload["lines"]]
        found = [(line.code or "", line.quantity or Decimal(0)) for line in record.lines]
        return _quantities(sent) == _quantities(found)

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        payload, record = write.content, _record(raw)
        return record is not None and _same_party(payload, record) and len(record.lines) == len(payload["lines"])

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        record = _record(raw)
        return differences(write.content, record) if record is not None else ()

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        draft_confirm(
            draft_id=draft_id_of(write),
            write_id=write.pk,
            remote_id=write.remote_id,
            number=write.remote_number,
        )

    def rejected(self, write: Write) -> None:
        draft_thaw(draft_id=draft_id_of(write), write_id=write.pk)


def connect() -> None:
    register(
        WriteKind(
            name=KIND,
            title=_("Put quote in LogicTrade"),
            endpoint=KIND,
            resource="quote",
            permission="quotes.write",
            domain=QuoteCreate(),
            marker_kind="quote",
            most_sends=3,
        )
    )
