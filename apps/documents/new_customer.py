"""Drafts for a customer who is still being made in LogicTrade: a write of its own that is confirmed first (A2).

A customer never travels inside a document. Until LogicTrade has it the draft can be written at list prices and waits.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core import clock
from apps.documents.drafts import locked, touch
from apps.documents.models import Draft
from apps.erp.mirror.texts import cut
from apps.erp.models import Write
from apps.erp.outbox.followers import follow
from apps.erp.outbox.models import State
from apps.erp.selectors import replaced_by
from apps.relations.selectors import customer_get
from apps.relations.writes import CUSTOMER

# A write may be corrected more than once; longer chains are nobody's work.
MOST_CORRECTIONS = 20
LOST = frozenset({State.REJECTED, State.CANCELLED})


@dataclass(frozen=True)
class Pending:
    """How it stands with a customer who is being made. ``sentence`` is for whoever writes the draft.

    ``lost``: it will not be made as it is; ``correct_url`` opens it again with all that was typed.
    """

    write: Write
    sentence: str
    lost: bool = False
    doubtful: bool = False
    correct_url: str = ""


def draft_for_new_customer(*, user: User, kind: str, write: Write, name: str, **head: Any) -> Draft:
    """The draft that waits for a customer; the same form gives the same draft. ``head``: first values of the head."""
    now = clock.now()
    done = write.state == State.CONFIRMED
    draft, _made = Draft.objects.get_or_create(
        pk=uuid.uuid5(write.pk, kind),
        defaults={
            "kind": kind,
            "owner": user,
            "customer_id": write.remote_id if done else None,
            "customer_write": write,
            "customer_name": cut(name, 200),
            "created_at": now,
            "updated_at": now,
            **head,
        },
    )
    if draft.customer_id is None:
        # Confirmed between our reading of the write and the draft's first second: nobody else would tell it.
        now_known = Write.objects.filter(pk=write.pk, state=State.CONFIRMED).values_list("remote_id", flat=True).first()
        if now_known is not None:
            _settle([write.pk], now_known, name)
            draft.refresh_from_db()
    return draft


def pending(draft: Draft) -> Pending | None:
    """How the draft's customer stands; None where there is nothing to wait for."""
    if draft.customer_id is not None or draft.customer_write_id is None:
        return None
    write = newest(Write.objects.get(pk=draft.customer_write_id))
    if write.state in LOST:
        url = f"{reverse('relations:customer_new')}?again={write.pk}"
        said = write.error_detail
        if write.state == State.CANCELLED:
            return Pending(
                write, _("This customer was taken back before LogicTrade had it."), lost=True, correct_url=url
            )
        text = _("LogicTrade did not take this customer: %(words)s") % {"words": said} if said else ""
        return Pending(write, text or _("LogicTrade did not take this customer."), lost=True, correct_url=url)
    if write.state in (State.UNKNOWN, State.NEEDS_HUMAN):
        return Pending(
            write, _("It is not known yet whether LogicTrade has this customer. The draft waits."), doubtful=True
        )
    if write.state == State.HELD:
        return Pending(write, _("This customer is held before it goes to LogicTrade. The draft waits."), doubtful=True)
    return Pending(write, _("This customer is being made in LogicTrade. You can write on; sending waits for it."))


def newest(write: Write) -> Write:
    """The last correction of a write, or itself."""
    for _step in range(MOST_CORRECTIONS):
        later = replaced_by(write)
        if later is None:
            break
        write = later
    return write


def customer_choose(*, actor: Actor, draft: Draft, customer_id: int) -> Draft:
    """A customer that LogicTrade has, for a draft that waits for one. Raises `DraftFrozenError`, LookupError."""
    customer = customer_get(customer_id)
    if customer is None or customer.gone_at is not None:
        raise LookupError(customer_id)
    with transaction.atomic():
        row = locked(draft)
        if row.customer_id is None:
            touch(row, customer_id=customer.pk, customer_name=cut(customer.name, 200), customer_write=None)
    return row


def _follow(write: Write, raw: Mapping[str, Any] | None) -> None:
    """LogicTrade has the customer: every draft that waits for it, or for what it corrects, names it now."""
    if write.remote_id is not None:
        _settle(_chain(write), write.remote_id, str((raw or {}).get("companyName") or ""))


def _chain(write: Write) -> list[uuid.UUID]:
    """A write and those that it corrects, one after the other."""
    found = [write.pk]
    earlier = write.replaces_id
    while earlier is not None and len(found) < MOST_CORRECTIONS and earlier not in found:
        found.append(earlier)
        earlier = Write.objects.filter(pk=earlier).values_list("replaces_id", flat=True).first()
    return found


def _settle(writes: list[uuid.UUID], customer_id: int, name: str) -> None:
    values = {"customer_name": cut(name, 200)} if name else {}
    Draft.objects.filter(customer_write__in=writes, customer_id=None).update(
        customer_id=customer_id, version=F("version") + 1, head_version=F("head_version") + 1, **values
    )


def connect() -> None:
    follow(CUSTOMER.create, _follow)
