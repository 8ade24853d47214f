"""What people do with quotes: put them in LogicTrade, and read what a list left out."""

import uuid

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.documents import services as documents
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.documents.sending import NotReadyError, TwinError
from apps.erp.gateway import erp
from apps.erp.models import Write
from apps.erp.outbox.models import State
from apps.erp.outbox.submit import write_submit
from apps.relations.selectors import customer_get
from apps.sales import review
from apps.sales.cards import DocumentCard, record_card
from apps.sales.models import Quote
from apps.sales.payload import quote_payload
from apps.sales.quote_write import KIND, subject_of


def quote_create(*, actor: Actor, user: User, draft: Draft, write_id: uuid.UUID, twin_seen: bool = False) -> Write:
    """Send a quote to LogicTrade, once: store the intent and freeze the draft in one transaction.

    A second post of the same form gives the first one's write. Raises `DraftFrozenError` (another form was faster, or
    the draft changed while it was read), `NotReadyError`, `TwinError`, `WritesOffError`, `AlreadySentError`.
    """
    known = Write.objects.filter(pk=write_id, subject=subject_of(draft.pk)).first()
    if known is not None:
        return known
    if not draft.editable:
        raise documents.DraftFrozenError
    lines = draft_lines(draft)
    customer = customer_get(draft.customer_id)
    found = review.problems(draft, lines, customer)
    if found or customer is None:
        raise NotReadyError(found)
    if not twin_seen and (twin := review.twin(draft, lines)):
        raise TwinError(twin)
    return write_submit(
        actor=actor,
        user=user,
        write_id=write_id,
        kind=KIND,
        payload=quote_payload(draft=draft, lines=lines, customer=customer, user=user),
        label=_("Quote for %(customer)s") % {"customer": customer.name},
        subject=subject_of(draft.pk),
        replaces=replaced(draft),
        then=lambda write: documents.draft_freeze(draft=draft, write=write),
    )


def replaced(draft: Draft) -> Write | None:
    """The refused or dropped write that the next one corrects."""
    write = draft.write
    return write if write is not None and write.state in {State.REJECTED, State.CANCELLED} else None


def comments_read(row: Quote) -> DocumentCard:
    """The card of a quote as LogicTrade has it now: one call. Nothing is stored, the next sync does that.

    Raises `apps.logictrade.errors.LogicTradeError`.
    """
    return record_card(erp().quotes.retrieve(row.pk).record)
