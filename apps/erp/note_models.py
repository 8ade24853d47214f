"""Notes that people keep beside a record of LogicTrade. They are ours alone and are never sent."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST = 4000


class Note(models.Model):
    """One note; ``resource`` and ``remote_id`` name its record, so it outlives a mirror that is read anew."""

    resource = models.CharField(max_length=40)
    remote_id = models.BigIntegerField()
    text = models.TextField(_("note"), max_length=LONGEST)
    # A warning for whoever writes a quote with this record.
    show_when_quoting = models.BooleanField(_("show when quoting"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resource", "remote_id", "-created_at"], name="note_of_record")]


class Mention(models.Model):
    """Somebody named in a note with an @; it waits on their home page until they have seen it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="mention_waiting")]
