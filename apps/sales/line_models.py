"""Order lines flat across orders: a projection for lists, written whenever an order is mirrored."""

from django.db import models
from django.db.models import Q

from apps.erp.mirror.models import KeyField

DIGITS, PLACES = 16, 4


class OrderLine(models.Model):
    """One line of one order as last received, with what the planner's list filters and sorts on.

    All lines of an order are replaced together, so ``id`` stands for nothing. ``is_open``: the customer still waits
    for it. ``place`` counts from 0 in LogicTrade's order.
    """

    order_id = models.BigIntegerField()
    place = models.PositiveIntegerField()
    line_number = models.IntegerField(null=True, blank=True)
    number = models.CharField(max_length=80, default="", blank=True)
    number_key = KeyField(max_length=80, default="", blank=True)
    reference = models.CharField(max_length=200, default="", blank=True)
    party_id = models.BigIntegerField(null=True, blank=True)
    party_name = models.CharField(max_length=200, default="", blank=True)
    party_key = KeyField(max_length=120, default="", blank=True)
    salesman = models.CharField(max_length=120, default="", blank=True)
    salesman_key = KeyField(max_length=120, default="", blank=True)
    product_id = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=80, default="", blank=True)
    code_key = KeyField(max_length=80, default="", blank=True)
    description = models.CharField(max_length=200, default="", blank=True)
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    stock_status = models.CharField(max_length=20, default="", blank=True)
    delivery_status = models.CharField(max_length=20, default="", blank=True)
    invoice_status = models.CharField(max_length=20, default="", blank=True)
    # The purchase orders that the line waits for, and the first of them as it is looked up.
    waits_for = models.CharField(max_length=200, default="", blank=True)
    waits_key = KeyField(max_length=80, default="", blank=True)
    order_date = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    confirmed_date = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order_id", "place"], name="order_line_once")]
        indexes = [
            # The list as it opens, and each way to narrow or turn it; of closed lines the newest matter.
            models.Index(fields=["expected_date", "id"], condition=Q(is_open=True), name="line_open_expected"),
            models.Index(fields=["party_key", "id"], condition=Q(is_open=True), name="line_open_party"),
            models.Index(fields=["order_date", "id"], name="line_by_date"),
            models.Index(fields=["product_id", "expected_date"], name="line_of_product"),
            models.Index(fields=["party_id", "expected_date"], name="line_of_party"),
            models.Index(fields=["salesman_key"], name="line_of_salesman"),
            models.Index(fields=["waits_key"], name="line_waiting"),
            models.Index(fields=["number_key"], name="line_of_number"),
            models.Index(fields=["code_key"], name="line_of_code"),
        ]
