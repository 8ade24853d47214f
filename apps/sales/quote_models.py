"""What is ours of a quote: how long it stands, when to follow it up, how it ended, and how it looked before."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuoteFacts(models.Model):
    """Facts that LogicTrade has no place for; ``quote_id`` is its id, so they outlive a mirror that is read anew.

    ``valid_until`` and ``follow_up`` empty: the usual number of days after the quote's date. Whether a quote has
    expired is worked out when somebody looks; an outcome is what somebody (or the order that came) decided, and
    nothing works it out.
    """

    class Outcome(models.TextChoices):
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    class Reason(models.TextChoices):
        PRICE = "price", _("Price too high")
        DELIVERY = "delivery", _("Delivery takes too long")
        COMPETITOR = "competitor", _("Bought elsewhere")
        RANGE = "range", _("Not what was looked for")
        POSTPONED = "postponed", _("Plans put off or cancelled")
        SILENT = "silent", _("No answer any more")
        DOUBLE = "double", _("Replaced by another quote")
        OTHER = "other", _("Another reason")

    quote_id = models.BigIntegerField(primary_key=True)
    valid_until = models.DateField(null=True, blank=True)
    follow_up = models.DateField(null=True, blank=True)
    # Somebody called, and asked for no other day.
    followed_up_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default="", blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices, default="", blank=True)
    remark = models.CharField(max_length=300, default="", blank=True)
    # Who said so; empty for an outcome that followed from an order.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=150, default="", blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["follow_up"], name="quote_follow_up"),
            models.Index(fields=["outcome"], name="quote_outcome"),
        ]


class QuoteVersion(models.Model):
    """A quote as it stood: one row per content that was seen, numbered per quote from 1.

    ``key`` is a hash of what the customer sees of it; ``data`` the whole record as received, by the codec.
    """

    quote_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    data = models.TextField()
    seen_at = models.DateTimeField()
    remote_modified = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["quote_id", "number"], name="quote_version_once")]
