"""A customer or supplier as its card shows it: contact, addresses, facts, and the fields that we do not know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core import dates, money
from apps.erp.mirror.facts import Fact, unknown_facts
from apps.logictrade.schemas import Address, parse
from apps.logictrade.schemas import Customer as ReceivedCustomer
from apps.logictrade.schemas import Supplier as ReceivedSupplier
from apps.relations.contact import grouped, mail_href, tel_href
from apps.relations.models import Customer, Supplier
from apps.relations.resources import extern_numbers

LONGEST = 2000


@dataclass(frozen=True)
class AddressBlock:
    label: str | Promise
    lines: tuple[str, ...]
    phone: Fact | None = None


@dataclass(frozen=True)
class FactGroup:
    """A panel of the rail: a title and what stands under it."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class RelationCard:
    """``place``: the visiting address in one line, for the head. ``groups``: further panels, none of them empty."""

    title: str
    number: str
    kind: str | Promise
    place: str
    contact: tuple[Fact, ...]
    addresses: tuple[AddressBlock, ...]
    groups: tuple[FactGroup, ...]
    remark: str
    unknown: tuple[Fact, ...]

    @property
    def tel(self) -> str:
        return next((fact.href for fact in self.contact if fact.href.startswith("tel:")), "")

    @property
    def mail(self) -> str:
        return next((fact.href for fact in self.contact if fact.href.startswith("mailto:")), "")


def customer_card(customer: Customer) -> RelationCard:
    """The card of a mirrored customer, from the record as received."""
    record = parse(ReceivedCustomer, customer.raw, "customer.list").record
    return RelationCard(
        title=customer.name,
        number=customer.number,
        kind=Customer.Kind(customer.kind).label,
        place=_place(record.address),
        contact=_filled(
            Fact(_("Contact"), _person(record)),
            _phone(_("Phone"), record.phone_number),
            _phone(_("Phone 2"), record.phone_number2),
            _phone(_("Mobile"), record.mobile_number),
            _mail(record.email),
        ),
        addresses=tuple(_address(label, getattr(record, name)) for name, label in ADDRESS_KINDS),
        groups=_groups(FactGroup(_("Details"), _customer_facts(record))),
        remark=(record.remark or "").strip()[:LONGEST],
        unknown=unknown_facts(record.model_extra),
    )


def supplier_card(supplier: Supplier) -> RelationCard:
    """The card of a mirrored supplier, from the record as received."""
    record = parse(ReceivedSupplier, supplier.raw, "supplier.list").record
    return RelationCard(
        title=supplier.name,
        number=supplier.number,
        kind=_("supplier"),
        place=_place(record.address),
        contact=_filled(
            _phone(_("Phone"), record.phone_number),
            _phone(_("Mobile"), record.mobile_number),
            _mail(record.email),
        ),
        addresses=(_address(gettext_lazy("Visiting address"), record.address),),
        groups=_groups(
            FactGroup(_("Purchasing"), _purchasing(record)),
            FactGroup(
                _("Bank"),
                _filled(Fact("IBAN", grouped(record.iban_number or "")), Fact("BIC", (record.bic_code or "").strip())),
            ),
            FactGroup(
                _("Details"),
                _filled(
                    Fact(_("CoC no."), (record.coc_number or "").strip()),
                    *_moments(record.created_date, record.modified_date),
                ),
            ),
        ),
        remark=(record.remark or "").strip()[:LONGEST],
        unknown=unknown_facts(record.model_extra),
    )


def _filled(*facts: Fact) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def _groups(*groups: FactGroup) -> tuple[FactGroup, ...]:
    return tuple(group for group in groups if group.facts)


def _words(*parts: str | None) -> str:
    return " ".join(part.strip() for part in parts if part and part.strip())


# Contact ----------------------------------------------------------------------------------------------------------


def _person(record: ReceivedCustomer) -> str:
    """Whom one asks for; of a private person without a title the name is the card's own."""
    if not (record.company_name or record.title):
        return ""
    return _words(record.title, record.first_name or record.initials, record.infix, record.last_name)


def _phone(label: str, text: str | None) -> Fact:
    return Fact(label, (text or "").strip(), tel_href(text or ""))


def _mail(text: str | None) -> Fact:
    return Fact(_("E-mail"), (text or "").strip(), mail_href(text or ""))


# Addresses --------------------------------------------------------------------------------------------------------

ADDRESS_KINDS = (
    ("address", gettext_lazy("Visiting address")),
    ("invoice_address", gettext_lazy("Invoice address")),
    ("delivery_address", gettext_lazy("Delivery address")),
)


def _address(label: str | Promise, address: Address | None) -> AddressBlock:
    """An address as on an envelope; one that is not filled has no lines."""
    if address is None:
        return AddressBlock(label, ())
    phone = _phone(_("Phone"), address.phone_number)
    return AddressBlock(label, (*_lines(address), *_country(address)), phone if phone.value else None)


def _place(address: Address | None) -> str:
    return ", ".join(_lines(address)[-2:]) if address else ""


def _lines(address: Address) -> tuple[str, ...]:
    street = _words(address.street, address.house_number)
    town = _words(address.zip_code, address.city)
    return tuple(line for line in ((address.name or "").strip(), street, town) if line)


def _country(address: Address) -> tuple[str, ...]:
    country = (address.country or "").strip()
    return (country,) if country and country.upper() != "NL" else ()


# Facts ------------------------------------------------------------------------------------------------------------


def _customer_facts(record: ReceivedCustomer) -> tuple[Fact, ...]:
    return _filled(
        Fact(_("CoC no."), (record.coc_number or "").strip()),
        Fact(_("VAT no."), (record.vat_number or "").strip()),
        Fact(_("External no."), ", ".join(extern_numbers(record))),
        Fact(_("Newsletter"), "" if record.news_letter is None else _("yes") if record.news_letter else _("no")),
        Fact(_("Date of birth"), dates.day(record.birthdate) if record.birthdate else ""),
        *_moments(record.created_date, record.modified_date),
    )


def _purchasing(record: ReceivedSupplier) -> tuple[Fact, ...]:
    weeks, multiple = record.lead_time_in_weeks, record.order_quantity_multiple
    lead = "" if weeks is None else ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": money.quantity(weeks)}
    return _filled(
        Fact(_("Lead time"), lead),
        Fact(_("Order per"), "" if multiple is None else money.quantity(multiple)),
    )


def _moments(created: datetime | None, changed: datetime | None) -> Iterable[Fact]:
    yield Fact(_("Created"), dates.moment(created) if created else "")
    yield Fact(_("Changed"), dates.moment(changed) if changed else "")
