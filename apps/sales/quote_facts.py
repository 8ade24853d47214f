"""How a quote stands: until when it is valid, when to follow it up, how it ended. Ours alone, and never sent."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock, dates
from apps.core.labels import Label
from apps.documents.labels import OPEN_QUOTE
from apps.documents.models import Document, Draft
from apps.documents.paper.letterhead import valid_days
from apps.erp.mirror.texts import cut
from apps.sales.quote_models import QuoteFacts

# Days after the quote's date, where nobody said otherwise. (How long one stands is a setting, of the letterhead.)
FOLLOW_UP_DAYS = 7
# From so many days before the end a quote is about to expire.
EXPIRING_DAYS = 7

Outcome = QuoteFacts.Outcome
Reason = QuoteFacts.Reason

_OUTCOMES = {
    Outcome.WON: Label(_("Won"), "ok", "tick"),
    Outcome.LOST: Label(_("Lost"), "muted", "bar"),
}
EXPIRED = Label(_("Expired"), "warn", "clock")
EXPIRING = Label(_("Expires soon"), "warn", "clock")


@dataclass(frozen=True)
class Standing:
    """A quote's own facts and what follows from them today. ``…_usual``: nobody chose that day, it is the usual one.

    ``by_order``: nobody said that it was won, the order that came did. ``waiting``: no outcome yet, and LogicTrade
    still has the quote open.
    """

    valid_until: datetime.date | None
    follow_up: datetime.date | None
    outcome: str = ""
    valid_usual: bool = True
    follow_up_usual: bool = True
    by_order: bool = False
    waiting: bool = True
    facts: QuoteFacts = field(default_factory=QuoteFacts)

    @property
    def expired(self) -> bool:
        return self.waiting and self.valid_until is not None and self.valid_until < dates.today()

    @property
    def expiring(self) -> bool:
        if not self.waiting or self.valid_until is None:
            return False
        return 0 <= (self.valid_until - dates.today()).days <= EXPIRING_DAYS

    @property
    def due(self) -> bool:
        """Somebody should call the customer today."""
        return self.waiting and self.follow_up is not None and self.follow_up <= dates.today()

    @property
    def label(self) -> Label | None:
        """The outcome, else that it has expired or soon will; None where there is nothing to say."""
        if self.outcome:
            return _OUTCOMES[Outcome(self.outcome)]
        return EXPIRED if self.expired else EXPIRING if self.expiring else None

    @property
    def reason(self) -> str:
        return str(Reason(self.facts.reason).label) if self.facts.reason else ""


def standing(document: Document | None, facts: QuoteFacts | None, usual_days: int | None = None) -> Standing:
    """``document`` is the quote's row in the register; without ``usual_days`` the setting is read."""
    kept = facts or QuoteFacts()
    day = document.date if document else None
    state = document.state if document else ""
    stands = datetime.timedelta(days=valid_days() if usual_days is None else usual_days)
    usual_end = day + stands if day else None
    usual_call = day + datetime.timedelta(days=FOLLOW_UP_DAYS) if day and not kept.followed_up_at else None
    if usual_call and usual_end and usual_end < dates.today() and not kept.follow_up:
        # Nobody follows up what has run out, unless somebody said when.
        usual_call = None
    by_order = not kept.outcome and state == "ordered"
    outcome = Outcome.WON.value if by_order else kept.outcome
    gone = document is not None and document.gone_at is not None
    return Standing(
        valid_until=kept.valid_until or usual_end,
        follow_up=kept.follow_up or usual_call,
        outcome=outcome,
        valid_usual=kept.valid_until is None,
        follow_up_usual=kept.follow_up is None,
        by_order=by_order,
        waiting=not outcome and state in OPEN_QUOTE and not gone,
        facts=kept,
    )


def facts_get(quote_id: int) -> QuoteFacts | None:
    return QuoteFacts.objects.filter(pk=quote_id).first()


def standings(documents: Iterable[Document]) -> dict[int, Standing]:
    """How these quotes stand, by LogicTrade's id: two queries."""
    rows = list(documents)
    known = QuoteFacts.objects.in_bulk([row.remote_id for row in rows])
    days = valid_days()
    return {row.remote_id: standing(row, known.get(row.remote_id), days) for row in rows}


# Finding ----------------------------------------------------------------------------------------------------------

STANDS = {
    "due": _("follow up now"),
    "expiring": _("expires soon"),
    "expired": _("expired"),
    "waiting": _("no outcome yet"),
    "won": _("won"),
    "lost": _("lost"),
}


def standing_is(name: str) -> Q:
    """A look-up of the register's quotes for one of `STANDS`: days are compared, never computed per row."""
    decided = _ids(~Q(outcome=""))
    waiting = Q(state__in=OPEN_QUOTE, gone_at=None) & ~Q(remote_id__in=decided)
    today = dates.today()
    match name:
        case "won":
            return Q(remote_id__in=_ids(Q(outcome=Outcome.WON))) | Q(state="ordered") & ~Q(remote_id__in=decided)
        case "lost":
            return Q(remote_id__in=_ids(Q(outcome=Outcome.LOST)))
        case "expired":
            return waiting & _valid(until=today - datetime.timedelta(days=1))
        case "expiring":
            return waiting & _valid(since=today, until=today + datetime.timedelta(days=EXPIRING_DAYS))
        case "due":
            return waiting & _due(today)
        case _:
            return waiting


def _ids(which: Q) -> Any:
    return QuoteFacts.objects.filter(which).values("quote_id")


def _valid(*, until: datetime.date, since: datetime.date | None = None) -> Q:
    """The last day of validity lies in a range: as somebody chose it, else as it usually is."""
    usual = datetime.timedelta(days=valid_days())
    chosen, date = Q(valid_until__lte=until), Q(date__lte=until - usual)
    if since is not None:
        chosen, date = chosen & Q(valid_until__gte=since), date & Q(date__gte=since - usual)
    return Q(remote_id__in=_ids(chosen)) | date & ~Q(remote_id__in=_ids(Q(valid_until__isnull=False)))


def _due(today: datetime.date) -> Q:
    oldest = today - datetime.timedelta(days=valid_days())
    usual = Q(date__gte=oldest, date__lte=today - datetime.timedelta(days=FOLLOW_UP_DAYS))
    spoken = _ids(Q(follow_up__isnull=False) | Q(followed_up_at__isnull=False))
    return Q(remote_id__in=_ids(Q(follow_up__lte=today))) | usual & ~Q(remote_id__in=spoken)


# Changing ---------------------------------------------------------------------------------------------------------


def facts_change(*, actor: Actor, quote_id: int, label: str, changes: Mapping[str, Any]) -> QuoteFacts:
    """Set ``valid_until``, ``follow_up`` or both; None gives the usual day back."""
    named = {name: changes[name] for name in ("valid_until", "follow_up") if name in changes}
    return _save(actor, Action.QUOTE_DATED, quote_id, label, named)


def validity_follows(*, draft_id: uuid.UUID, quote_id: int | None) -> None:
    """What the draft said of validity goes with the quote that it became, in the transaction that confirms it."""
    drafts = Draft.objects.filter(pk=draft_id, kind=Draft.Kind.QUOTE, valid_until__isnull=False)
    day = drafts.values_list("valid_until", flat=True).first()
    if day is not None and quote_id is not None:
        values = {"valid_until": day, "updated_at": clock.now()}
        QuoteFacts.objects.update_or_create(pk=quote_id, defaults=values)


def followed_up(*, actor: Actor, quote_id: int, label: str, again_on: datetime.date | None = None) -> QuoteFacts:
    """Somebody called; the next time is ``again_on``, or never."""
    values = {"followed_up_at": clock.now(), "follow_up": again_on}
    return _save(actor, Action.QUOTE_FOLLOWED_UP, quote_id, label, values)


def outcome_set(
    *, actor: Actor, user: User, quote_id: int, label: str, outcome: str, reason: str = "", remark: str = ""
) -> QuoteFacts:
    """How it ended, as somebody says; an empty outcome takes that back."""
    decided = bool(outcome)
    values = {
        "outcome": outcome,
        "reason": reason if outcome == Outcome.LOST else "",
        "remark": cut(remark, 300) if decided else "",
        "decided_by": user if decided else None,
        "decided_by_name": user.shown_name if decided else "",
        "decided_at": clock.now() if decided else None,
    }
    return _save(actor, Action.QUOTE_OUTCOME_SET, quote_id, label, values)


@transaction.atomic
def _save(actor: Actor, action: Action, quote_id: int, label: str, values: Mapping[str, Any]) -> QuoteFacts:
    """Write what differs and the audit row; what is so already leaves no trace."""
    QuoteFacts.objects.get_or_create(pk=quote_id, defaults={"updated_at": clock.now()})
    facts = QuoteFacts.objects.select_for_update().get(pk=quote_id)
    before = {name: getattr(facts, name) for name in values}
    if before == dict(values):
        return facts
    for name, value in values.items():
        setattr(facts, name, value)
    facts.updated_at = clock.now()
    facts.save()
    record(
        action,
        actor=actor,
        subject=f"quote:{quote_id}",
        label=label,
        before=_plain(before),
        after=_plain(values),
    )
    return facts


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    """For the log: who decided stands there as the actor."""
    told = {name: value for name, value in values.items() if not name.startswith("decided") and value}
    return {name: value.isoformat() if hasattr(value, "isoformat") else str(value) for name, value in told.items()}
