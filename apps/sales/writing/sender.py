"""How quotes, orders and invoices are sent, as the builder asks it, and the writes that carry them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core import clock
from apps.documents import sending
from apps.documents import services as documents
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.sending import NotReadyError, Problem, Refusal, TwinError
from apps.erp.models import EditBase, Write
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import WriteKind
from apps.erp.outbox.models import State
from apps.erp.outbox.submit import write_submit
from apps.erp.outbox.turns import take_turn
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.relations.selectors import customer_get
from apps.sales.writing import checks
from apps.sales.writing.conflicts import conflict_of, conflict_settle, is_conflict
from apps.sales.writing.create import Create, subject_of
from apps.sales.writing.families import FAMILIES, Family
from apps.sales.writing.opening import document_edit, document_follow
from apps.sales.writing.payload import create_payload, update_payload
from apps.sales.writing.refusals import refusal_of
from apps.sales.writing.shown import Shown, shown_differences
from apps.sales.writing.update import Update


class DocumentSender:
    """See `apps.documents.sending.Sender`."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self.kind = family.key

    def write_kind(self, draft: Draft) -> str:
        return self.family.update if draft.edits_id else self.family.create

    def edit(self, *, actor: Actor, user: User, record_id: int) -> Draft:
        return document_edit(actor=actor, user=user, family=self.family, record_id=record_id)

    def follow(self, *, actor: Actor, user: User, from_kind: str, from_id: int) -> Draft:
        return document_follow(actor=actor, user=user, family=self.family, from_kind=from_kind, from_id=from_id)

    def blocked(self) -> str:
        return checks.writes_blocked(self.family)

    def problems(self, draft: Draft, lines: Sequence[DraftLine]) -> Sequence[Problem]:
        return checks.problems(self.family, draft, lines, self._customer(draft))

    def send(self, *, actor: Actor, user: User, draft: Draft, write_id: uuid.UUID, twin_seen: bool = False) -> Write:
        known = Write.objects.filter(pk=write_id, subject=subject_of(draft.pk)).first()
        if known is not None:
            return known
        if not draft.editable:
            raise documents.DraftFrozenError
        lines, customer = draft_lines(draft), self._customer(draft)
        found = checks.problems(self.family, draft, lines, customer)
        if found or customer is None:
            raise NotReadyError(found)
        if not twin_seen and not draft.edits_id and (twin := checks.twin(self.family, draft, lines)):
            raise TwinError(twin)
        try:
            return write_submit(
                actor=actor,
                user=user,
                write_id=write_id,
                kind=self.write_kind(draft),
                payload=self._payload(draft, lines, customer, user),
                label=self._label(draft, customer),
                subject=subject_of(draft.pk),
                replaces=_replaced(draft),
                then=lambda write: self._hold(draft, write),
            )
        except documents.AlreadyMadeError as made:
            raise NotReadyError([Problem(checks.already_made(made.link.to_kind, made.link.to_id), "from")]) from made

    def refusal(self, draft: Draft) -> Refusal | None:
        if is_conflict(draft.write) and self.conflict(draft) is None:
            return None
        return refusal_of(draft.write)

    def conflict(self, draft: Draft) -> sending.Conflict | None:
        return conflict_of(self.family, draft)

    def settle(self, *, actor: Actor, draft: Draft, choices: Mapping[str, str]) -> Draft:
        return conflict_settle(actor=actor, family=self.family, draft=draft, choices=choices)

    def differences(self, write: Write) -> Sequence[Shown]:
        return shown_differences(write)

    def _customer(self, draft: Draft) -> Customer | None:
        return customer_get(draft.customer_id) if draft.customer_id is not None else None

    def _payload(self, draft: Draft, lines: Sequence[DraftLine], customer: Customer, user: User) -> Mapping[str, Any]:
        build = update_payload if draft.edits_id else create_payload
        return build(family=self.family, draft=draft, lines=lines, customer=customer, user=user)

    def _label(self, draft: Draft, customer: Customer) -> str:
        if draft.edits_id:
            number = draft.edits_number or f"#{draft.edits_id}"
            return str(self.family.change_label) % {"number": number, "customer": customer.name}
        return str(self.family.label) % {"customer": customer.name}

    def _hold(self, draft: Draft, write: Write) -> None:
        """What belongs to the intent, in its transaction: the draft stands still, what it is made from is taken."""
        documents.draft_freeze(draft=draft, write=write)
        if draft.edits_id is not None:
            self._queue_up(draft, write)
        elif draft.from_kind and draft.from_id is not None:
            documents.link_claim(write=write, from_kind=draft.from_kind, from_id=draft.from_id, to_kind=draft.kind)

    def _queue_up(self, draft: Draft, write: Write) -> None:
        """Keep what this person saw, and wait for the changes of others that are still on their way."""
        text = codec.dumps(codec.loads(draft.base))
        base = EditBase.objects.create(
            pk=write.pk,
            kind=self.family.key,
            record_id=draft.edits_id or 0,
            user=write.actor,
            data=text,
            content_hash=codec.digest_of(text),
            read_at=draft.created_at,
            opened_at=clock.now(),
        )
        others = EditBase.objects.filter(kind=base.kind, record_id=base.record_id).values("pk")
        take_turn(write, Write.objects.filter(pk__in=others, kind=self.family.update))


def _replaced(draft: Draft) -> Write | None:
    """The refused or dropped write that the next one corrects."""
    write = draft.write
    return write if write is not None and write.state in {State.REJECTED, State.CANCELLED} else None


SENDERS = {key: DocumentSender(family) for key, family in FAMILIES.items()}


def connect() -> None:
    for sender in SENDERS.values():
        family = sender.family
        sending.register(sender)
        kinds.register(
            WriteKind(
                name=family.create,
                title=family.create_title,
                endpoint=family.create,
                resource=family.key,
                permission=family.permission,
                domain=Create(family),
                marker_kind=family.key,
                most_sends=family.most_sends,
                by_content=True,
            )
        )
        kinds.register(
            WriteKind(
                name=family.update,
                title=family.update_title,
                endpoint=family.update,
                resource=family.key,
                permission=family.permission,
                domain=Update(family),
                merges=True,
            )
        )
