"""The mirror of products, groups and stock (contract sections 5.1, 5.2, 5.4), and the ledger of commitments."""

from typing import ClassVar

from django.db import models

from apps.erp.mirror.models import KeyField, MirroredRecord, Searchable

# Twelve whole digits and six decimals hold every price and quantity of trade; the exact text stands in ``data``.
DIGITS, PLACES = 18, 6


class Group(MirroredRecord):
    """A product group; ``number`` is its code. ``parent_id`` None is a root."""

    parent_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.name or self.number


class Product(MirroredRecord, Searchable):
    """A product as last received; ``number`` is its code."""

    searchable: ClassVar[bool] = True

    name = models.CharField(max_length=300)
    barcode = models.CharField(max_length=80, default="", blank=True, db_index=True)
    unit = models.CharField(max_length=40, default="", blank=True)
    sales_price = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    # Cost: shown only with the permission cost.view.
    purchase_price = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    vat_code = models.CharField(max_length=40, default="", blank=True)
    supplier_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    supplier_name = models.CharField(max_length=200, default="", blank=True)
    supplier_code = models.CharField(max_length=80, default="", blank=True)
    group_name = models.CharField(max_length=200, default="", blank=True)
    # Ids of all its groups, in LogicTrade's order, with blanks between; `ProductGroup` holds them for filters.
    group_ids = models.TextField(default="", blank=True)
    webshop = models.BooleanField(default=False)
    # Only LogicTrade's "Yes" means sellable; what it said stands in ``sellable_text``.
    sellable = models.BooleanField(default=False)
    sellable_text = models.CharField(max_length=40, default="", blank=True)
    configurable = models.BooleanField(default=False)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class ProductGroup(models.Model):
    """Which product stands in which group."""

    product_id = models.BigIntegerField()
    group_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product_id", "group_id"], name="product_group_once")]


class StockLevel(MirroredRecord):
    """Pieces of a product (or of one configuration of it); the locations stand in ``data``.

    ``id`` is the product's id, or configuration and product packed into one number. ``saleable`` is None while
    LogicTrade has not said which of the locations may be sold from.
    """

    product_id = models.BigIntegerField(db_index=True)
    configuration_id = models.BigIntegerField(null=True, blank=True)
    total = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    saleable = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)


class StockPlace(models.Model):
    """A stock location by its code, and whether it may be sold from: only the POST of stock tells that."""

    code = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=200, default="", blank=True)
    saleable = models.BooleanField(null=True)
    # A product that lies there, to ask about the place.
    example_product_id = models.BigIntegerField()


class Commitment(models.Model):
    """What one open document line reserves of a product, or brings. Documents write it, the catalogue reads it."""

    class Direction(models.TextChoices):
        RESERVED = "reserved"
        EXPECTED = "expected"

    # "order:5": all rows of a document are replaced together.
    document = models.CharField(max_length=60, db_index=True)
    document_kind = models.CharField(max_length=20)
    document_id = models.BigIntegerField()
    number = models.CharField(max_length=80, default="", blank=True)
    line_number = models.IntegerField(null=True, blank=True)
    product_code = models.CharField(max_length=80)
    product_key = KeyField(max_length=80, db_index=True)
    # None while the code belongs to no product that was read.
    product_id = models.BigIntegerField(null=True, blank=True)
    direction = models.CharField(max_length=8, choices=Direction.choices)
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES)
    date = models.DateField(null=True, blank=True)
    party_name = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["product_id", "direction"], name="commitment_by_product")]
