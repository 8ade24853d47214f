"""The outbox: one row per thing a person confirmed, and one row per attempt to send it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from apps.logictrade import codec


class State(models.TextChoices):
    """States of a write (A2). No arrow leaves CONFIRMED, REJECTED or CANCELLED."""

    INTENT = "intent"
    SENDING = "sending"
    UNKNOWN = "unknown"
    NEEDS_HUMAN = "needs_human"
    HELD = "held"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


FINAL = frozenset({State.CONFIRMED, State.REJECTED, State.CANCELLED})
OPEN = frozenset(State) - FINAL
# Reason of an intent that goes out again because a person said that LogicTrade does not have it.
PERSON_ABSENT = "person_absent"
# Reason of a rejected write that met another change of the same fields; its ``answer`` is LogicTrade's record then.
CONFLICT = "conflict"


class Write(models.Model):
    """An intent: what a person confirmed once.

    ``id`` is the form token; ``marker`` is what LogicTrade's record carries of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INTENT)
    # What people read: "Quote for Hotel De Zeeuwse Kust".
    label = models.CharField(max_length=200)
    # Our own record that this write came from (a draft's uuid, a delivery's id).
    subject = models.CharField(max_length=80, db_index=True)
    payload = models.TextField()
    body_hash = models.CharField(max_length=64)
    marker = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001 - unique needs NULL for kinds without
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="writes")
    actor_name = models.CharField(max_length=150)
    request_id = models.CharField(max_length=32, default="", blank=True)
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    depends_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="dependants")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    attempts_made = models.PositiveSmallIntegerField(default=0)
    # The part of the attempts that may have reached LogicTrade; three at most (A5.1 step 9).
    sends = models.PositiveSmallIntegerField(default=0)
    crashes = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=32, default="", blank=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    # LogicTrade's clock when the first attempt in doubt began: the look-up's window starts before it.
    sent_after = models.DateTimeField(null=True)
    attempt_ended_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(null=True)
    checks = models.PositiveSmallIntegerField(default=0)
    denied_at = models.DateTimeField(null=True)
    unknown_since = models.DateTimeField(null=True)

    remote_id = models.BigIntegerField(null=True)
    remote_number = models.CharField(max_length=80, default="", blank=True)
    answer = models.TextField(default="", blank=True)
    # How LogicTrade's record differs from what was sent: [{"field", "sent", "found"}].
    differences = models.TextField(default="", blank=True)
    reason = models.CharField(max_length=40, default="", blank=True)
    error_code = models.CharField(max_length=40, default="", blank=True)
    error_status = models.PositiveSmallIntegerField(null=True)
    error_detail = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "check_at"]),
            models.Index(fields=["-created_at"]),
            models.Index(fields=["remote_id"], name="write_of_record"),
        ]

    @property
    def content(self) -> dict[str, Any]:
        """The payload as its kind wrote it, numbers as Decimal."""
        return codec.loads(self.payload)  # type: ignore[no-any-return]

    @property
    def final(self) -> bool:
        return self.state in FINAL


class EditBase(models.Model):
    """What a person was shown when they opened a record to change it (A5.2 step 1). ``id`` is the write's to be.

    Each form has its own, so that what LogicTrade holds later can be compared with what this person saw.
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    data = models.TextField()
    content_hash = models.CharField(max_length=64)
    # When LogicTrade was read for it, and when the form was drawn.
    read_at = models.DateTimeField()
    opened_at = models.DateTimeField(db_index=True)
    # False when LogicTrade did not answer and the mirror's copy was shown.
    fresh = models.BooleanField(default=True)

    @property
    def raw(self) -> dict[str, Any]:
        """The record as it was shown, numbers as Decimal."""
        return codec.loads(self.data)  # type: ignore[no-any-return]


class Attempt(models.Model):
    """One try to send a write, made before its first byte leaves."""

    write = models.ForeignKey(Write, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # not_sent, not_done, refused, done, doubt; empty while it runs or when the process died.
    outcome = models.CharField(max_length=10, default="", blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    detail = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["write", "number"], name="attempt_once")]
        ordering = ["number"]


class Kind(models.Model):
    """What has been learned about a kind of write on this LogicTrade."""

    name = models.CharField(max_length=40, primary_key=True)
    # True once a record read back carried our marker; False when one came back without it.
    marker_proved = models.BooleanField(null=True)
    # The longest time measured between a create and its appearance in the list, in seconds.
    listed_after = models.FloatField(default=0.0)
