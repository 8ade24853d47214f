"""What we keep of a customer's debts: how much credit there is, and what was promised. LogicTrade has neither."""

from django.conf import settings
from django.db import models

LONGEST = 500


class CreditLimit(models.Model):
    """Up to how much a customer may owe; no row is no limit. ``customer_id`` outlives a mirror that is read anew."""

    customer_id = models.BigIntegerField(primary_key=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    remark = models.CharField(max_length=200, default="", blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_by_name = models.CharField(max_length=150)
    set_at = models.DateTimeField()


class PaymentPromise(models.Model):
    """What a customer said on the telephone: to pay by a day, all or so much."""

    customer_id = models.BigIntegerField()
    day = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    text = models.CharField(max_length=LONGEST, default="", blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer_id", "-created_at"], name="promise_of_customer")]
