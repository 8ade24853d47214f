"""The table of mails: one row per mail that a person sent off, whatever became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """``unknown``: it was on its way when the connection or the process ended; only a person may send it again."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNKNOWN = "unknown", _("Unknown")
    CANCELLED = "cancelled", _("Taken back")


class Mail(models.Model):
    """``id`` is the form token, so a form that is posted twice is one mail; ``message_id`` stays the same for good.

    The attachment is kept as it was sent, so that the log says what somebody got and not what would be drawn today.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    # The document: its kind, LogicTrade's id, and what people read ("Quote O26-10530").
    kind = models.CharField(max_length=16)
    remote_id = models.BigIntegerField()
    label = models.CharField(max_length=120)
    party_name = models.CharField(max_length=200, default="", blank=True)
    language = models.CharField(max_length=2)
    to = models.CharField(max_length=1000)
    cc = models.CharField(max_length=1000, default="", blank=True)
    reply_to = models.CharField(max_length=254, default="", blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attachment = models.BinaryField()
    attachment_name = models.CharField(max_length=120)
    attachment_size = models.PositiveIntegerField()
    message_id = models.CharField(max_length=120, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mails")
    actor_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, default="", blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # The mail server's words, or ours; addresses of ``to`` and ``cc`` that the server did not take.
    last_error = models.TextField(default="", blank=True)
    refused = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["kind", "remote_id", "-created_at"], name="mail_of_document"),
            models.Index(fields=["-created_at"], name="mail_newest"),
            models.Index(fields=["state", "not_before"], name="mail_due"),
        ]

    @property
    def recipients(self) -> list[str]:
        return [one for one in (*self.to.split(", "), *self.cc.split(", ")) if one]
