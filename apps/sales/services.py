"""What people do with documents of LogicTrade beside sending one: read what a list left out."""

from apps.erp.gateway import erp
from apps.sales.cards import DocumentCard, record_card
from apps.sales.models import Quote


def comments_read(row: Quote) -> DocumentCard:
    """The card of a quote as LogicTrade has it now: one call. Nothing is stored, the next sync does that.

    Raises `apps.logictrade.errors.LogicTradeError`.
    """
    return record_card(erp().quotes.retrieve(row.pk).record)
