"""The writes that make a document: what leaves, and how LogicTrade's record is recognised and compared (section 8)."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from apps.documents.services import draft_confirm, draft_thaw, link_confirm, link_drop
from apps.erp.outbox.kinds import Difference, Message, Raw
from apps.erp.outbox.models import Write
from apps.logictrade.errors import RecordError
from apps.logictrade.wire import document_create_body
from apps.sales.projections import mark_ordered
from apps.sales.quote_facts import validity_follows
from apps.sales.writing.differences import created_differences
from apps.sales.writing.families import Family, Record
from apps.sales.writing.payload import wire_draft


def draft_id_of(write: Write) -> uuid.UUID:
    return uuid.UUID(write.subject.removeprefix("draft:"))


def subject_of(draft_id: uuid.UUID) -> str:
    return f"draft:{draft_id}"


def quantities(lines: Sequence[tuple[str, Decimal]]) -> Counter[tuple[str, Decimal]]:
    """Codes with their quantities, whatever their order and notation."""
    return Counter((code.strip().casefold(), quantity.normalize()) for code, quantity in lines)


def same_party(payload: Mapping[str, Any], record: Record) -> bool:
    return record.customer is not None and record.customer.id == payload["customer_id"]


class DocumentDomain:
    """What making and changing a document share. See `apps.erp.outbox.kinds.Domain`."""

    def __init__(self, family: Family) -> None:
        self.family = family

    def record(self, raw: Raw) -> Record | None:
        try:
            return self.family.record(raw)
        except RecordError:
            return None

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        draft_confirm(
            draft_id=draft_id_of(write),
            write_id=write.pk,
            remote_id=write.remote_id,
            number=write.remote_number,
        )
        validity_follows(draft_id=draft_id_of(write), quote_id=write.remote_id)

    def rejected(self, write: Write) -> None:
        draft_thaw(draft_id=draft_id_of(write), write_id=write.pk)


class Create(DocumentDomain):
    """A new document; LogicTrade numbers it, our marker is in its place."""

    def message(self, write: Write) -> Message:
        body = document_create_body(self.family.key, wire_draft(write.content), write.marker or "")
        return Message(body=body, query=self.family.query or {})

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        """Same customer, same codes in the same quantities.

        Date and total are left out on purpose: LogicTrade may set both itself, and a record that is taken for ours
        too easily only leads to a question, one that is overlooked leads to a second document.
        """
        payload, record = write.content, self.record(raw)
        if record is None or not same_party(payload, record):
            return False
        sent = [(line["code"], Decimal(line["quantity"])) for line in payload["lines"]]
        found = [(line.code or "", line.quantity or Decimal(0)) for line in record.lines]
        return quantities(sent) == quantities(found)

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        payload, record = write.content, self.record(raw)
        return record is not None and same_party(payload, record) and len(record.lines) == len(payload["lines"])

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        record = self.record(raw)
        return created_differences(self.family, write.content, record) if record is not None else ()

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        super().confirmed(write, raw)
        link_confirm(write=write, remote_id=write.remote_id)
        mark_ordered({write.content["customer_id"]})

    def rejected(self, write: Write) -> None:
        super().rejected(write)
        link_drop(write=write)
