"""How a customer of LogicTrade becomes a row (contract section 4.1)."""

from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut
from apps.logictrade.schemas import Address, Parsed, parse
from apps.logictrade.schemas import Customer as Received
from apps.relations.models import Customer

SCOPE = "customer"


def read(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed: Parsed[Received] = parse(Received, raw, "customer.list")
    customer = parsed.record
    return Reading(
        id=customer.id,
        columns=_columns(customer),
        modified=customer.modified_date,
        drift=[drift.path for drift in parsed.drift],
    )


def _columns(customer: Received) -> dict[str, str]:
    company = cut(customer.company_name, 300)
    home = customer.address or Address()
    name = cut(customer.display_name, 300) or f"#{customer.id}"
    return {
        "number": cut(customer.number, 80),
        "name": name,
        "kind": Customer.Kind.BUSINESS if company else Customer.Kind.PRIVATE,
        "company_name": company,
        "city": cut(home.city, 120),
        "zip_code": cut(home.zip_code, 20),
        "house_number": cut(home.house_number, 40),
        "phone": cut(customer.phone_number or customer.phone_number2, 80),
        "mobile": cut(customer.mobile_number, 80),
        "email": cut(customer.email, 254),
        **_keys(customer, name),
    }


def _keys(customer: Received, name: str) -> dict[str, str]:
    addresses = [one for one in (customer.address, customer.invoice_address, customer.delivery_address) if one]
    person = (customer.first_name, customer.infix, customer.last_name)
    cities = [one.city for one in addresses]
    keys = search_columns(
        number=customer.number,
        name=name,
        texts=[*person, *cities, customer.email, customer.vat_number, customer.coc_number],
        phones=[
            customer.phone_number,
            customer.phone_number2,
            customer.mobile_number,
            *(one.phone_number for one in addresses),
        ],
        addresses=[(one.zip_code, one.house_number) for one in addresses],
    )
    return {column: key.encode("utf-8", "replace").decode("utf-8") for column, key in keys.items()}


CUSTOMERS = Resource(
    name="customer",
    scope=SCOPE,
    list_endpoint="customer.list",
    get_endpoint="customer.retrieve",
    model=Customer,
    read=read,
    order=10,
)


def connect() -> None:
    register(CUSTOMERS)
