"""A customer as the card shows it: contact, addresses, facts, and the fields that we do not know."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import dates
from apps.erp.mirror.facts import Fact, unknown_facts
from apps.logictrade.schemas import Address, parse
from apps.logictrade.schemas import Customer as Received
from apps.relations.contact import mail_href, tel_href
from apps.relations.models import Customer

LONGEST = 2000


@dataclass(frozen=True)
class AddressBlock:
    label: str | Promise
    lines: tuple[str, ...]
    phone: Fact | None = None


@dataclass(frozen=True)
class CustomerCard:
    title: str
    number: str
    kind: str | Promise
    # The visiting address in one line, for the head.
    place: str
    contact: tuple[Fact, ...]
    addresses: tuple[AddressBlock, ...]
    facts: tuple[Fact, ...]
    remark: str
    unknown: tuple[Fact, ...]

    @property
    def tel(self) -> str:
        return next((fact.href for fact in self.contact if fact.href.startswith("tel:")), "")

    @property
    def mail(self) -> str:
        return next((fact.href for fact in self.contact if fact.href.startswith("mailto:")), "")


def customer_card(customer: Customer) -> CustomerCard:
    """The card of a mirrored customer, from the record as received."""
    record = parse(Received, customer.raw, "customer.list").record
    return CustomerCard(
        title=customer.name,
        number=customer.number,
        kind=Customer.Kind(customer.kind).label,
        place=", ".join(_lines(record.address)[-2:]),
        contact=_contact(record),
        addresses=_addresses(record),
        facts=_facts(record),
        remark=(record.remark or "").strip()[:LONGEST],
        unknown=unknown_facts(record.model_extra),
    )


def _contact(record: Received) -> tuple[Fact, ...]:
    person = [record.title, record.first_name or record.initials, record.infix, record.last_name]
    name = " ".join(part.strip() for part in person if part and part.strip())
    found = [
        Fact(_("Contact"), name if record.company_name or record.title else ""),
        _phone(_("Phone"), record.phone_number),
        _phone(_("Phone 2"), record.phone_number2),
        _phone(_("Mobile"), record.mobile_number),
        Fact(_("E-mail"), (record.email or "").strip(), mail_href(record.email or "")),
    ]
    return tuple(fact for fact in found if fact.value)


def _phone(label: str, text: str | None) -> Fact:
    return Fact(label, (text or "").strip(), tel_href(text or ""))


ADDRESS_KINDS = (
    ("address", gettext_lazy("Visiting address")),
    ("invoice_address", gettext_lazy("Invoice address")),
    ("delivery_address", gettext_lazy("Delivery address")),
)


def _addresses(record: Received) -> tuple[AddressBlock, ...]:
    """The three addresses; one that is not filled has no lines."""
    return tuple(
        AddressBlock(
            label,
            (*_lines(address), *_country(address)),
            _phone(_("Phone"), address.phone_number) if address and (address.phone_number or "").strip() else None,
        )
        for label, address in ((label, getattr(record, name)) for name, label in ADDRESS_KINDS)
    )


def _lines(address: Address | None) -> tuple[str, ...]:
    if address is None:
        return ()
    street = " ".join(part.strip() for part in (address.street, address.house_number) if part and part.strip())
    town = " ".join(part.strip() for part in (address.zip_code, address.city) if part and part.strip())
    return tuple(line for line in ((address.name or "").strip(), street, town) if line)


def _country(address: Address | None) -> tuple[str, ...]:
    country = (address.country or "").strip() if address else ""
    return (country,) if country and country.upper() != "NL" else ()


def _facts(record: Received) -> tuple[Fact, ...]:
    extern = record.extern_numbers
    numbers = [extern.number1, extern.number2, extern.number3] if extern else []
    found = [
        Fact(_("CoC no."), (record.coc_number or "").strip()),
        Fact(_("VAT no."), (record.vat_number or "").strip()),
        Fact(_("External no."), ", ".join(number.strip() for number in numbers if number and number.strip())),
        Fact(_("Newsletter"), "" if record.news_letter is None else _("yes") if record.news_letter else _("no")),
        Fact(_("Date of birth"), dates.day(record.birthdate) if record.birthdate else ""),
        Fact(_("Created"), dates.moment(record.created_date) if record.created_date else ""),
        Fact(_("Changed"), dates.moment(record.modified_date) if record.modified_date else ""),
    ]
    return tuple(fact for fact in found if fact.value)
