"""What a customer's debts say against selling more: shown where one sells, and over the credit limit an order waits."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core import money
from apps.documents.balances import balance_of
from apps.documents.models import Draft, DraftLine
from apps.documents.release import Objection, register


def of_balance(draft: Draft, lines: Sequence[DraftLine], amount: Decimal) -> Iterator[Objection]:
    """Overdue invoices are said; with this document over the limit, an order is held."""
    if draft.customer_id is None:
        return
    balance = balance_of(draft.customer_id)
    if not balance.known:
        return
    if balance.overdue > 0:
        words = _("Owes € %(open)s, of which € %(overdue)s overdue, the oldest %(days)d days.")
        yield Objection(
            "overdue",
            words
            % {
                "open": money.money(balance.open),
                "overdue": money.money(balance.overdue),
                "days": balance.oldest_days,
            },
            holds=False,
        )
    if balance.limit is not None and balance.open + amount > balance.limit:
        words = _("Over the credit limit of € %(limit)s by € %(over)s with this document.")
        over = balance.open + amount - balance.limit
        yield Objection("credit", words % {"limit": money.money(balance.limit), "over": money.money(over)})


def connect() -> None:
    register(of_balance)
