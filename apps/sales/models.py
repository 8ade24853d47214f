"""Quotes, orders and invoices as last read from LogicTrade; lists and search read the documents' register instead."""

from django.db import models

from apps.erp.mirror.models import MirroredRecord
from apps.sales.line_models import OrderLine
from apps.sales.quote_models import QuoteFacts, QuoteVersion

__all__ = ["Invoice", "MirroredDocument", "Order", "OrderLine", "Quote", "QuoteFacts", "QuoteVersion"]


class MirroredDocument(MirroredRecord):
    customer_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    date = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Quote(MirroredDocument):
    """Contract section 6.1."""


class Order(MirroredDocument):
    """Contract section 6.2."""


class Invoice(MirroredDocument):
    """Contract section 6.3. A concept has no number and no date."""
