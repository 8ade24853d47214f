"""What can be made of a document of LogicTrade in the builder: a change of it, or the next document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core.access import may
from apps.documents.builder.kinds import BuilderKind, Text, builder_kinds
from apps.documents.models import Draft
from apps.documents.sending import kinds


@dataclass(frozen=True)
class CardAction:
    """A button of a document's card: a post that leads to a draft. ``key`` presses it."""

    text: Text
    url: str
    icon: str
    key: str
    primary: bool = False


def card_actions(user: Any, kind_key: str, remote_id: int) -> Sequence[CardAction]:
    """What this reader may make of the document: the next one first, then a change of it."""
    found = []
    for kind in builder_kinds():
        if not may(user, kind.permission) or kind.key not in kinds():
            continue
        if kind_key in kind.follows:
            url = reverse(f"{kind.namespace}:{kind.key}_from", args=[kind_key, remote_id])
            found.append(CardAction(kind.words.make, url, "plus", kind.make_key, primary=True))
        if kind.key == kind_key:
            url = reverse(f"{kind.namespace}:{kind.key}_change", args=[remote_id])
            found.append(CardAction(kind.words.change, url, "pencil", "e"))
    return sorted(found, key=lambda action: not action.primary)


def draft_to_follow(*, actor: Actor, user: User, kind: BuilderKind, from_kind: str, from_id: int) -> Draft:
    """The draft that this person is making of a document already, else a new one.

    Raises `apps.documents.sending.CannotOpenError`, `apps.logictrade.errors.LogicTradeError`.
    """
    mine = Draft.objects.filter(
        kind=kind.key, from_kind=from_kind, from_id=from_id, owner=user, frozen_at=None, discarded_at=None, sent_id=None
    )
    known = mine.order_by("-updated_at").first()
    return known or kinds()[kind.key].follow(actor=actor, user=user, from_kind=from_kind, from_id=from_id)
