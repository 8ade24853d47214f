"""Writing drafts: each function is one change, saved at once, refused while the draft is being sent."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.documents.merge import Clash, merge
from apps.documents.models import Draft, DraftLine
from apps.erp.mirror.texts import cut

HEAD_FIELDS = (
    "reference",
    "date",
    "expected_date",
    "valid_until",
    "discount",
    "payment_condition",
    "address",
    "delivery_type",
    "delivery_condition",
    "origin",
    "comment_intern",
    "comment_extern",
)


# Where a draft comes from; said once, when it is made.
ORIGIN_FIELDS = ("edits_id", "edits_number", "base", "from_kind", "from_id")


class DraftFrozenError(Exception):
    """The draft is being sent, was sent or was discarded: it can no longer be changed."""


class DraftClashError(Exception):
    """The same fields were changed meanwhile; ``clashes`` holds both values and nothing was saved."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(", ".join(clash.field for clash in clashes))
        self.clashes = clashes


def draft_create(
    *,
    actor: Actor,
    user: User,
    customer_id: int | None,
    customer_name: str,
    kind: str = Draft.Kind.QUOTE,
    draft_id: uuid.UUID | None = None,
    **head: Any,
) -> Draft:
    """Start a draft for a customer; ``head`` holds first values of `HEAD_FIELDS` and `ORIGIN_FIELDS`.

    ``draft_id`` comes with the form: the same form sent twice starts one draft.
    """
    now = clock.now()
    values = {
        "kind": kind,
        "owner": user,
        "customer_id": customer_id,
        "customer_name": cut(customer_name, 200),
        "created_at": now,
        "updated_at": now,
        **{name: head[name] for name in (*HEAD_FIELDS, *ORIGIN_FIELDS) if name in head},
    }
    if draft_id is None:
        return Draft.objects.create(**values)
    return Draft.objects.get_or_create(pk=draft_id, defaults=values)[0]


def locked(draft: Draft) -> Draft:
    """The draft's row, held until the transaction ends. Raises `DraftFrozenError`."""
    row = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None or not row.editable:
        raise DraftFrozenError
    return row


def touch(row: Draft, **values: Any) -> None:
    """One more version of a draft that is held; the caller's object follows."""
    now = clock.now()
    Draft.objects.filter(pk=row.pk).update(version=F("version") + 1, updated_at=now, **values)
    row.version += 1
    row.updated_at = now
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def draft_update(*, actor: Actor, draft: Draft, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> Draft:
    """Change fields of the head; ``seen`` holds the values that the form showed.

    Raises `DraftFrozenError`, `DraftClashError`.
    """
    row = locked(draft)
    current = {name: getattr(row, name) for name in HEAD_FIELDS}
    mine = {name: value for name, value in changes.items() if name in current}
    merged = merge(current, {name: value for name, value in seen.items() if name in current}, mine)
    if merged.clashes:
        raise DraftClashError(merged.clashes)
    if merged.changes:
        touch(row, **merged.changes, head_version=row.head_version + 1)
    return row


@transaction.atomic
def draft_discard(*, actor: Actor, draft: Draft) -> None:
    """Throw a draft away: it can be seen no more, the audit log keeps what it held. Raises `DraftFrozenError`."""
    row = locked(draft)
    lines = [[line.code, line.quantity, line.part_price] for line in DraftLine.objects.filter(draft=row)]
    touch(row, discarded_at=clock.now())
    record(
        Action.DRAFT_DISCARDED,
        actor=actor,
        subject=f"draft:{row.pk}",
        label=row.customer_name,
        before={"customer": row.customer_id, "reference": row.reference, "lines": lines},
    )


@transaction.atomic
def draft_copy(*, actor: Actor, user: User, draft: Draft) -> Draft:
    """A new draft with the same head and lines; the old one may be in any state."""
    copy = draft_create(
        actor=actor,
        user=user,
        customer_id=draft.customer_id,
        customer_name=draft.customer_name,
        kind=draft.kind,
        **{name: getattr(draft, name) for name in HEAD_FIELDS},
    )
    if draft.customer_write_id is not None:
        # It waits for the same customer.
        Draft.objects.filter(pk=copy.pk).update(customer_write=draft.customer_write_id)
    lines = list(DraftLine.objects.filter(draft=draft))
    for line in lines:
        line.pk = line.token = line.line_number = None
        line.base = ""
        line.draft = copy
        line.version = 1
    DraftLine.objects.bulk_create(lines)
    return copy


def draft_freeze(*, draft: Draft, write: Any) -> None:
    """Hold the draft for a write, inside the transaction that stores it. Raises `DraftFrozenError` when it changed."""
    held = Draft.objects.filter(
        pk=draft.pk, version=draft.version, frozen_at=None, discarded_at=None, sent_id=None
    ).update(frozen_at=clock.now(), write=write)
    if not held:
        raise DraftFrozenError


def draft_thaw(*, draft_id: uuid.UUID, write_id: uuid.UUID) -> None:
    """The write was refused or taken back: the draft may be changed again. It keeps naming that write."""
    Draft.objects.filter(pk=draft_id, write_id=write_id, sent_id=None).update(frozen_at=None)


def draft_confirm(*, draft_id: uuid.UUID, write_id: uuid.UUID, remote_id: int | None, number: str) -> None:
    """LogicTrade has it: the draft now names the record it became."""
    Draft.objects.filter(pk=draft_id, write_id=write_id).update(sent_id=remote_id, sent_number=number[:80])
