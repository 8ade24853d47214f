"""What the status page prints, in words: the link, the worker, the lists and the guards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core import clock, dates, money
from apps.core.labels import Label
from apps.erp import labels, link
from apps.erp.context import condition_of
from apps.erp.models import Link, Quarantined
from apps.erp.outbox.models import OPEN
from apps.erp.report import health
from apps.erp.report.health import ResourceHealth


@dataclass(frozen=True)
class Note:
    text: str
    url: str = ""


@dataclass(frozen=True)
class ShownResource:
    """One list as the page shows it; ``percent`` of the pages read, None while that is not known."""

    health: ResourceHealth
    name: str
    state: Label
    progress: str
    percent: int | None
    notes: Sequence[Note]


@dataclass(frozen=True)
class Figure:
    label: str
    figure: str
    note: str
    tone: str = ""
    url: str = ""


@dataclass(frozen=True)
class Overview:
    """The part that moves. ``poll`` is how often it asks again."""

    figures: Sequence[Figure]
    resources: Sequence[ShownResource]
    poll: str
    at: Any


@dataclass(frozen=True)
class Details:
    """The part that does not: pairs of label and value, and the writes and their kinds."""

    link: Sequence[tuple[str, str]]
    writes: Sequence[tuple[Label, int, str]]
    kinds: Sequence[tuple[str, Label]]
    missing_triggers: Sequence[str]


def overview(*, may_edit: bool) -> Overview:
    """Everything that moves; removals lead to their page for who may approve them."""
    resources = [_shown(one, may_edit=may_edit) for one in health.resources()]
    reading = any(one.health.reading for one in resources)
    return Overview(_figures(health.link_row()), resources, "2s" if reading else "15s", clock.now())


def _figures(row: Link) -> list[Figure]:
    condition = condition_of(row)
    worker = health.worker()
    open_writes = sum(count for state, count in health.writes_by_state().items() if state in OPEN)
    return [
        Figure(
            _("LogicTrade"),
            _("answers") if condition.tone == "ok" else condition.label,
            _("last answer %(ago)s") % {"ago": dates.ago(row.last_ok_at)} if row.last_ok_at else _("no answer yet"),
            "" if condition.tone == "ok" else condition.tone,
        ),
        Figure(
            _("Worker"),
            _("silent") if worker.silent else _("at work"),
            _("last sign of life %(ago)s") % {"ago": dates.ago(worker.beat_at)} if worker.beat_at else _("never seen"),
            "bad" if worker.silent else "",
        ),
        Figure(
            _("Writes under way"),
            money.quantity(open_writes),
            _("sent and waiting") if settings.LOGICTRADE_WRITES else _("writing is switched off"),
            "" if settings.LOGICTRADE_WRITES else "warn",
            reverse("erp:write_list"),
        ),
        Figure(_("Requests a minute"), money.quantity(health.rate()), _budget(row)),
    ]


def _budget(row: Link) -> str:
    if row.rate_limit is None or row.rate_remaining is None:
        return _("LogicTrade tells no figures")
    words = {"left": money.quantity(row.rate_remaining), "limit": money.quantity(row.rate_limit)}
    return _("%(left)s of %(limit)s left") % words


def _shown(one: ResourceHealth, *, may_edit: bool) -> ShownResource:
    state = one.state
    percent = min(100, state.page * 100 // state.pages) if one.reading and state.pages else None
    name = str(labels.resource_text(one.name))
    return ShownResource(one, name, _state(one), _progress(one), percent, _notes(one, may_edit=may_edit))


def _notes(one: ResourceHealth, *, may_edit: bool) -> list[Note]:
    """What is wrong with a list, most urgent first."""
    state = one.state
    notes = []
    if one.waits:
        words = ngettext("%(n)s removal waits", "%(n)s removals wait", state.sweep_waiting)
        page = reverse("erp:status_removals", args=[one.name]) if may_edit else ""
        notes.append(Note(words % {"n": money.quantity(state.sweep_waiting)}, page))
    elif state.sweep_approved:
        notes.append(Note(_("removals approved")))
    if state.last_error:
        notes.append(Note(f"{dates.as_of(state.last_error_at)} {state.last_error}"))
    if one.quarantined:
        page = reverse("erp:status_quarantine") if may_edit else ""
        notes.append(Note(_("%(n)s set aside") % {"n": money.quantity(one.quarantined)}, page))
    if state.misses:
        notes.append(Note(_("%(n)s fewer than LogicTrade counts") % {"n": money.quantity(state.misses)}))
    return notes


@dataclass(frozen=True)
class SetAside:
    name: str
    row: Quarantined


@dataclass(frozen=True)
class Drift:
    name: str
    field: str
    times: int
    last_day: Any


def set_aside(limit: int) -> list[SetAside]:
    return [SetAside(str(labels.resource_text(row.resource)), row) for row in health.quarantine(limit)]


def drift() -> list[Drift]:
    return [
        Drift(str(labels.resource_text(line.resource)), line.field, line.times, line.last_day)
        for line in health.drift()
    ]


def _state(one: ResourceHealth) -> Label:
    if not one.granted:
        return Label(_("No right"), "muted", "bar")
    if one.waits:
        return Label(_("You decide"), "bad", "person")
    if one.state.last_error and not one.reading:
        return Label(_("Failed"), "bad", "octagon")
    if one.reading:
        return Label(labels.PHASES.get(one.state.phase, one.state.phase), "accent", "half")
    if one.state.last_full_at is None:
        return Label(_("Not read yet"), "muted", "dashed-ring")
    if one.late:
        return Label(_("Late"), "warn", "triangle")
    return Label(_("Up to date"), "ok", "tick")


def _progress(one: ResourceHealth) -> str:
    state = one.state
    if not one.reading:
        return ""
    if not state.pages:
        return _("begins")
    words = {"page": state.page, "pages": state.pages, "records": money.quantity(state.records)}
    return _("page %(page)s of %(pages)s, %(records)s records") % words


def details() -> Details:
    counts = health.writes_by_state()
    return Details(
        link=_link_facts(health.link_row()),
        writes=[(labels.state_label(state), counts[state], state) for state in labels.STATES if state in counts],
        kinds=[(str(labels.kind_text(kind.name)), _proof(kind)) for kind in health.write_kinds()],
        missing_triggers=health.missing_triggers(),
    )


def _proof(kind: health.KindHealth) -> Label:
    if kind.repeatable:
        return Label(_("may be repeated, needs no reference"), "muted", "ring")
    if not kind.has_marker:
        return Label(_("carries no reference: known again by what was sent"), "muted", "ring")
    if kind.proved is None:
        return Label(_("reference not tried yet"), "muted", "dashed-ring")
    if kind.proved:
        return Label(_("LogicTrade keeps our reference"), "ok", "tick")
    return Label(_("LogicTrade loses our reference: lost answers need a person"), "warn", "triangle")


def _link_facts(row: Link) -> list[tuple[str, str]]:
    facts = [
        (_("Address"), settings.LOGICTRADE_URL),
        (_("Administration"), settings.LOGICTRADE_ADMINISTRATION or money.DASH),
        (_("Last answer"), dates.moment(row.last_ok_at)),
        (_("Failing since"), _failing(row)),
        (_("Last fault"), row.last_error or money.DASH),
        (_("Clock ahead of ours"), _("%(n)s s") % {"n": money.fixed(round(row.clock_offset), 0)}),
        (_("User of the key"), row.username or money.DASH),
        (_("Company of the key"), row.client_id or money.DASH),
        (_("Rights of the key"), row.scope or money.DASH),
        (_("Key valid until"), dates.moment(row.key_expires_at)),
        (_("Asked who we are"), dates.moment(row.introspected_at)),
        (_("Writing"), _("on") if settings.LOGICTRADE_WRITES else _("off")),
    ]
    if row.mismatch:
        facts.insert(0, (_("Another company's key"), row.mismatch))
    if row.key_refused_at and row.key_digest == link.key_digest():
        facts.insert(0, (_("Key refused since"), dates.moment(row.key_refused_at)))
    return facts


def _failing(row: Link) -> str:
    if not row.failing_since:
        return money.DASH
    words = {"since": dates.moment(row.failing_since), "n": row.failures}
    if health.breaker_open(row):
        return _("%(since)s, %(n)s times in a row; one try each ten seconds") % words
    return _("%(since)s, %(n)s times in a row") % words
