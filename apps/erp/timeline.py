"""A record's history as its page prints it: days, events in words, and the old and new value of each field."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.audit.changes import Change
from apps.audit.presenters import shown_entry
from apps.core import dates, money
from apps.core.access import may
from apps.core.labels import Label
from apps.erp import labels
from apps.erp.history import Done, Event, Noticed, Sent, hidden_names
from apps.erp.mirror.models import FieldChange
from apps.erp.outbox.models import Write
from apps.erp.presenters import shown_value
from apps.logictrade import codec
from apps.logictrade.schemas.fields import to_moment

LOGICTRADE = "LogicTrade"
# More fields of one event than these stand behind "and 12 more".
FIELDS_SHOWN = 8
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_NO_TIME = re.compile(r"T00:00(:00(\.0+)?)?$")


@dataclass(frozen=True)
class ShownEvent:
    """One event: ``small`` says from whom and when we know it; ``url`` opens the write behind it."""

    at: datetime
    title: labels.Text
    small: str
    url: str = ""
    link: str = ""
    state: Label | None = None
    changes: Sequence[Change] = ()
    rest: Sequence[Change] = ()
    uncounted: str = ""
    erased: bool = False

    @property
    def time(self) -> str:
        """The hour and minute; the day stands above."""
        return dates.moment(self.at)[-5:]


@dataclass(frozen=True)
class ShownDay:
    day: str
    events: Sequence[ShownEvent]


def shown_days(user: Any, events: Sequence[Event]) -> list[ShownDay]:
    """Events newest first, by the day of the office."""
    shown = [_shown(user, event) for event in events]
    return [ShownDay(_day(day), list(found)) for day, found in groupby(shown, key=lambda one: dates.as_day(one.at))]


def _day(day: Any) -> str:
    return _("Today") if day == dates.today() else dates.day(day)


def _shown(user: Any, event: Event) -> ShownEvent:
    match event:
        case Noticed():
            return _noticed(user, event)
        case Sent():
            return _sent(user, event)
        case Done():
            return _done(event)


def _noticed(user: Any, event: Noticed) -> ShownEvent:
    rows = [row for row in event.rows if row.what == FieldChange.What.FIELD]
    hidden = hidden_names(user)
    changes = [_change(row, hidden) for row in rows if not row.erased]
    more = sum(codec.loads(row.new) for row in event.rows if row.what == FieldChange.What.MORE and row.new)
    url = _write_url(user, event.write) if event.write else ""
    return ShownEvent(
        at=event.at,
        title=_noticed_title(event),
        small=_noticed_small(event),
        url=url,
        link=event.write.label if event.write and url else "",
        changes=changes[:FIELDS_SHOWN],
        rest=changes[FIELDS_SHOWN:],
        uncounted=ngettext("and %(n)s more field", "and %(n)s more fields", more) % {"n": more} if more else "",
        erased=any(row.erased for row in rows),
    )


def _noticed_title(event: Noticed) -> str:
    kinds = {row.what for row in event.rows}
    if FieldChange.What.GONE in kinds:
        return _("Removed in LogicTrade")
    if FieldChange.What.BACK in kinds:
        return _("Back in LogicTrade")
    return _("Stored in LogicTrade after our write") if event.write else _("Changed in LogicTrade")


def _noticed_small(event: Noticed) -> str:
    """We notice late, so the words say that we saw it, and beside that what LogicTrade says itself."""
    seen = _("Seen in LogicTrade at %(time)s") % {"time": dates.as_of(event.at)}
    modified = event.rows[0].remote_modified
    if modified is None:
        return seen
    return _("%(seen)s; changed there %(time)s") % {"seen": seen, "time": dates.moment(modified)}


def _sent(user: Any, event: Sent) -> ShownEvent:
    write = event.write
    url = _write_url(user, write)
    words = {"person": write.actor_name, "outcome": labels.explain_write(write)}
    return ShownEvent(
        at=event.at,
        title=labels.kind_text(write.kind),
        small=_("%(person)s. %(outcome)s") % words,
        url=url,
        link=write.label if url else "",
        state=labels.state_label(write.state),
    )


def _done(event: Done) -> ShownEvent:
    entry = shown_entry(event.entry, getattr(event.entry, "details", None))
    return ShownEvent(
        at=event.at,
        title=capfirst(str(entry.what)),
        small=_("%(person)s, in Backoffice") % {"person": entry.who or money.DASH},
        changes=entry.changes if event.open else (),
        rest=entry.rest if event.open else (),
        erased=entry.erased,
    )


def _write_url(user: Any, write: Write) -> str:
    mine = may(user, "writes.view") and write.actor_id == user.pk
    return reverse("erp:write_detail", args=[write.pk]) if mine or may(user, "writes.all") else ""


def _change(row: FieldChange, hidden: Collection[str]) -> Change:
    return Change(capfirst(labels.field_text(row.field)), _value(row.old, hidden), _value(row.new, hidden))


def _value(text: str, hidden: Collection[str]) -> str | None:
    return _words(codec.loads(text), hidden) if text else None


def _words(value: Any, hidden: Collection[str]) -> str:
    """A value as people read it: an entry of a list as its fields, one after the other."""
    if isinstance(value, Mapping):
        parts = [
            f"{labels.field_text(str(name))} {_words(item, hidden)}"
            for name, item in value.items()
            if name not in hidden and item not in (None, "", [], {})
        ]
        return ", ".join(parts) or money.DASH
    if isinstance(value, list):
        return "; ".join(_words(item, hidden) for item in value) or money.DASH
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and _MOMENT.match(value):
        return _moment(value)
    return shown_value(value) if isinstance(value, str | bool | Decimal) else str(value)


def _moment(text: str) -> str:
    """A date-time of LogicTrade: a day when it stands at midnight, as many days are sent."""
    if _NO_TIME.search(text):
        return shown_value(text[:10])
    try:
        found = to_moment(text)
    except ValueError:
        return text
    return dates.moment(found) if found else text
