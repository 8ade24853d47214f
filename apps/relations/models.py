"""The mirror of LogicTrade's customers and suppliers (contract sections 4.1, 4.2)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.erp.mirror.models import KeyField, MirroredRecord, Searchable


def list_indexes(name: str) -> list[models.Index]:
    """One per order that a list offers, without the rows that LogicTrade no longer has: deep pages stay quick."""
    orders = {
        "name": ["name_key", "id"],
        "number": ["number_key", "id"],
        "town": ["city", "name_key", "id"],
        "changed": ["remote_modified", "id"],
    }
    present = models.Q(gone_at=None)
    return [
        models.Index(fields=fields, condition=present, name=f"{name}_by_{order}") for order, fields in orders.items()
    ]


class Relation(MirroredRecord, Searchable):
    """What a customer and a supplier share. What has no column stands in ``data``."""

    searchable: ClassVar[bool] = True

    # Company, or the person's name, or the number; never empty.
    name = models.CharField(max_length=300)
    city = models.CharField(max_length=120, default="", blank=True)
    zip_code = models.CharField(max_length=20, default="", blank=True)
    house_number = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=80, default="", blank=True)
    mobile = models.CharField(max_length=80, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    # Folded, to find who else has it: a whole address is slow to look up by its trigrams.
    email_key = KeyField(max_length=120, default="", blank=True, db_index=True)
    coc_number = models.CharField(max_length=40, default="", blank=True)
    # The beginning of it, for lists; the card shows all.
    remark = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def any_phone(self) -> str:
        """The number to call: the telephone, else the mobile."""
        return self.phone or self.mobile


class Customer(Relation):
    """A customer as last received."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("business")
        PRIVATE = "private", _("private")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    company_name = models.CharField(max_length=300, default="", blank=True)
    vat_number = models.CharField(max_length=40, default="", blank=True)
    # All three, with commas between.
    extern_numbers = models.CharField(max_length=200, default="", blank=True)

    # No columns: a list writes here what the documents know (`figures.note_activity`). None: nobody told.
    open_orders: int | None = None
    last_order: date | None = None

    class Meta:
        indexes = [models.Index(fields=["city", "name_key"]), *list_indexes("customer")]

    @property
    def is_business(self) -> bool:
        return self.kind == self.Kind.BUSINESS


class Supplier(Relation):
    """A supplier as last received. LogicTrade keeps one address of it, and no VAT number."""

    lead_time_weeks = models.PositiveIntegerField(null=True, blank=True)
    iban = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        indexes = list_indexes("supplier")
