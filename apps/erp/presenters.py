"""A write as its page shows it: what was sent in readable form, its attempts, and where its records can be opened."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.audit.subjects import url_of
from apps.core import dates, money
from apps.core.labels import Label
from apps.erp import labels, selectors
from apps.erp.outbox import kinds
from apps.erp.outbox.models import Attempt, State, Write
from apps.logictrade import codec

DEEPEST = 4
NUMERIC = ("price", "amount", "quantity", "discount")
FIRST = ("lineNumber", "line_number", "code", "description", "quantity", "unit", "partPrice", "part_price", "discount")


# The name of the error's class before its words, for programmers only.
_CLASS = re.compile(r"^[A-Za-z]+Error: ")


@dataclass(frozen=True)
class Cell:
    text: str
    numeric: bool


@dataclass(frozen=True)
class Rows:
    """A list of objects inside what was sent, as a table."""

    title: str
    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]


@dataclass
class Sent:
    """What was sent: single values, and lists as tables."""

    values: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)


@dataclass(frozen=True)
class ShownAttempt:
    attempt: Attempt
    outcome: labels.Text
    took: str
    words: str


@dataclass(frozen=True)
class ShownDifference:
    field: str
    sent: str
    found: str


@dataclass(frozen=True)
class ShownWrite:
    """All that the page prints. ``own_url``: our record that it came from; ``remote_url``: LogicTrade's, mirrored."""

    write: Write
    title: labels.Text
    state: Label
    explanation: str
    sent: Sent
    attempts: Sequence[ShownAttempt]
    differences: Sequence[ShownDifference]
    own_url: str
    remote_url: str
    replaced_by: Write | None
    moving: bool
    poll: str
    may_decide: bool
    can_take_back: bool
    can_release: bool
    can_answer: bool
    can_find: bool


def shown_write(user: Any, write: Write) -> ShownWrite:
    decides = selectors.may_decide(user, write)
    moving = selectors.is_moving(write)
    return ShownWrite(
        write=write,
        title=labels.kind_text(write.kind),
        state=labels.state_label(write.state),
        explanation=labels.explain_write(write),
        sent=readable(_content(write)),
        attempts=[_attempt(attempt) for attempt in write.attempts.all()],
        differences=_differences(write),
        own_url=_own_url(write),
        remote_url=_remote_url(write),
        replaced_by=selectors.replaced_by(write),
        moving=moving,
        poll=_poll(write) if moving else "",
        may_decide=decides,
        can_take_back=decides and write.state == State.INTENT,
        can_release=decides and write.state == State.HELD,
        can_answer=decides and write.state == State.NEEDS_HUMAN,
        can_find=decides and write.state == State.NEEDS_HUMAN and (write.marker is not None or _is_unmarked(write)),
    )


def _poll(write: Write) -> str:
    """How often the page looks again: each second while something happens, less while a look-up waits its turn."""
    return "1s" if write.state != State.UNKNOWN else "3s"


def _attempt(attempt: Attempt) -> ShownAttempt:
    took = ""
    if attempt.ended_at is not None:
        seconds = Decimal(str(round((attempt.ended_at - attempt.began_at).total_seconds(), 1)))
        took = _("%(n)s s") % {"n": money.fixed(seconds, 1)}
    outcome = labels.OUTCOMES.get(attempt.outcome, _("no outcome noted"))
    return ShownAttempt(attempt, outcome, took, _CLASS.sub("", attempt.detail))


def _differences(write: Write) -> list[ShownDifference]:
    if not write.differences:
        return []
    return [
        ShownDifference(
            labels.field_text(line["field"]), *(_side(line["field"], line[side]) for side in ("sent", "found"))
        )
        for line in codec.loads(write.differences)
    ]


def _side(path: str, value: Any) -> str:
    """One side of a difference; numbers, which the domains tell as text, in the reader's form."""
    if isinstance(value, str) and path.rpartition(".")[2].lower().endswith(NUMERIC):
        try:
            return money.fixed(Decimal(value), len(value.partition(".")[2]))
        except InvalidOperation:
            return value
    return shown_value(value)


def _kind(write: Write) -> kinds.WriteKind | None:
    return next((kind for kind in kinds.all_kinds() if kind.name == write.kind), None)


def _is_unmarked(write: Write) -> bool:
    kind = _kind(write)
    return kind is not None and kind.unmarked


def _content(write: Write) -> Mapping[str, Any]:
    """What the kind wants shown of its content; all of it where it does not say."""
    show = getattr(kind.domain, "shown", None) if (kind := _kind(write)) else None
    return show(write) if show else write.content


def _own_url(write: Write) -> str:
    """The page of ours that a write belongs to: its kind's, or that of its subject."""
    url = getattr(kind.domain, "url", None) if (kind := _kind(write)) else None
    return url(write) if url else url_of(write.subject)


def _remote_url(write: Write) -> str:
    """The page of LogicTrade's record here, by whichever name its app gave the kind of record."""
    known = _kind(write)
    if known is None or write.remote_id is None:
        return ""
    names = {known.marker_kind, known.resource, known.resource.removesuffix("s")}
    return next((url for name in sorted(names) if name and (url := url_of(f"{name}:{write.remote_id}"))), "")


def readable(content: Mapping[str, Any]) -> Sent:
    """Take what was sent apart: single values flat, lists of objects as tables."""
    sent = Sent()
    for path, value in _flat(content):
        if isinstance(value, list):
            sent.tables.append(_table(path, value))
        else:
            sent.values.append((labels.field_text(path), shown_value(value)))
    return sent


def _flat(value: Mapping[str, Any], path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, item in value.items():
        place = f"{path}.{name}" if path else str(name)
        if isinstance(item, Mapping) and depth < DEEPEST:
            yield from _flat(item, place, depth + 1)
        elif isinstance(item, list) and item and all(isinstance(one, Mapping) for one in item):
            yield place, item
        elif item not in (None, "", [], {}):
            yield place, ", ".join(map(shown_value, item)) if isinstance(item, list) else item


def _table(path: str, items: Sequence[Mapping[str, Any]]) -> Rows:
    flat = [dict(_flat(item)) for item in items]
    names = sorted(dict.fromkeys(name for row in flat for name in row), key=_place)
    columns = [_column(name, [row.get(name) for row in flat]) for name in names]
    return Rows(
        title=capfirst(labels.field_text(path)),
        heads=[column[0] for column in columns],
        rows=list(zip(*(column[1:] for column in columns), strict=True)),
    )


def _place(name: str) -> tuple[int, str]:
    """Where a field of a line stands: as on paper, then the rest by name."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _column(name: str, values: Sequence[Any]) -> list[Cell]:
    """Head and cells of one column; numbers have the same decimals all the way down."""
    is_name = name.lower().replace("_", "").endswith(("linenumber", "id"))
    if is_name or not all(isinstance(value, int | Decimal | None) and not isinstance(value, bool) for value in values):
        return [Cell(text, numeric=False) for text in (labels.field_text(name), *map(shown_value, values))]
    places = max((money.decimals(Decimal(value)) for value in values if value is not None), default=0)
    if name.lower().endswith(("price", "amount")):
        places = max(2, places)
    cells = (money.fixed(value, places) for value in values)
    return [Cell(text, numeric=True) for text in (labels.field_text(name), *cells)]


def shown_value(value: Any) -> str:
    """One value as people read it: numbers and days in the reader's form, an en dash for none."""
    if value is None or value == "":
        return money.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return money.fixed(value, money.decimals(value))
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        try:
            return dates.day(date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)
