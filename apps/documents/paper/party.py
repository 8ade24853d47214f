"""Who a paper is for: name, envelope, language and mail address, from LogicTrade's customer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from stdnum.exceptions import ValidationError as NumberError
from stdnum.nl import postcode

from apps.documents.paper.content import Fact, Recipient, language_of
from apps.logictrade import schemas
from apps.logictrade.schemas import Address, parse
from apps.logictrade.schemas.relations import CustomerFields
from apps.relations.selectors import customer_get


@dataclass(frozen=True)
class Party:
    """``address`` is that of letters: the invoice address where there is one."""

    name: str = ""
    attention: str = ""
    address: tuple[str, ...] = ()
    country: str = ""
    recipient: Recipient = field(default_factory=Recipient)
    facts: tuple[Fact, ...] = ()


def party_of(customer_id: int | None, copied: CustomerFields | None = None, address: Address | None = None) -> Party:
    """From the mirror's customer; what it does not know is taken from the copy inside the document.

    ``address`` is the document's own, which goes first.
    """
    row = customer_get(customer_id) if customer_id else None
    known = parse(schemas.Customer, row.raw, "customer.list").record if row else None
    sources = [one for one in (known, copied) if one is not None]
    if not sources:
        return Party(address=postal_lines(address))
    own = next((one.invoice_address or one.address for one in sources if one.invoice_address or one.address), None)
    used = address or own
    company = _first([one.company_name for one in sources])
    name = company or sources[0].display_name
    country = (used.country if used else "") or ""
    return Party(
        name=name,
        attention=_person(sources[0]) if company else "",
        address=postal_lines(used),
        country=country,
        recipient=Recipient(
            name=name,
            email=_first([one.email for one in sources]),
            customer_id=customer_id,
            language=language_of(country),
        ),
        facts=(
            Fact("customer_number", _first([one.number for one in sources])),
            Fact("vat_number", _first([one.vat_number for one in sources])),
        ),
    )


def _first(texts: Sequence[str | None]) -> str:
    return next((text.strip() for text in texts if text and text.strip()), "")


def _person(known: CustomerFields) -> str:
    """The person at a company; only with a last name is it somebody."""
    if not (known.last_name or "").strip():
        return ""
    parts = (known.first_name or known.initials, known.infix, known.last_name)
    return " ".join(part.strip() for part in parts if part and part.strip())


def postal_lines(address: Address | None) -> tuple[str, ...]:
    """Street and town as on an envelope, without name and country."""
    if address is None:
        return ()
    street = " ".join(part.strip() for part in (address.street, address.house_number) if part and part.strip())
    zip_code = _postcode(address.zip_code or "", address.country or "")
    town = "  ".join(part for part in (zip_code, (address.city or "").strip()) if part)
    return tuple(part for part in (street, town) if part)


def _postcode(text: str, country: str) -> str:
    """A Dutch one as the post reads it, 1234 AB; what is none stays as it is."""
    try:
        return str(postcode.validate(text)) if country.strip().upper() in {"", "NL"} else text.strip()
    except NumberError:
        return text.strip()


def delivery_lines(address: Address | None, party: Party) -> tuple[str, ...]:
    """Where it is delivered, if that is another place than the letter's."""
    lines = postal_lines(address)
    if address is None or not lines or lines == tuple(party.address):
        return ()
    name = (address.name or "").strip()
    country = (address.country or "").strip().upper()
    return tuple(part for part in (name, *lines, country if country != "NL" else "") if part)
