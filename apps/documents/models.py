"""The register: one row per document of any kind. And drafts: documents in the making, saved after every change."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.documents.balance_models import CreditLimit, PaymentPromise
from apps.documents.mail.models import Mail
from apps.documents.paper.models import Letterhead, PaperText
from apps.documents.pasting.models import LearnedWords, Paste, PastedRow
from apps.erp.mirror.models import KeyField, Searchable

__all__ = [
    "CreditLimit",
    "Document",
    "Draft",
    "DraftLine",
    "LearnedWords",
    "Letterhead",
    "Mail",
    "PaperText",
    "Paste",
    "PastedRow",
    "PaymentPromise",
    "Release",
    "SoldLine",
]


class Document(Searchable):
    """One document of LogicTrade, whatever its kind: what lists, search and the cards of its party show of it.

    Written by the apps that mirror each kind (`services.register_documents`), never read from LogicTrade directly.
    """

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Quote")
        ORDER = "order", _("Order")
        INVOICE = "invoice", _("Invoice")
        PURCHASE_ORDER = "purchase_order", _("Purchase order")
        DELIVERY = "delivery", _("Delivery")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    remote_id = models.BigIntegerField()
    number = models.CharField(max_length=80, default="", blank=True)
    reference = models.CharField(max_length=200, default="", blank=True)
    party_id = models.BigIntegerField(null=True, blank=True)
    party_name = models.CharField(max_length=200, default="", blank=True)
    date = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    total = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # Of an invoice: what was received for it, and the code of its payment condition, by which it falls due.
    paid = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    payment_condition = models.CharField(max_length=80, default="", blank=True)
    # The three lamps as LogicTrade sends them: none, partial, complete, or a word of later versions.
    stock_status = models.CharField(max_length=20, default="", blank=True)
    delivery_status = models.CharField(max_length=20, default="", blank=True)
    invoice_status = models.CharField(max_length=20, default="", blank=True)
    # LogicTrade's own text, and what we read from it (contract section 6.7).
    status_text = models.CharField(max_length=120, default="", blank=True)
    state = models.CharField(max_length=20, default="", blank=True)
    salesman = models.CharField(max_length=120, default="", blank=True)
    lines_count = models.PositiveIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    remote_modified = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "remote_id"], name="document_once")]
        indexes = [
            models.Index(fields=["kind", "-date", "-remote_id"]),
            models.Index(fields=["kind", "party_id", "-date"]),
            models.Index(fields=["party_id", "-date"]),
            models.Index(fields=["kind", "reference"]),
            # Of many invoices the few that are not settled.
            models.Index(fields=["kind", "state", "party_id"], name="document_by_state"),
        ]


class Draft(models.Model):
    """A document in the making. ``version`` counts every change, ``head_version`` those of the head alone.

    ``write`` is the last attempt to put it in LogicTrade; while that one is under way the draft is frozen. Once
    LogicTrade confirmed it, ``sent_id`` and ``sent_number`` name the record it became.

    With ``edits_id`` it changes a document that LogicTrade has: ``base`` is that record as it was read when the change
    was begun (A5.2 step 1). ``from_kind`` and ``from_id`` name the document that it was made from.
    """

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Quote")
        ORDER = "order", _("Order")
        INVOICE = "invoice", _("Invoice")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.QUOTE)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    version = models.PositiveIntegerField(default=1)
    head_version = models.PositiveIntegerField(default=1)
    edits_id = models.BigIntegerField(null=True, blank=True)
    edits_number = models.CharField(max_length=80, default="", blank=True)
    base = models.TextField(default="", blank=True)
    from_kind = models.CharField(max_length=16, default="", blank=True)
    from_id = models.BigIntegerField(null=True, blank=True)
    # None while LogicTrade does not have the customer yet: ``customer_write`` makes it, and names who it is then.
    customer_id = models.BigIntegerField(null=True, blank=True)
    customer_write = models.ForeignKey("erp.Write", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    customer_name = models.CharField(max_length=200, default="", blank=True)
    reference = models.CharField(max_length=80, default="", blank=True)
    # The document's own date; none is the day of sending.
    date = models.DateField(null=True, blank=True)
    expected_date = models.DateField(null=True, blank=True)
    # How long a quote stands: ours, LogicTrade has no place for it.
    valid_until = models.DateField(null=True, blank=True)
    # Off every line, in percent, on top of the line's own; LogicTrade knows discounts of lines alone.
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    # Codes of the code tables, not LogicTrade's texts.
    delivery_type = models.CharField(max_length=80, default="", blank=True)
    delivery_condition = models.CharField(max_length=80, default="", blank=True)
    origin = models.CharField(max_length=80, default="", blank=True)
    payment_condition = models.CharField(max_length=80, default="", blank=True)
    # Where it goes, by the names of `apps.logictrade.wire.AddressDraft`; empty is the customer's own address.
    address = models.JSONField(default=dict, blank=True)
    comment_intern = models.TextField(default="", blank=True)
    comment_extern = models.TextField(default="", blank=True)
    write = models.ForeignKey("erp.Write", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    sent_id = models.BigIntegerField(null=True, blank=True)
    sent_number = models.CharField(max_length=80, default="", blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-updated_at"])]

    @property
    def editable(self) -> bool:
        return self.frozen_at is None and self.discarded_at is None and self.sent_id is None


class LinesThere(models.Manager["DraftLine"]):
    """The lines that were not taken out."""

    def get_queryset(self) -> models.QuerySet["DraftLine"]:
        return super().get_queryset().filter(removed_at=None)


class DraftLine(models.Model):
    """One line of a draft. Prices have two decimals, because LogicTrade takes no more; ``discount`` is a percentage.

    Only product lines that are not ``optional`` count. ``line_number`` and ``base`` are those of the line of LogicTrade
    that this one changes: the number and the line as read, whose unknown parts travel back unchanged.
    """

    class Role(models.TextChoices):
        PRODUCT = "product", _("Product")
        TEXT = "text", _("Text")
        HEADING = "heading", _("Heading")

    class Source(models.TextChoices):
        CUSTOMER = "customer", _("price for this customer")
        LIST = "list", _("list price")
        PERSON = "person", _("typed price")
        AGREED = "agreed", _("price as agreed")

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    # Made by the form that adds a line: the same form sent twice adds one.
    token = models.UUIDField(null=True, blank=True)
    # Taken out, and kept so that it can be put back; `objects` does not see it.
    removed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.PRODUCT)
    optional = models.BooleanField(default=False)
    line_number = models.PositiveIntegerField(null=True, blank=True)
    base = models.TextField(default="", blank=True)
    # LogicTrade's own object for how a configurable product is made up, as JSON; shown, and sent unchanged.
    configuration = models.TextField(default="", blank=True)
    product_id = models.BigIntegerField(null=True, blank=True)
    code = models.CharField(max_length=80, default="", blank=True)
    description = models.CharField(max_length=500, default="", blank=True)
    unit = models.CharField(max_length=20, default="", blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    part_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    price_source = models.CharField(max_length=10, choices=Source.choices, default=Source.LIST)
    # What LogicTrade gave last, or the list: what a typed price goes back to.
    given_price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    given_discount = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    given_source = models.CharField(max_length=10, choices=Source.choices, default=Source.LIST)
    # Why a person gave another price than LogicTrade's.
    price_reason = models.CharField(max_length=200, default="", blank=True)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(0))
    vat_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    comment_intern = models.TextField(default="", blank=True)
    comment_extern = models.TextField(default="", blank=True)

    objects = LinesThere()
    every = models.Manager["DraftLine"]()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["draft", "position"])]
        constraints = [models.UniqueConstraint(fields=["draft", "token"], name="draft_line_once")]

    @property
    def counts(self) -> bool:
        """Whether it is part of the document's amount, and a line of its own in LogicTrade."""
        return self.role == self.Role.PRODUCT and not self.optional


class DocumentLink(models.Model):
    """That one document came from another. LogicTrade keeps no such links, so they are ours.

    ``to_id`` is empty while ``write`` is under way. ``only``: nothing else may come of it, so that two people at once
    make one order. ``told``: not made here, but told by our marker in a copy that LogicTrade made.
    """

    from_kind = models.CharField(max_length=16, choices=Document.Kind.choices)
    from_id = models.BigIntegerField()
    to_kind = models.CharField(max_length=16, choices=Document.Kind.choices)
    to_id = models.BigIntegerField(null=True, blank=True)
    write = models.ForeignKey("erp.Write", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    only = models.BooleanField(default=False)
    told = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "to_kind"], condition=models.Q(only=True), name="link_only_once"
            ),
            models.UniqueConstraint(fields=["from_kind", "from_id", "to_kind", "to_id"], name="link_once"),
            models.UniqueConstraint(fields=["write"], condition=models.Q(write__isnull=False), name="link_of_write"),
        ]
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_to")]


class SoldLine(models.Model):
    """A line of a mirrored quote, order or invoice, as the next line for its customer needs it.

    Written like `Document` by the apps that mirror each kind; all lines of a document are replaced together.
    """

    kind = models.CharField(max_length=16, choices=Document.Kind.choices)
    document_id = models.BigIntegerField()
    number = models.CharField(max_length=80, default="", blank=True)
    customer_id = models.BigIntegerField()
    date = models.DateField(null=True, blank=True)
    # Lines name their product by its code; the key is folded as the search folds numbers.
    product_key = KeyField(max_length=80)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    # What one piece cost after the line's own discount, in the basis of the document's prices.
    price = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        indexes = [
            models.Index(fields=["customer_id", "product_key", "-date"], name="sold_to_customer"),
            models.Index(fields=["kind", "document_id"], name="sold_by_document"),
        ]


class Release(models.Model):
    """That a draft may be sent although something speaks against it: asked for, or ``given``. Never changed."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="releases")
    given = models.BooleanField()
    # What spoke against it, by the keys of `apps.documents.release`, and for which amount.
    reasons = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    why = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "pk"]
