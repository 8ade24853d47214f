"""Reads of mails. An attachment is only read where it is opened."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.pages import OrderTerm
from apps.core.paging import RowPage
from apps.documents.kinds import kinds_for
from apps.documents.mail.models import Mail, MailState

_LONG = ("attachment", "body")
# A person must look at these.
TROUBLED = (MailState.FAILED, MailState.UNKNOWN)
MOVING = (MailState.QUEUED, MailState.SENDING)


def mail_list(
    *,
    user: Any,
    query: str = "",
    state: str = "",
    mine: bool = False,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
) -> RowPage[Mail]:
    """One page of mails of the kinds of documents that the reader may see, the newest first."""
    rows = Mail.objects.defer(*_LONG).filter(kind__in=kinds_for(user))
    for word in query.split():
        rows = rows.filter(
            Q(to__icontains=word)
            | Q(cc__icontains=word)
            | Q(subject__icontains=word)
            | Q(label__icontains=word)
            | Q(party_name__icontains=word)
        )
    if state:
        rows = rows.filter(state=state)
    if mine:
        rows = rows.filter(actor=user)
    return RowPage.of(rows.order_by(*(order or ("-created_at",)), "pk"), limit=limit, offset=offset)


def mail_get(user: Any, mail_id: UUID, *, attachment: bool = False) -> Mail | None:
    """A mail, if the reader may see its document."""
    rows = Mail.objects.filter(kind__in=kinds_for(user), pk=mail_id)
    return (rows if attachment else rows.defer("attachment")).first()


def mails_of(kind: str, remote_id: int, limit: int = 20) -> list[Mail]:
    rows = Mail.objects.defer(*_LONG).filter(kind=kind, remote_id=remote_id)
    return list(rows.order_by("-created_at", "pk")[:limit])


def mails_troubled(user: Any) -> QuerySet[Mail]:
    """Own mails that did not arrive or may not have: few, and cut off."""
    rows = Mail.objects.defer(*_LONG).filter(actor_id=user.pk, state__in=TROUBLED)
    return rows.order_by("-changed_at", "pk")[:99]
