"""What each person keeps here (records opened last, and pinned: nobody else sees them), and who is at which record."""

from django.conf import settings
from django.db import models

SUBJECT_LENGTH = 40


class Marked(models.Model):
    """One record by one person; ``subject`` names it ("customer:123"), so it outlives a mirror that is read anew."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class RecentItem(Marked):
    """A record that a person opened; at most `services.RECENT` of each person stay."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="recent_item_once")]
        indexes = [models.Index(fields=["user", "-at"], name="recent_item_newest")]


class Pin(Marked):
    """A record that a person wants at hand."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject"], name="pin_once")]
        indexes = [models.Index(fields=["user", "at"], name="pin_in_order")]


class Presence(Marked):
    """A person who has a record before them now; ``at`` is the last sign of it. Old ones say nothing."""

    class Doing(models.TextChoices):
        VIEW = "view"
        EDIT = "edit"

    doing = models.CharField(max_length=4, choices=Doing)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "subject", "doing"], name="presence_once")]
        indexes = [models.Index(fields=["subject", "at"], name="presence_at_record")]
