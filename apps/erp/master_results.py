"""How a write of master data went, and what a conflict asks, as the pages print it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.labels import Label
from apps.erp.labels import explain_write, state_label
from apps.erp.link import granted, writes_refused
from apps.erp.master_forms import MasterForm
from apps.erp.outbox.master import Master
from apps.erp.outbox.merge import Side, merge, read
from apps.erp.outbox.models import EditBase, State, Write
from apps.erp.presenters import ShownDifference
from apps.erp.selectors import is_moving
from apps.logictrade import codec

type Text = str | Promise

REFUSED: Mapping[str, Text] = {
    "off": gettext_lazy("Writing to LogicTrade is switched off, so nothing can be saved now."),
    "mismatch": gettext_lazy(
        "The key belongs to another company than before, so nothing is sent. Tell the administrator."
    ),
    "key": gettext_lazy("LogicTrade refused the key, so nothing is sent. Tell the administrator."),
}


class Declared(Protocol):
    """What of a kind's pages is needed here."""

    @property
    def master(self) -> Master: ...
    @property
    def form(self) -> type[MasterForm]: ...
    def url(self, page: str, *args: Any) -> str: ...


@dataclass(frozen=True)
class Twin:
    """A record that resembles what is typed."""

    name: str
    place: str
    reasons: str
    url: str
    gone: bool = False


@dataclass(frozen=True)
class Result:
    write: Write
    title: str
    label: Label
    sentence: str
    explanation: str
    moving: bool
    can_take_back: bool
    differences: Sequence[ShownDifference]
    put_back: str
    card_url: str
    copy_url: str


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its fields with the three sides."""

    name: str
    rows: Sequence[tuple[str, str, str, str]]
    picked: str


@dataclass(frozen=True)
class Conflict:
    """``mine`` goes along without a question, ``theirs`` stays: (field, was, is)."""

    clashes: Sequence[Choice]
    mine: Sequence[tuple[str, str, str]]
    theirs: Sequence[tuple[str, str, str]]

    @property
    def choices(self) -> dict[str, Side]:
        return {one.name: cast(Side, one.picked) for one in self.clashes if one.picked}


def blocked(master: Master) -> str:
    """Why nothing of this kind can be written now; empty when it can."""
    reason = writes_refused()
    if reason:
        return str(REFUSED.get(reason, REFUSED["off"]))
    if not granted(master.name):
        return _("The key of Backoffice has no right to this part of LogicTrade. Ask the administrator.")
    return ""


def result(pages: Declared, write: Write) -> Result:
    """For a write that is under way, or ended in a way that needs words."""
    master = pages.master
    record_id = write.remote_id or write.content.get("id")
    gone = write.error_status == 404 or (write.kind == master.remove and write.state == State.CONFIRMED)
    put_back = [part for part in write.error_detail.split(", ") if part] if write.reason == "put_back" else []
    return Result(
        write=write,
        title=write.label,
        label=state_label(write.state),
        sentence=_sentence(master, write),
        explanation="" if write.state in {State.CONFIRMED, State.REJECTED} else explain_write(write),
        moving=is_moving(write),
        can_take_back=write.state == State.INTENT,
        differences=_differences(pages, write),
        put_back=", ".join(pages.form.label_of(path) for path in put_back),
        card_url=pages.url("detail", record_id) if record_id else "",
        copy_url=f"{pages.url('new')}?copy={record_id}" if gone and write.kind == master.update else "",
    )


def _sentence(master: Master, write: Write) -> str:
    if write.state == State.REJECTED:
        if write.error_status == 404:
            return _("LogicTrade no longer has this record: somebody removed it. Nothing was changed.")
        if write.error_status == 403 and write.kind == master.remove:
            return _(
                "LogicTrade refused: the record is in use, or the key has no right to remove it. It is still there."
            )
        return explain_write(write)
    if write.state == State.CONFIRMED:
        if write.kind == master.remove and write.differences:
            return _("LogicTrade said that it was removed, but still shows it.")
        return _("Confirmed by LogicTrade")
    return {
        State.INTENT: _("Is being sent to LogicTrade"),
        State.SENDING: _("Is being sent to LogicTrade"),
        State.UNKNOWN: _("Sent, no answer yet. We are checking"),
        State.HELD: _("Held back. Nothing was sent"),
        State.NEEDS_HUMAN: _("Someone must say what LogicTrade did with it"),
    }.get(State(write.state), "")


def _differences(pages: Declared, write: Write) -> list[ShownDifference]:
    if not write.differences or write.kind == pages.master.remove:
        return []
    form = pages.form()
    along = {one.path: str(label) for one, label in pages.master.along}
    return [
        ShownDifference(along[line["field"]], line["sent"], _("no longer there"))
        if line["field"] in along
        else ShownDifference(
            pages.form.label_of(line["field"]),
            form.shown(line["field"], line["sent"]),
            form.shown(line["field"], line["found"]),
        )
        for line in codec.loads(write.differences)
    ]


def conflict(pages: Declared, write: Write, posted: Mapping[str, Any]) -> Conflict:
    """Was, theirs and mine of each field that both changed; nothing is chosen that the person did not choose."""
    shape, changes = pages.master.shape, write.content["values"]
    base, theirs = EditBase.objects.get(pk=write.pk).raw, codec.loads(write.answer)
    merged = merge(shape, base, changes, theirs)
    was, now = read(shape, base), read(shape, theirs)
    form = pages.form(base=theirs)
    offered = {path for clash in merged.clashes for path in clash.paths}

    def show(path: str, *values: Any) -> tuple[str, ...]:
        return (pages.form.label_of(path), *(form.shown(path, value) for value in values))

    return Conflict(
        clashes=[
            Choice(
                clash.name,
                [show(path, was[path], now[path], changes.get(path, was[path])) for path in clash.paths],  # type: ignore[misc]
                side if (side := str(posted.get(f"choice:{clash.name}", ""))) in {"mine", "theirs"} else "",
            )
            for clash in merged.clashes
        ],
        mine=[show(path, now[path], value) for path, value in merged.changes.items() if path not in offered],  # type: ignore[misc]
        theirs=[show(path, was[path], now[path]) for path in was if was[path] != now[path] and path not in offered],  # type: ignore[misc]
    )
