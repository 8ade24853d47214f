"""Days and moments: shown in the reader's language and zone, read from what people type."""

import calendar
import re
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.core import clock
from apps.core.money import DASH

_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_MONTH_NUMBERS = {name.lower(): number for names in _MONTHS.values() for number, name in enumerate(names, 1)} | {
    "maart": 3,
    "sept": 9,
}
_WEEKDAYS = {
    name: number
    for names in (
        ("ma", "di", "wo", "do", "vr", "za", "zo"),
        ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    for number, name in enumerate(names)
}
_WORDS = {
    "vandaag": 0,
    "today": 0,
    "nu": 0,
    "morgen": 1,
    "tomorrow": 1,
    "overmorgen": 2,
    "gisteren": -1,
    "yesterday": -1,
}
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_BARE = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})?")
_NAMED = re.compile(r"(\d{1,2})[-. ]?([a-z]+)\.?(?:[-. ](\d{4}|\d{2}))?")
_STEP = re.compile(r"([+-]\d{1,4}) ?([dwmyj]?)")
_WEEK = re.compile(r"(?:wk|week|w) ?(\d{1,2})")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "nl"


def today() -> date:
    """The date where the office is."""
    return timezone.localtime(clock.now()).date()


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def as_day(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """24-11-2026 in Dutch, 24 Nov 2026 in English; an en dash for none."""
    if value is None:
        return DASH
    plain = as_day(value)
    if _language() == "en":
        return f"{plain.day} {_MONTHS['en'][plain.month - 1]} {plain.year}"
    return f"{plain.day:02}-{plain.month:02}-{plain.year:04}"


def short_day(value: date | datetime | None) -> str:
    """For inside a sentence: 4 dec, with the year only when it is another than this one."""
    if value is None:
        return DASH
    plain = as_day(value)
    year = "" if plain.year == today().year else f" {plain.year}"
    return f"{plain.day} {_MONTHS[_language()][plain.month - 1]}{year}"


def time_of(value: datetime | None) -> str:
    """The time to the second: 09:41:08."""
    return DASH if value is None else f"{_local(value):%H:%M:%S}"


def moment(value: datetime | None) -> str:
    """Day and time to the minute: 24-11-2026 09:41."""
    return DASH if value is None else f"{day(value)} {_local(value):%H:%M}"


def as_of(value: datetime | None) -> str:
    """The age of data: the time when it is of today, day and time when it is older."""
    if value is None:
        return DASH
    return time_of(value) if as_day(value) == today() else moment(value)


def ago(value: datetime | None) -> str:
    """How long ago: 14 s ago, 3 min ago, 2 h ago, 5 days ago."""
    if value is None:
        return DASH
    seconds = max(0, int((clock.now() - value).total_seconds()))
    if seconds < 60:
        return _("%(n)d s ago") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)d min ago") % {"n": seconds // 60}
    if seconds < 86400:
        return _("%(n)d h ago") % {"n": seconds // 3600}
    days = seconds // 86400
    return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}


def editable(value: date | None) -> str:
    """A date as it stands in a field."""
    return "" if value is None else day(value)


def parse_date(text: str, base: date | None = None) -> date:
    """Read a typed date: 24-11-2026, 24-11, 2411, 24 nov, 2026-11-24, +2w, vr, wk 50, morgen.

    Without a year the next such day from ``base`` (today) is meant; a weekday is the next one, never today.
    Raises ValueError.
    """
    base = base or today()
    typed = " ".join(text.strip().lower().split())
    if typed in _WORDS:
        return base + timedelta(days=_WORDS[typed])
    if typed in _WEEKDAYS:
        return base + timedelta(days=(_WEEKDAYS[typed] - base.weekday() - 1) % 7 + 1)
    if not typed.isascii():
        raise ValueError(text)
    try:
        return _parse(typed, base)
    except OverflowError as error:
        raise ValueError(text) from error


def _parse(typed: str, base: date) -> date:
    if found := _STEP.fullmatch(typed):
        return _step(base, int(found[1]), found[2] or "d")
    if found := _WEEK.fullmatch(typed):
        return _week(base, int(found[1]))
    if found := _ISO.fullmatch(typed):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(typed) or _BARE.fullmatch(typed):
        return _dated(base, int(found[1]), int(found[2]), found[3])
    if (found := _NAMED.fullmatch(typed)) and (month := _month(found[2])):
        return _dated(base, int(found[1]), month, found[3])
    raise ValueError(typed)


def _month(name: str) -> int:
    return _MONTH_NUMBERS.get(name) or (_MONTH_NUMBERS.get(name[:3], 0) if len(name) > 3 else 0)


def _dated(base: date, day_number: int, month: int, year: str | None) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day_number)
    # 29 February without a year is the next leap day, so a few years are tried.
    for candidate in range(base.year, base.year + 9):
        if day_number <= calendar.monthrange(candidate, month)[1] if 1 <= month <= 12 else False:
            found = date(candidate, month, day_number)
            if found >= base:
                return found
    raise ValueError(f"{day_number}-{month}")


def _step(base: date, count: int, unit: str) -> date:
    if unit in "dw":
        return base + timedelta(days=count * (7 if unit == "w" else 1))
    months = base.year * 12 + base.month - 1 + count * (1 if unit == "m" else 12)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))


def _week(base: date, number: int) -> date:
    """The Monday of that ISO week, next year's when it has passed."""
    found = date.fromisocalendar(base.year, number, 1)
    return found if found + timedelta(days=6) >= base else date.fromisocalendar(base.year + 1, number, 1)
