"""Where a document goes: the address typed into it, or the one that its customer has in LogicTrade."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from apps.documents.models import Draft
from apps.logictrade import schemas
from apps.logictrade.schemas import Address, parse
from apps.logictrade.wire import AddressDraft
from apps.relations.models import Customer
from apps.relations.selectors import customer_get

NAMES = tuple(field.name for field in fields(AddressDraft))


def delivery_address(customer: Customer) -> dict[str, str]:
    """Where the customer wants deliveries: the delivery address, else the address; empty when neither is known."""
    known = parse(schemas.Customer, customer.raw, "customer.list").record
    address = known.delivery_address or known.address
    if address is None:
        return {}
    found = {name: getattr(address, name) or "" for name in NAMES}
    return found | {"name": found["name"] or customer.name} if any(found.values()) else {}


def address_of(draft: Draft, customer: Customer | None = None) -> dict[str, str]:
    """By the names of `AddressDraft`; empty when none is known. Without ``customer`` the mirror is asked."""
    if draft.address:
        return {name: str(draft.address.get(name) or "") for name in NAMES}
    customer = customer or customer_get(draft.customer_id)
    return delivery_address(customer) if customer else {}


def address_lines(address: Address | Mapping[str, Any] | None) -> tuple[str, ...]:
    """An address as on an envelope, without what is not known."""
    if isinstance(address, Mapping):
        address = Address(**address) if address else None
    if address is None:
        return ()
    street = " ".join(part for part in (address.street, address.house_number) if part)
    town = "  ".join(part for part in (address.zip_code, address.city) if part)
    country = address.country if address.country and address.country != "NL" else ""
    return tuple(part for part in (address.name, street, town, country) if part)
