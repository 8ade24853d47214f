"""What stands on a paper for a customer: plain values, known before anybody chose words or a language.

There is no place for an internal comment, a cost or a margin here, so none can be printed.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from apps.documents.totals import Totals

DUTCH = "nl"
ENGLISH = "en"
LANGUAGES = (DUTCH, ENGLISH)
# Where business is done in Dutch; an address without a country is one at home.
_DUTCH_COUNTRIES = frozenset(
    {"", "NL", "NLD", "NEDERLAND", "BE", "BEL", "BELGIË", "BELGIE", "SR", "AW", "CW", "SX", "BQ"}
)


def language_of(country: str | None) -> str:
    """The language that a customer's papers are in, by the country of the address."""
    return DUTCH if (country or "").strip().upper() in _DUTCH_COUNTRIES else ENGLISH


@dataclass(frozen=True)
class Line:
    """A line as the customer sees it. ``role``: product, text or heading; an ``optional`` one is not counted."""

    role: str = "product"
    code: str = ""
    description: str = ""
    comment: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    part_price: Decimal | None = None
    discount: Decimal | None = None
    amount: Decimal | None = None
    vat_percent: Decimal | None = None
    optional: bool = False


@dataclass(frozen=True)
class Fact:
    """One line of the block beside the address; ``name`` is one of `words.FACTS`, a date is put in words later."""

    name: str
    value: str | datetime.date


@dataclass(frozen=True)
class Paper:
    """One document. ``kind``: quote, order or invoice; ``mark``: draft, copy or nothing."""

    kind: str
    number: str
    date: datetime.date | None
    party_name: str
    # As on an envelope, without the country: its two letters are put in words later.
    address: Sequence[str]
    lines: Sequence[Line]
    totals: Totals
    language: str = DUTCH
    country: str = ""
    attention: str = ""
    mark: str = ""
    valid_until: datetime.date | None = None
    due: datetime.date | None = None
    facts: Sequence[Fact] = ()
    delivery_address: Sequence[str] = ()
    comment: str = ""
    payment_terms: str = ""
    paid: Decimal | None = None


@dataclass(frozen=True)
class Recipient:
    """Who gets it: what the mail is addressed to, and the language that goes with the country."""

    name: str = ""
    email: str = ""
    customer_id: int | None = None
    language: str = DUTCH


@dataclass(frozen=True)
class Found:
    """A document that can be put on paper, and who gets it. ``warnings``: what to look at before it is sent."""

    paper: Paper
    recipient: Recipient = field(default_factory=Recipient)
    warnings: Sequence[str] = ()
