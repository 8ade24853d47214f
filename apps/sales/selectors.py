"""Reads of quotes and orders, and of what we wrote of them."""

from apps.documents.models import Draft
from apps.erp.models import Write
from apps.sales.models import Invoice, Order, Quote
from apps.sales.writing.families import QUOTE


def quote_get(pk: int) -> Quote | None:
    return Quote.objects.filter(pk=pk).first()


def order_get(pk: int) -> Order | None:
    return Order.objects.filter(pk=pk).first()


def invoice_get(pk: int) -> Invoice | None:
    return Invoice.objects.filter(pk=pk).first()


def quote_write(pk: int) -> Write | None:
    """The write by which we made this quote, if we did."""
    return Write.objects.filter(kind=QUOTE.create, remote_id=pk).order_by("created_at").first()


def draft_of_quote(pk: int) -> Draft | None:
    """The draft that this quote was made from; those that changed it since are others."""
    return Draft.objects.filter(kind=Draft.Kind.QUOTE, sent_id=pk, edits_id=None).first()
