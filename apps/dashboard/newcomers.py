"""Somebody whom nobody here knows yet: the way to a quote for them."""

from typing import Any
from urllib.parse import urlencode

from apps.core.access import may
from apps.dashboard.palette import address_of

_MAY = ("customers.write", "quotes.write")


def quote_for_new_customer(user: Any, text: str) -> str:
    """The customer's form on the way to a quote, with what was searched for in it; empty for who may not write both."""
    address = address_of("sales:quote_customer_new") if text and all(may(user, one) for one in _MAY) else ""
    return f"{address}?{urlencode({'q': text})}" if address else ""
