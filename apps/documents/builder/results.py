"""How sending a draft went, as its page says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.core.labels import Label
from apps.documents.builder.kinds import BuilderKind, kind_of
from apps.documents.builder.summary import draft_totals
from apps.documents.models import Draft
from apps.documents.selectors import document_get, draft_lines
from apps.documents.sending import sender_of
from apps.erp.labels import explain_write, state_label
from apps.erp.models import Write
from apps.erp.outbox.models import State

# States that change without anybody doing anything here; the page asks again each second.
MOVING = frozenset({State.INTENT, State.SENDING, State.UNKNOWN})


@dataclass(frozen=True)
class Amounts:
    """The sum of the lines as it was shown here, and the total that LogicTrade made of it."""

    ours: Decimal
    theirs: Decimal

    @property
    def difference(self) -> Decimal:
        return self.theirs - self.ours


@dataclass(frozen=True)
class Result:
    draft: Draft
    kind: BuilderKind
    write: Write | None
    label: Label
    sentence: str
    explanation: str
    moving: bool
    can_take_back: bool
    document_url: str
    differences: Sequence[Any]
    amounts: Amounts | None


def draft_result(draft: Draft) -> Result:
    """For a draft that is frozen or was sent."""
    write, kind = draft.write, kind_of(draft)
    state = write.state if write else State.CONFIRMED
    return Result(
        draft=draft,
        kind=kind,
        write=write,
        label=state_label(state),
        sentence=_sentence(draft, state),
        explanation=explain_write(write) if write and state != State.CONFIRMED else "",
        moving=state in MOVING,
        can_take_back=state == State.INTENT,
        document_url=kind.document_url(draft.sent_id) if draft.sent_id else "",
        differences=sender_of(draft).differences(write) if write else (),
        amounts=_amounts(draft),
    )


def _amounts(draft: Draft) -> Amounts | None:
    """Once LogicTrade has it; nothing where its total is nothing, which it is beside lines at times (contract 6.2)."""
    found = document_get(draft.kind, draft.sent_id) if draft.sent_id is not None else None
    if found is None or not found.total:
        return None
    return Amounts(draft_totals(draft, draft_lines(draft)).totals.basis, found.total)


def _sentence(draft: Draft, state: str) -> str:
    if state == State.CONFIRMED:
        if draft.sent_number:
            return _("Confirmed by LogicTrade as %(number)s") % {"number": draft.sent_number}
        return _("Confirmed by LogicTrade")
    return {
        State.INTENT: _("Is being sent to LogicTrade"),
        State.SENDING: _("Is being sent to LogicTrade"),
        State.UNKNOWN: _("Sent, no answer yet. We are checking"),
        State.HELD: _("Held back. Nothing was sent"),
        State.NEEDS_HUMAN: _("Someone must say what LogicTrade did with it"),
    }.get(State(state), "")
