"""Orders that can be delivered as last received (contract section 6.4), and our own plan for each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.erp.mirror.models import MirroredRecord, Searchable
from apps.erp.models import Write
from apps.erp.outbox.models import State


class Deliverable(MirroredRecord, Searchable):
    """An order with something to deliver. Lines, address and comments stand in ``data``."""

    searchable: ClassVar[bool] = True

    party_name = models.CharField(max_length=300, default="", blank=True)
    city = models.CharField(max_length=120, default="", blank=True)
    zip_code = models.CharField(max_length=20, default="", blank=True)
    # yes, no or partially; another word of LogicTrade is kept as it came.
    in_stock = models.CharField(max_length=20, default="", blank=True)
    expected_date = models.DateField(null=True, blank=True)
    confirmed_date = models.DateField(null=True, blank=True)
    delivery_type = models.CharField(max_length=120, default="", blank=True)
    total = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    # Total less paid (inferred); None when LogicTrade gave no total.
    to_collect = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    # Lines that still have something to deliver, and those of them that LogicTrade calls in stock.
    lines_total = models.PositiveIntegerField(default=0)
    lines_ready = models.PositiveIntegerField(default=0)
    volume = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gone_at", "expected_date"])]

    def __str__(self) -> str:
        return self.number or f"#{self.pk}"


class DeliveryPlan(models.Model):
    """One planning of one delivery: ours alone, because LogicTrade does not show route and stop again (6.5).

    A row per change is kept. Its state is its write's. ``is_current`` marks the newest that was not refused or taken
    back; a refusal gives the mark to the plan before.
    """

    # No constraint: the mirror may be thrown away and read again, plans stay.
    deliverable = models.ForeignKey(Deliverable, on_delete=models.DO_NOTHING, db_constraint=False, related_name="plans")
    number = models.CharField(max_length=80, default="", blank=True)
    day = models.DateField()
    time = models.TimeField(null=True, blank=True)
    route = models.CharField(max_length=80, default="", blank=True)
    stop = models.PositiveIntegerField(null=True, blank=True)
    # What LogicTrade had confirmed when this was planned.
    day_before = models.DateField(null=True, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_by_name = models.CharField(max_length=150)
    planned_at = models.DateTimeField()
    write = models.OneToOneField(Write, on_delete=models.PROTECT, related_name="delivery_plan")
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-planned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deliverable"], condition=Q(is_current=True), name="delivery_one_current_plan"
            )
        ]
        indexes = [
            models.Index(fields=["deliverable", "-planned_at"]),
            models.Index(fields=["is_current", "day", "route"]),
        ]

    @property
    def state(self) -> State:
        return State(self.write.state)

    @property
    def failed(self) -> bool:
        """Refused by LogicTrade or taken back: it does not count."""
        return self.state in {State.REJECTED, State.CANCELLED}
