"""Time as the sandbox keeps it: whole hundredths of a second since 1970 (a stamp), shown without a zone."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = {"Europe/Amsterdam": AMSTERDAM, "UTC": ZoneInfo("UTC")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(milliseconds=10)


class Clock:
    """The wall clock, which a test may shift."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def seconds(self) -> float:
        return time.time() + self.shift

    def stamp(self) -> int:
        return int(self.seconds() * 100)

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def today(self) -> date:
        """The day it is in the Netherlands."""
        return self.utc().astimezone(AMSTERDAM).date()


def stamp_of(moment: datetime) -> int:
    return (moment - _EPOCH) // _STEP


def naive_text(stamp: int, zone: ZoneInfo = AMSTERDAM) -> str:
    """Answer form of contract fact 10: `2024-04-12T14:12:47.33`, no zone, no trailing zeros."""
    moment = (_EPOCH + stamp * _STEP).astimezone(zone)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{moment.microsecond // 10_000:02d}".rstrip("0")
    return f"{text}.{fraction}" if fraction else text


def parse_stamp(text: str, zone: ZoneInfo, *, ignore_offset: bool = False) -> int:
    """Read an ISO moment; without a zone it is local to `zone`. ValueError when it is no moment."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None or ignore_offset:
        moment = moment.replace(tzinfo=zone)
    return stamp_of(moment.astimezone(UTC))


def is_plain_date(text: str) -> bool:
    """A date, or the midnight by which LogicTrade shows one (contract section 7)."""
    return "T" not in text or text.endswith("T00:00:00")


def rezone(text: str, zone: ZoneInfo) -> str:
    """Turn a stored Amsterdam text into the naive text of another zone; plain dates and odd texts stay."""
    if is_plain_date(text):
        return text
    try:
        return naive_text(parse_stamp(text, AMSTERDAM), zone)
    except ValueError:
        return text
