"""The mirror of the catalogue (contract sections 5.1 to 5.8), and the ledger of commitments."""

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.erp.mirror.models import KeyField, MirroredRecord, Searchable

if TYPE_CHECKING:
    from apps.catalogue.finding import CodeHit

# Twelve whole digits and six decimals hold every price and quantity of trade; the exact text stands in ``data``.
DIGITS, PLACES = 18, 6
LONGEST_CODE = 80


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

    # No column: a search writes here by which code of a customer it found the product.
    found_by: "CodeHit | None" = None

    class Meta:
        # A scanner's way in: the supplier's own code on the box.
        indexes = [
            models.Index(fields=["supplier_code"], name="product_by_supplier_code"),
            # Deep pages of a list stay quick only with an index of its order that leaves gone rows out.
            models.Index(fields=["number_key", "id"], condition=models.Q(gone_at=None), name="product_there_by_number"),
            models.Index(fields=["name_key", "id"], condition=models.Q(gone_at=None), name="product_there_by_name"),
        ]

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


class ProductDiscounts(MirroredRecord):
    """All discount rules of one product as last received; ``id`` is the product's. `DiscountRule` holds them apart."""

    name = models.CharField(max_length=300, default="", blank=True)


class CustomerDiscounts(MirroredRecord):
    """All discount rules of one customer as last received; ``id`` is the customer's."""

    name = models.CharField(max_length=300, default="", blank=True)


class DiscountRule(models.Model):
    """One rule of one kind, for lists and for explaining a price. All rules of an owner are replaced together.

    ``customer_id`` None: for whoever buys. ``product_id`` and ``group_code`` both empty: on everything.
    """

    class Kind(models.TextChoices):
        PERCENTAGE = "percentage"
        FROM_QUANTITY = "from_quantity"
        FIXED_PRICE = "fixed_price"
        TIERS = "tiers"
        FREE_GOODS = "free_goods"

    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    customer_name = models.CharField(max_length=300, default="", blank=True)
    product_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    product_name = models.CharField(max_length=300, default="", blank=True)
    # A group is named by its code; the key is folded as the search folds numbers.
    group_code = models.CharField(max_length=80, default="", blank=True)
    group_key = KeyField(max_length=80, default="", blank=True, db_index=True)
    group_name = models.CharField(max_length=200, default="", blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    description = models.CharField(max_length=300, default="", blank=True)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    # A percentage, or a price, or nothing for tiers and free goods.
    value = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    min_quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    buy_quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    get_quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)
    # By the codec: [[from pieces, percent], …].
    tiers = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["customer_id", "product_id"], name="discount_by_customer"),
            models.Index(fields=["kind"], name="discount_by_kind"),
        ]


class Composition(MirroredRecord):
    """One edge: ``quantity`` pieces of the child go into one parent. None where LogicTrade does not say how many."""

    parent_id = models.BigIntegerField(db_index=True)
    child_id = models.BigIntegerField(db_index=True)
    quantity = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True)


class ProductTexts(models.Model):
    """The descriptions of a product as they were when somebody opened them; never read in bulk (contract 5.6)."""

    product_id = models.BigIntegerField(primary_key=True)
    fetched_at = models.DateTimeField()
    # The records as received, by the codec.
    data = models.TextField()
    # " nl en ": each language that has a text, folded, between blanks.
    languages = models.CharField(max_length=200, default=" ", blank=True)


class ProductReferences(models.Model):
    """The references of a product as they were when somebody opened them (contract 5.7)."""

    product_id = models.BigIntegerField(primary_key=True)
    fetched_at = models.DateTimeField()
    data = models.TextField()


class CustomerCode(models.Model):
    """What one customer calls one of our products. LogicTrade has no place for it: ours alone, and never sent.

    The two ids name their records, so a code outlives a mirror that is read anew. With a customer a code stands for
    one product; a product may have several, and other customers may use the same.
    """

    customer_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    # As it was typed; the key is folded as the search folds numbers.
    code = models.CharField(_("code"), max_length=LONGEST_CODE)
    code_key = KeyField(max_length=LONGEST_CODE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer_id", "code_key"], name="customer_code_once")]
        indexes = [
            models.Index(fields=["code_key"], name="customer_code_by_key"),
            models.Index(fields=["product_id"], name="customer_code_by_product"),
        ]

    def __str__(self) -> str:
        return self.code
