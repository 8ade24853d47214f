"""How deliveries read: stock words of LogicTrade, the state of a plan, the sentence that opens the card."""

from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core import dates
from apps.core.labels import Glyph, Label, Tone, unknown
from apps.delivery.models import DeliveryPlan
from apps.erp import labels as writes
from apps.erp.outbox.models import State, Write

type Text = str | Promise

# LogicTrade's words for a whole order and for a line (contract section 6.4).
STOCK: dict[str, Label] = {
    "yes": Label(gettext_lazy("Yes"), "ok", "tick"),
    "partially": Label(gettext_lazy("Partly"), "warn", "half"),
    "no": Label(gettext_lazy("No"), "muted", "ring"),
}

# Under the head "Planned".
NOT_YET = Label(gettext_lazy("Not yet"), "muted", "ring")
LEFT = Label(gettext_lazy("Left the list"), "muted", "bar")

# Behind a day in the list.
STATES: dict[str, Label] = {
    State.INTENT: Label(gettext_lazy("waits"), "muted", "clock"),
    State.SENDING: Label(gettext_lazy("being sent"), "accent", "sent"),
    State.UNKNOWN: Label(gettext_lazy("being checked"), "warn", "diamond"),
    State.NEEDS_HUMAN: Label(gettext_lazy("you decide"), "bad", "person"),
    State.HELD: Label(gettext_lazy("held"), "bad", "bar"),
    State.REJECTED: Label(gettext_lazy("rejected"), "bad", "octagon"),
    State.CONFIRMED: Label(gettext_lazy("confirmed"), "ok", "tick"),
    State.CANCELLED: Label(gettext_lazy("taken back"), "muted", "ring"),
}


def stock_label(word: str | None) -> Label:
    """LogicTrade's word for what is in stock; another word is shown as it came."""
    return STOCK.get((word or "").strip().lower()) or unknown(word or "")


def stock_choices() -> list[tuple[str, Text]]:
    return [(word, label.text) for word, label in STOCK.items()]


def plan_label(plan: DeliveryPlan | None, confirmed: date | None, *, gone: bool = False) -> Label:
    """The planned day with its state, for the list. A day without a word is confirmed."""
    if gone:
        return LEFT
    if plan is None:
        return Label(dates.day(confirmed), "ok", "tick") if confirmed else NOT_YET
    state = STATES[plan.state]
    if plan.state == State.CONFIRMED:
        tone, glyph = moved_look(plan, confirmed)
        return Label(dates.day(plan.day), tone, glyph)
    return Label(f"{dates.day(plan.day)}, {state.text}", state.tone, state.glyph)


def moved_look(plan: DeliveryPlan, confirmed: date | None) -> tuple[Tone, Glyph]:
    """A confirmed plan whose day LogicTrade does not show (any more) asks for attention."""
    return ("ok", "tick") if plan.day == confirmed else ("warn", "triangle")


def lead(lines: int, ready: int) -> str:
    """Whether the order can leave, in one sentence."""
    if not lines:
        return _("Nothing is left to deliver of this order.")
    if ready == lines:
        return ngettext(
            "The line is in stock: this order can leave.",
            "All %(n)d lines are in stock: this order can leave.",
            lines,
        ) % {"n": lines}
    if not ready:
        return ngettext(
            "The line is not wholly in stock yet.", "None of the %(n)d lines is wholly in stock yet.", lines
        ) % {"n": lines}
    return _("%(ready)d of %(n)d lines can leave, %(rest)d wait for stock.") % {
        "ready": ready,
        "n": lines,
        "rest": lines - ready,
    }


def ready_text(lines: int, ready: int) -> str:
    return ngettext("%(ready)d of %(n)d line ready", "%(ready)d of %(n)d lines ready", lines) % {
        "ready": ready,
        "n": lines,
    }


def plan_text(day: date, at: time | None, route: str, stop: int | None) -> str:
    """A plan in one line: day, time, route and stop."""
    shown = dates.day(day)
    when = _("%(day)s at %(time)s") % {"day": shown, "time": f"{at:%H:%M}"} if at else shown
    return " · ".join(part for part in (when, route, stop_text(stop)) if part)


def stop_text(stop: int | None) -> str:
    return "" if stop is None else _("stop %(n)s") % {"n": stop}


def explain_plan(plan: DeliveryPlan, confirmed: date | None, *, other: bool = False) -> str:
    """Where a plan stands and what comes next, in one or two sentences; ``other``: another plan counts now."""
    write = plan.write
    if write.state == State.CONFIRMED:
        return _confirmed(plan, confirmed)
    if write.state == State.REJECTED:
        return _rejected(write, other)
    if write.state == State.CANCELLED and write.reason == "replaced":
        return _("Replaced by a newer plan before it was certain.")
    if write.state == State.NEEDS_HUMAN and write.reason == "sends":
        return _("Sent several times, never seen in LogicTrade. Look it up there, or plan again.")
    return f"{writes.explain_write(write)}."


def _rejected(write: Write, other: bool) -> str:
    if write.error_status == 404:
        return _("LogicTrade no longer knows this order as deliverable. Nothing was planned.")
    if other:
        return _("LogicTrade refused this plan. The plan before it stays.")
    return _("LogicTrade refused this plan. Nothing is planned.")


def _confirmed(plan: DeliveryPlan, confirmed: date | None) -> str:
    if confirmed == plan.day:
        return _("Confirmed by LogicTrade.")
    if confirmed is None:
        return _("LogicTrade took it, but shows no day. Look it up there.")
    return _("LogicTrade took it, but shows %(day)s. Look it up there, or plan again.") % {"day": dates.day(confirmed)}
