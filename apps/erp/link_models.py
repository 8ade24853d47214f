"""The connection to LogicTrade as all processes see it, and the code tables that its texts need."""

from django.db import models


class Link(models.Model):
    """One row: whether LogicTrade answers, since when not, and who the key belongs to."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_ok_at = models.DateTimeField(null=True)
    # Transport failures in a row; the breaker opens at five.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    probe_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, default="", blank=True)
    key_refused_at = models.DateTimeField(null=True)
    key_digest = models.CharField(max_length=16, default="", blank=True)
    # Introspection as first seen: another company's key must not be written with (A3 row 39).
    client_id = models.CharField(max_length=120, default="", blank=True)
    username = models.CharField(max_length=120, default="", blank=True)
    scope = models.TextField(default="", blank=True)
    key_expires_at = models.DateTimeField(null=True)
    introspected_at = models.DateTimeField(null=True)
    mismatch = models.CharField(max_length=200, default="", blank=True)
    # Seconds that LogicTrade's clock is ahead of ours, from the Date header.
    clock_offset = models.FloatField(default=0.0)
    rate_limit = models.PositiveIntegerField(null=True)
    rate_remaining = models.PositiveIntegerField(null=True)


class CodeEntry(models.Model):
    """One line of a code table: LogicTrade's display text, the code that a write needs, and what we must know of it."""

    class Table(models.TextChoices):
        VAT = "vat"
        DELIVERY_TYPE = "delivery_type"
        DELIVERY_CONDITION = "delivery_condition"
        ORIGIN = "origin"
        SALESMAN = "salesman"
        PAYMENT_CONDITION = "payment_condition"

    table = models.CharField(max_length=24, choices=Table.choices)
    # For SALESMAN the text is a Backoffice user name and the code LogicTrade's login name.
    text = models.CharField(max_length=200)
    code = models.CharField(max_length=80)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    # Of a payment condition: so many days after the date of an invoice it falls due.
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "text"], name="code_text_once"),
            models.UniqueConstraint(
                fields=["table"], condition=models.Q(is_default=True), name="code_one_default_a_table"
            ),
        ]
        ordering = ["table", "text"]
