"""The tables of mails."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.tables import Column, MomentColumn, StatusColumn, Table, TextColumn
from apps.documents.mail.labels import STATES
from apps.documents.mail.models import Mail, MailState


class SentTable(Table):
    """The mails of one document: who got what, and when."""

    link = "to"
    caption = _("Mails of this document")

    created_at = MomentColumn(_("Time"), sort="time", soft=True, phone="amount")
    to = TextColumn(_("To"), strong=True, long=True, phone="title")
    attachment_name = Column(_("Attachment"), soft=True, long=True, phone="foot")
    actor_name = Column(_("Who"), phone="sub")
    state = StatusColumn(_("State"), phone="side")

    def row_href(self, record: Mail) -> str:
        return reverse("documents:mail_detail", args=[record.pk])

    def row_state(self, record: Mail) -> str:
        return "done" if record.state == MailState.CANCELLED else ""

    def render_state(self, record: Mail, column: StatusColumn) -> Any:
        return column.render(STATES[record.state])


class MailTable(SentTable):
    """The same of every document."""

    caption = _("Mails, newest first")

    label = Column(_("Document"), phone="sub")
    party_name = TextColumn(_("Customer"), long=True)
    subject = TextColumn(_("Subject"), long=True, optional=True)
    actor_name = Column(_("Who"))

    class Meta:
        sequence = ("created_at", "label", "party_name", "to", "subject", "attachment_name", "actor_name", "state")


class SeenTable(SentTable):
    """For readers who may not open a mail."""

    def row_href(self, record: Mail) -> str:
        return ""
