"""What speaks against sending a document to this customer, and the release by a person with the right.

The apps that know a reason register it: money that is owed, a credit limit, a margin. A quote is only warned about;
an order is held until somebody with ``documents.release`` lets it go.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.core.access import may
from apps.documents.amounts import draft_amounts
from apps.documents.models import Draft, DraftLine, Release
from apps.documents.new_customer import pending
from apps.documents.sending import Problem
from apps.erp.mirror.texts import cut

PERMISSION = "documents.release"
# Documents that bind: they wait for a release. The others only warn.
HELD = frozenset({Draft.Kind.ORDER})
LONGEST_WHY = 300


@dataclass(frozen=True)
class Objection:
    """One thing that speaks against it. ``holds``: an order waits for a release; else it is only said.

    ``key`` names the kind of reason: a release counts for the reasons that its person saw.
    """

    key: str
    text: str
    holds: bool = True


type Check = Callable[[Draft, Sequence[DraftLine], Decimal], Iterable[Objection]]

_checks: list[Check] = []


class NotAllowedError(Exception):
    """This person may not release documents."""


class NothingToReleaseError(Exception):
    """Nothing speaks against this draft any more."""


def register(check: Check) -> None:
    """Declare a reason (at start, from an app's ready()): it gets the draft, its lines and its amount incl. VAT."""
    if check not in _checks:
        _checks.append(check)


def amount_of(draft: Draft, lines: Sequence[DraftLine]) -> Decimal:
    """What the document comes to with VAT, after the discount on all of it."""
    return draft_amounts(draft, lines).gross


def objections(draft: Draft, lines: Sequence[DraftLine]) -> list[Objection]:
    """Everything that speaks against sending it, whatever its kind: what a quote warns of."""
    amount = amount_of(draft, lines)
    return [found for check in _checks for found in check(draft, lines, amount)]


@dataclass(frozen=True)
class Standing:
    """How a draft stands. ``release`` is the one that counts now; ``asked`` the request that nobody has answered."""

    objections: Sequence[Objection] = ()
    holds: bool = False
    release: Release | None = None
    asked: Release | None = None

    @property
    def waits(self) -> bool:
        return self.holds and self.release is None


def standing(draft: Draft, lines: Sequence[DraftLine]) -> Standing:
    found = objections(draft, lines)
    holding = [one for one in found if one.holds] if draft.kind in HELD else []
    if not holding:
        return Standing(found)
    rows = list(Release.objects.filter(draft=draft).order_by("-created_at", "-pk"))
    given = next((row for row in rows if row.given and _covers(row, holding, amount_of(draft, lines))), None)
    asked = rows[0] if rows and not rows[0].given and given is None else None
    return Standing(found, holds=True, release=given, asked=asked)


def _covers(row: Release, holding: Sequence[Objection], amount: Decimal) -> bool:
    """A release counts for the reasons that were seen, and for no larger amount."""
    return {one.key for one in holding} <= set(row.reasons) and amount <= row.amount


def release_problems(draft: Draft, lines: Sequence[DraftLine]) -> list[Problem]:
    """What holds a document whatever its kind: a customer who is still being made, or a release that nobody gave.

    For `apps.documents.sending.Sender.problems`.
    """
    if (waits := pending(draft)) is not None:
        return [Problem(waits.sentence, "customer")]
    if not standing(draft, lines).waits:
        return []
    return [Problem(_("It waits for a release by somebody who may give one."), "release")]


def release_give(*, actor: Actor, user: User, draft: Draft, lines: Sequence[DraftLine], why: str) -> Release:
    """Let the draft be sent as it is now. Raises `NotAllowedError`, `NothingToReleaseError`."""
    if not may(user, PERMISSION):
        raise NotAllowedError
    with transaction.atomic():
        row = _store(user, draft, lines, why, given=True)
        record(
            Action.DRAFT_RELEASED,
            actor=actor,
            subject=f"draft:{draft.pk}",
            label=draft.customer_name,
            after={"why": row.why, "reasons": row.reasons, "amount": row.amount, "kind": draft.kind},
        )
    return row


def release_ask(*, user: User, draft: Draft, lines: Sequence[DraftLine], why: str = "") -> Release:
    """Ask those who may. Asking twice is asking once. Raises `NothingToReleaseError`."""
    found = standing(draft, lines)
    return found.asked or _store(user, draft, lines, why, given=False)


def _store(user: User, draft: Draft, lines: Sequence[DraftLine], why: str, *, given: bool) -> Release:
    found = standing(draft, lines)
    if not found.waits:
        raise NothingToReleaseError
    return Release.objects.create(
        draft=draft,
        given=given,
        reasons=sorted({one.key for one in found.objections if one.holds}),
        amount=amount_of(draft, lines),
        why=cut(why, LONGEST_WHY),
        author=user,
        author_name=user.shown_name,
        created_at=clock.now(),
    )


def waiting_for_release() -> QuerySet[Draft]:
    """Drafts for which a release was asked and not given since, the longest waiting first."""
    rows = Release.objects.filter(draft=OuterRef("pk"))
    later = Release.objects.filter(draft=OuterRef("draft"), given=True, created_at__gte=OuterRef("created_at"))
    asked = rows.filter(~Exists(later), given=False)
    open_drafts = Draft.objects.filter(frozen_at=None, discarded_at=None, sent_id=None)
    return open_drafts.filter(Exists(asked)).order_by("updated_at")
