"""The mirror of LogicTrade's customers (contract section 4.1)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.erp.mirror.models import MirroredRecord, Searchable


class Customer(MirroredRecord, Searchable):
    """A customer as last received. What has no column here stands in ``data``."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("business")
        PRIVATE = "private", _("private")

    searchable: ClassVar[bool] = True

    # Company, or the person's name, or the number; never empty.
    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    company_name = models.CharField(max_length=300, default="", blank=True)
    city = models.CharField(max_length=120, default="", blank=True)
    zip_code = models.CharField(max_length=20, default="", blank=True)
    house_number = models.CharField(max_length=40, default="", blank=True)
    phone = models.CharField(max_length=80, default="", blank=True)
    mobile = models.CharField(max_length=80, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["city", "name_key"])]

    def __str__(self) -> str:
        return self.name

    @property
    def any_phone(self) -> str:
        """The number to call: the telephone, else the mobile."""
        return self.phone or self.mobile

    @property
    def is_business(self) -> bool:
        return self.kind == self.Kind.BUSINESS
