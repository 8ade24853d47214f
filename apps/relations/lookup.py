"""Who calls: customers and suppliers by a telephone number in any notation."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import phonenumbers
from django.urls import reverse

from apps.erp.mirror.fold import phone_digits
from apps.erp.mirror.pieces import holding
from apps.logictrade.schemas import Customer as ReceivedCustomer
from apps.logictrade.schemas import Supplier as ReceivedSupplier
from apps.logictrade.schemas import parse
from apps.relations.contact import COUNTRY
from apps.relations.models import Customer, Relation, Supplier

CUSTOMER, SUPPLIER = "customer", "supplier"
MODELS: dict[str, type[Relation]] = {CUSTOMER: Customer, SUPPLIER: Supplier}
LONGEST_NUMBER = 40
# The end of a number is the same in every notation. Nine digits are a Dutch number without its 0 or +31; of a foreign
# one they are enough to find it by.
TAIL = 9
SHORTEST_TAIL = 5
# So many records are read to see whether it is really their number.
MOST_READ = 100


@dataclass(frozen=True)
class Party:
    """A customer or supplier as a list of hits shows it; ``phone`` is the number that matched, as LogicTrade has it."""

    kind: str
    id: int
    name: str
    number: str
    city: str
    phone: str
    gone: bool
    href: str


def callers(number: str, *, kinds: Collection[str] = (CUSTOMER, SUPPLIER), limit: int = 10) -> list[Party]:
    """Whoever has this number, present ones first; two queries per kind. Nobody for a number that is none.

    ``kinds``: those that the reader may see.
    """
    tail = number_tail(number)
    if not tail:
        return []
    found: list[Party] = []
    for kind in (one for one in MODELS if one in kinds):
        ids = holding(MODELS[kind], [[tail]], limit=MOST_READ)
        rows = MODELS[kind]._default_manager.filter(pk__in=ids).order_by("-pk") if ids else ()
        found += [_party(kind, row, phone) for row in rows if (phone := matching_phone(kind, row, number))]
    return sorted(found, key=lambda party: party.gone)[:limit]


def matching_phone(kind: str, row: Relation, number: str) -> str:
    """The telephone number of the record that is the same as this one, as it stands there; empty for none."""
    return next((phone for phone in phones_of(kind, row) if same_number(phone, number)), "")


def phones_of(kind: str, row: Relation) -> Iterator[str]:
    """Every telephone number of a record, those of its addresses too."""
    if kind == CUSTOMER:
        customer = parse(ReceivedCustomer, row.raw, "customer.list").record
        own = (customer.phone_number, customer.phone_number2, customer.mobile_number)
        addresses = (customer.address, customer.invoice_address, customer.delivery_address)
    else:
        supplier = parse(ReceivedSupplier, row.raw, "supplier.list").record
        own, addresses = (supplier.phone_number, supplier.mobile_number, None), (supplier.address, None, None)
    yield from (phone for phone in own if phone and phone.strip())
    yield from (one.phone_number for one in addresses if one and one.phone_number and one.phone_number.strip())


def same_number(one: str, other: str) -> bool:
    """Whether two notations dial the same telephone; else the digits decide, for a plus may get lost on the way."""
    dials = dialled(one)
    if dials and dials == dialled(other):
        return True
    digits = phone_digits(one[:LONGEST_NUMBER])
    return len(digits) >= SHORTEST_TAIL and digits == phone_digits(other[:LONGEST_NUMBER])


def dialled(text: str) -> str:
    """The number as the world dials it (E.164); empty when the text holds none."""
    # (0) stands in a number for who dials it inside the country.
    plain = text[:LONGEST_NUMBER].replace("(0)", "").strip()
    matcher = phonenumbers.PhoneNumberMatcher(plain, COUNTRY, leniency=phonenumbers.Leniency.POSSIBLE)
    found = next(iter(matcher), None)
    return phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164) if found else ""


def number_tail(number: str) -> str:
    """The last digits of the number: the piece by which records that may have it are found."""
    plain = dialled(number).removeprefix("+") or phone_digits(number[:LONGEST_NUMBER])
    return plain[-TAIL:] if len(plain) >= SHORTEST_TAIL else ""


def _party(kind: str, row: Relation, phone: str) -> Party:
    return Party(
        kind=kind,
        id=row.pk,
        name=row.name,
        number=row.number,
        city=row.city,
        phone=phone.strip(),
        gone=row.gone_at is not None,
        href=reverse(f"relations:{kind}_detail", args=[row.pk]),
    )
