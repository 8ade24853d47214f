"""The table of writes."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.subjects import url_of
from apps.core import dates, tables
from apps.core.marks import status_html
from apps.erp import labels
from apps.erp.outbox.models import State, Write

LABEL_SHOWN = 48


class TimeColumn(tables.Column):
    """The time of today's, day and time of older ones."""

    def render(self, value: Any) -> SafeString:
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.as_of(value))


class ActionColumn(tables.Column):
    """What a person can do next, at the right."""

    kind = "c-num"


class WriteTable(tables.Table):
    """Own writes; `EveryWriteTable` says whose."""

    link = "what"
    caption = gettext_lazy("Writes to LogicTrade, newest first")

    created_at = TimeColumn(gettext_lazy("Time"), sort="time", soft=True, phone="amount")
    state = tables.StatusColumn(gettext_lazy("State"), phone="side")
    what = tables.Column(gettext_lazy("What"), empty_values=(), strong=True, phone="title")
    label = tables.TextColumn(gettext_lazy("On what"), phone="sub")
    marker = tables.Column(gettext_lazy("Reference"), soft=True, default=tables.NONE)
    reason = tables.TextColumn(gettext_lazy("Explanation"), empty_values=(), soft=True, long=True, phone="foot")
    action = ActionColumn(gettext_lazy("Action"), empty_values=(), phone="end")

    def row_href(self, record: Write) -> str:
        return reverse("erp:write_detail", args=[record.pk])

    def row_state(self, record: Write) -> str:
        return "done" if record.state == State.CANCELLED else ""

    def render_state(self, record: Write) -> SafeString:
        return status_html(labels.state_label(record.state))

    def render_what(self, record: Write) -> str:
        return str(labels.kind_text(record.kind))

    def render_label(self, value: str) -> SafeString:
        return format_html('<span title="{}">{}</span>', value, Truncator(value).chars(LABEL_SHOWN))

    def render_reason(self, record: Write) -> SafeString:
        text = labels.explain_write(record)
        return format_html('<span title="{}">{}</span>', text, text)

    def render_action(self, record: Write) -> SafeString | str:
        shown = _next_step(record)
        return format_html('<a class="action" href="{}">{}</a>', *shown) if shown else ""


class EveryWriteTable(WriteTable):
    actor_name = tables.Column(gettext_lazy("Who"))

    class Meta:
        sequence = ("created_at", "state", "what", "label", "actor_name", "...")


def _next_step(write: Write) -> tuple[str, str] | None:
    """Where a person goes on with a write, and the word for it."""
    page = reverse("erp:write_detail", args=[write.pk])
    if write.state == State.REJECTED:
        subject = url_of(write.subject)
        return (subject, _("Correct")) if subject else None
    words = {State.INTENT: _("Take back"), State.HELD: _("Release"), State.NEEDS_HUMAN: _("Decide")}
    word = words.get(State(write.state))
    return (page, word) if word else None
