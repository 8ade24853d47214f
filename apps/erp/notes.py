"""Notes on records: who wrote what, who was named in it, and what must be seen when a quote is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.audit.subjects import url_of
from apps.core import clock
from apps.core.access import may
from apps.erp.history import KINDS, RecordKind
from apps.erp.note_models import Mention, Note

PERMISSION = "notes.write"
# Records that stand in a quote.
QUOTED = frozenset({"customer", "product"})
MOST_MENTIONS = 20
SHOWN = 50
_NAMED = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")
_PERMISSIONS = {kind.resource: kind.permission for kind in KINDS}


class NotYoursError(Exception):
    """Only the author and an administrator may remove a note."""


@dataclass(frozen=True)
class WaitingMention:
    """A note in which the reader was named, and where its record can be opened."""

    mention: Mention
    url: str


def note_add(
    *, actor: Actor, author: User, kind: RecordKind, remote_id: int, label: str, text: str, show_when_quoting: bool
) -> Note:
    """Keep a note and tell those who are named in it, as far as they may see the record."""
    with transaction.atomic():
        note = Note.objects.create(
            resource=kind.resource,
            remote_id=remote_id,
            text=text,
            show_when_quoting=show_when_quoting and kind.resource in QUOTED,
            author=author,
            author_name=author.shown_name,
            created_at=clock.now(),
        )
        Mention.objects.bulk_create(
            Mention(note=note, user=user) for user in named_in(text) if may(user, kind.permission) and user != author
        )
        record(Action.NOTE_ADDED, actor=actor, subject=_subject(note), label=label, after={"note": text})
    return note


def note_remove(*, actor: Actor, user: User, note: Note, label: str) -> None:
    """Take a note away; its text stays in the audit log. Raises `NotYoursError`."""
    if not may_remove(user, note):
        raise NotYoursError
    with transaction.atomic():
        subject, text = _subject(note), note.text
        note.delete()
        record(Action.NOTE_REMOVED, actor=actor, subject=subject, label=label, before={"note": text})


def may_remove(user: User, note: Note) -> bool:
    return may(user, PERMISSION) and (note.author_id == user.pk or may(user, "settings.edit"))


def named_in(text: str) -> list[User]:
    """The people whose user names follow an @."""
    names = list(dict.fromkeys(name.casefold() for name in _NAMED.findall(text)))[:MOST_MENTIONS]
    if not names:
        return []
    return list(User.objects.annotate(lowered=Lower("username")).filter(lowered__in=names, is_active=True))


def notes_of(kind: RecordKind, remote_id: int, limit: int = SHOWN) -> list[Note]:
    """The newest notes of a record; warnings for quotes stand first."""
    rows = Note.objects.filter(resource=kind.resource, remote_id=remote_id)
    return list(rows.order_by("-show_when_quoting", "-created_at", "-pk")[:limit])


def note_get(kind: RecordKind, remote_id: int, pk: int) -> Note | None:
    return Note.objects.filter(pk=pk, resource=kind.resource, remote_id=remote_id).first()


def quoting_warnings(customer_id: int | None, product_ids: Sequence[int | None] = ()) -> list[Note]:
    """What must be seen by whoever writes a quote for this customer with these products: one query."""
    of_products = Q(resource="product", remote_id__in=[pk for pk in product_ids if pk is not None])
    rows = Note.objects.filter(Q(resource="customer", remote_id=customer_id) | of_products, show_when_quoting=True)
    return list(rows.order_by("resource", "created_at", "pk")[:SHOWN])


def mentions_waiting(user: User, limit: int = 10) -> list[WaitingMention]:
    """Notes in which the user was named and that they have not put away, of records they may still see."""
    allowed = [resource for resource, permission in _PERMISSIONS.items() if may(user, permission)]
    rows = Mention.objects.filter(user=user, seen_at=None, note__resource__in=allowed)
    found = rows.select_related("note").order_by("-note__created_at", "-pk")[:limit]
    return [WaitingMention(one, url_of(_subject(one.note))) for one in found]


def mention_seen(*, user: User, pk: int) -> None:
    """Put a mention away; somebody else's, or one that is gone, is nothing to do."""
    Mention.objects.filter(pk=pk, user=user, seen_at=None).update(seen_at=clock.now())


def _subject(note: Note) -> str:
    return f"{note.resource}:{note.remote_id}"
