"""What every page says about the link with LogicTrade: one mark in the top bar, a banner while something is wrong."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext as _

from apps.core import clock, dates
from apps.core.access import may
from apps.erp.link import FAILURES_TO_OPEN, key_digest, read_link
from apps.erp.models import Link
from apps.erp.selectors import writes_waiting

# The worker reads each minute; longer silence means that the figures on screen are old, whatever the cause.
SILENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Condition:
    """How the link stands: tone (ok, warn, bad), the words of the mark, and the sentence of the banner if any."""

    tone: str
    label: str
    banner: str = ""


class LinkState:
    """The link as the shell prints it. Costs one query a second per process; ``writes_waiting`` one more when read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._condition = condition_of(read_link())
        self.tone = self._condition.tone
        self.label = self._condition.label
        self.banner = self._condition.banner
        self.banner_tone = self._condition.tone
        self.href = reverse("erp:status") if may(request.user, "status.view") else ""
        self.demo = settings.DEMO
        # Where writes go, so that nobody takes the demo for the real thing (A3 row 40).
        self.place = f"{urlsplit(settings.LOGICTRADE_URL).netloc} {settings.LOGICTRADE_ADMINISTRATION}".strip()

    @cached_property
    def writes_waiting(self) -> int:
        return writes_waiting(self._request.user).count()


def link(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that fragments do not pay for it."""
    return {"link": SimpleLazyObject(lambda: LinkState(request))}


def condition_of(row: Link) -> Condition:
    """The first thing that is wrong, most serious first."""
    return _blocked(row) or _silent(row) or _well(row)


def _blocked(row: Link) -> Condition | None:
    if not settings.LOGICTRADE_API_KEY:
        return Condition(
            "bad",
            _("No key for LogicTrade"),
            _("Backoffice has no key for LogicTrade, so nothing is read or sent. The administrator sets it."),
        )
    if row.mismatch:
        return Condition(
            "bad",
            _("Other company"),
            _("The key belongs to another company than before. Nothing is read or sent. Tell the administrator."),
        )
    if row.key_refused_at and row.key_digest == key_digest():
        return Condition(
            "bad",
            _("Key refused"),
            _("LogicTrade has refused the key since %(time)s. Writes wait here. Tell the administrator.")
            % {"time": _at(row.key_refused_at)},
        )
    return None


def _silent(row: Link) -> Condition | None:
    data_of = _at(row.last_ok_at) if row.last_ok_at else ""
    if row.failing_since and row.failures >= FAILURES_TO_OPEN:
        since = _at(row.failing_since)
        sentence = (
            _("LogicTrade has not answered since %(since)s. You work with data of %(time)s.")
            if data_of
            else _("LogicTrade has not answered since %(since)s. Nothing has been read yet.")
        )
        label = _("No answer since %(since)s") % {"since": since}
        return Condition("warn", label, sentence % {"since": since, "time": data_of})
    if row.last_ok_at and clock.now() - row.last_ok_at > SILENCE:
        sentence = _("Nothing was read from LogicTrade since %(time)s. You work with data of that moment.")
        return Condition("warn", _("Data of %(time)s") % {"time": data_of}, sentence % {"time": data_of})
    if row.failing_since:
        return Condition("warn", _("LogicTrade answers badly"))
    if not row.last_ok_at:
        return Condition("warn", _("LogicTrade not asked yet"))
    return None


def _well(row: Link) -> Condition:
    words = {"ago": dates.ago(row.last_ok_at)}
    if not settings.LOGICTRADE_WRITES:
        return Condition("ok", _("LogicTrade %(ago)s, read only") % words)
    return Condition("ok", _("LogicTrade %(ago)s") % words)


def _at(moment: Any) -> str:
    """09:41 today, 24-11-2026 09:41 before."""
    shown = dates.moment(moment)
    return shown.rsplit(" ", 1)[-1] if dates.as_day(moment) == dates.today() else shown
