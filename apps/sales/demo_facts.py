"""What people would have kept beside LogicTrade's documents, for the demo: limits, promises, outcomes, days."""

from datetime import timedelta
from decimal import Decimal

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.core import dates
from apps.documents.balance_models import CreditLimit
from apps.documents.balances import ageing_list
from apps.documents.credit import limit_set, promise_add
from apps.documents.due import Terms
from apps.documents.models import Document
from apps.sales.quote_facts import facts_change, outcome_set, standing_is
from apps.sales.quote_models import QuoteFacts

# Of the customers that owe most: a limit in thirds of what they owe, and what they said.
LIMITS = (2, 4, 6)
PROMISES = (("Betaalt volgende week", 5), ("Wacht op creditnota", None))


def fill_facts() -> None:
    """Once everything was read, and only while nobody kept anything."""
    user = User.objects.filter(username="admin").first()
    if user is None or CreditLimit.objects.exists() or QuoteFacts.objects.exists():
        return
    actor = Actor(id=user.pk, name=user.shown_name)
    _customers(actor, user)
    _quotes(actor, user)


def _customers(actor: Actor, user: User) -> None:
    rows = [row for row in ageing_list(Terms.now(), limit=6).rows if row.customer_id is not None]
    for row, thirds in zip(rows, LIMITS, strict=False):
        limit = max(Decimal(500), (row.sums.open * thirds / 3).quantize(Decimal(1)))
        limit_set(actor=actor, user=user, customer_id=row.pk, label=row.name, amount=limit)
    for row, (text, days) in zip(rows, PROMISES, strict=False):
        day = dates.today() + timedelta(days=days) if days else None
        amount = row.sums.overdue if days else None
        promise_add(actor=actor, author=user, customer_id=row.pk, label=row.name, day=day, amount=amount, text=text)


def _quotes(actor: Actor, user: User) -> None:
    expired = list(Document.objects.filter(standing_is("expired"), kind="quote").order_by("-date", "pk")[:3])
    for quote, reason in zip(expired, ("price", "silent"), strict=False):
        outcome_set(
            actor=actor,
            user=user,
            quote_id=quote.remote_id,
            label=quote.number,
            outcome=QuoteFacts.Outcome.LOST,
            reason=reason,
        )
    for quote in expired[2:]:
        days = {"valid_until": dates.today() + timedelta(days=3), "follow_up": dates.today()}
        facts_change(actor=actor, quote_id=quote.remote_id, label=quote.number, changes=days)
