"""What each person keeps here: the records they opened last, and those they pinned. Nobody else sees them."""

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
