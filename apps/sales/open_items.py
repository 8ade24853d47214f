"""What stands beside the customers of the open items: their telephone, the last promise, the credit limit."""

from collections.abc import Sequence

from django.utils.text import Truncator

from apps.core import dates, money
from apps.documents.balance_models import PaymentPromise
from apps.documents.balances import CustomerAgeing
from apps.documents.credit import last_promises, limits_of
from apps.erp.mirror.search import search
from apps.relations.contact import tel_href
from apps.relations.models import Customer
from apps.relations.selectors import customers_by_id

MOST_FOUND = 500
# Of a promise so much stands in the list; the statement has all of it.
SHORT = 26


def found_customers(query: str) -> list[int]:
    """The customers that a search finds, the best ones when there are many."""
    return list(search(Customer, query).ids[:MOST_FOUND])


def note_customers(rows: Sequence[CustomerAgeing]) -> None:
    """Write it beside the rows of one page: three queries."""
    ids = [row.customer_id for row in rows if row.customer_id is not None]
    customers, promises, limits = customers_by_id(ids), last_promises(ids), limits_of(ids)
    for row in rows:
        pk = row.customer_id or 0
        if customer := customers.get(pk):
            row.name, row.phone, row.tel = customer.name, customer.any_phone, tel_href(customer.any_phone)
        if promise := promises.get(pk):
            row.promise = promise_words(promise, SHORT)
        row.limit = limits.get(pk)


def promise_words(promise: PaymentPromise, longest: int = 200) -> str:
    """A promise in one line: 4 dec, € 1.234,00, calls back."""
    amount = f"€ {money.money(promise.amount)}" if promise.amount is not None else ""
    day = dates.short_day(promise.day) if promise.day else ""
    return Truncator(", ".join(part for part in (day, amount, promise.text) if part)).chars(longest)
