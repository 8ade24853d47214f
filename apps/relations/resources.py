"""How customers and suppliers of LogicTrade become rows (contract sections 4.1, 4.2)."""

from collections.abc import Iterable, Sequence
from typing import Any

from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut
from apps.logictrade import markers
from apps.logictrade.schemas import Address, parse
from apps.logictrade.schemas import Customer as ReceivedCustomer
from apps.logictrade.schemas import Supplier as ReceivedSupplier
from apps.relations.contact import compact, mail_key
from apps.relations.models import Customer, Supplier

SCOPE = "customer"
SUPPLIER_SCOPE = "supplier"
# More than any lead time; what is beyond is a mistake that no column can hold.
MOST_WEEKS = 10_000


def read(raw: Raw) -> Reading:
    """A customer. Raises `RecordError` for a record without a usable id."""
    parsed = parse(ReceivedCustomer, raw, "customer.list")
    customer = parsed.record
    return Reading(
        id=customer.id,
        columns=_customer_columns(customer),
        modified=customer.modified_date,
        texts=_seen(customer),
        drift=[drift.path for drift in parsed.drift],
    )


def read_supplier(raw: Raw) -> Reading:
    """A supplier. Raises `RecordError` for a record without a usable id."""
    parsed = parse(ReceivedSupplier, raw, "supplier.list")
    supplier = parsed.record
    return Reading(
        id=supplier.id,
        columns=_supplier_columns(supplier),
        modified=supplier.modified_date,
        drift=[drift.path for drift in parsed.drift],
    )


def _customer_columns(customer: ReceivedCustomer) -> dict[str, Any]:
    company = cut(customer.company_name, 300)
    return {
        **_shared_columns(customer, customer.phone_number or customer.phone_number2),
        "kind": Customer.Kind.BUSINESS if company else Customer.Kind.PRIVATE,
        "company_name": company,
        "vat_number": cut(customer.vat_number, 40),
        "extern_numbers": cut(", ".join(extern_numbers(customer)), 200),
        **_keys(
            customer,
            texts=[customer.first_name, customer.infix, customer.last_name, *_ids(customer.vat_number)],
            phones=[customer.phone_number, customer.phone_number2, customer.mobile_number],
            addresses=[customer.address, customer.invoice_address, customer.delivery_address],
        ),
    }


def _supplier_columns(supplier: ReceivedSupplier) -> dict[str, Any]:
    weeks = supplier.lead_time_in_weeks
    return {
        **_shared_columns(supplier, supplier.phone_number),
        "lead_time_weeks": weeks if weeks is not None and 0 <= weeks < MOST_WEEKS else None,
        "iban": cut(supplier.iban_number, 40),
        **_keys(
            supplier,
            texts=_ids(supplier.iban_number),
            phones=[supplier.phone_number, supplier.mobile_number],
            addresses=[supplier.address],
        ),
    }


def _seen(customer: ReceivedCustomer) -> list[tuple[str, str]]:
    """Words that LogicTrade keeps lists of but does not show: those met are what a form can offer."""
    found = [("customer.title", cut(customer.title, 200)), ("customer.infix", cut(customer.infix, 200))]
    return [(table, text) for table, text in found if text]


def _shared_columns(record: ReceivedCustomer | ReceivedSupplier, phone: str | None) -> dict[str, Any]:
    home = record.address or Address()
    return {
        "number": cut(record.number, 80),
        "name": _name(record),
        "city": cut(home.city, 120),
        "zip_code": cut(home.zip_code, 20),
        "house_number": cut(home.house_number, 40),
        "phone": cut(phone, 80),
        "mobile": cut(record.mobile_number, 80),
        "email": cut(record.email, 254),
        "email_key": mail_key(record.email or ""),
        "coc_number": cut(record.coc_number, 40),
        "remark": cut(record.remark, 200),
    }


def _name(record: ReceivedCustomer | ReceivedSupplier) -> str:
    return cut(record.display_name, 300) or f"#{record.id}"


def extern_numbers(customer: ReceivedCustomer) -> list[str]:
    """Its ids in other programs, those that are filled; our own marker is none of them."""
    extern = customer.extern_numbers
    numbers = [extern.number1, extern.number2, extern.number3] if extern else []
    return [text for number in numbers if (text := markers.strip_text(number).strip())]


def _ids(number: str | None) -> list[str | None]:
    """A number that people write with blanks and dots: as it stands, and without them."""
    return [number, compact(number or "")]


def _keys(
    record: ReceivedCustomer | ReceivedSupplier,
    *,
    texts: Sequence[str | None],
    phones: Sequence[str | None],
    addresses: Iterable[Address | None],
) -> dict[str, str]:
    known = [address for address in addresses if address]
    keys = search_columns(
        number=record.number,
        name=_name(record),
        texts=[*texts, *(one.city for one in known), record.email, *_ids(record.coc_number)],
        phones=[*phones, *(one.phone_number for one in known)],
        addresses=[(one.zip_code, one.house_number) for one in known],
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
    marker_kind="customer",
)
SUPPLIERS = Resource(
    name="supplier",
    scope=SUPPLIER_SCOPE,
    list_endpoint="supplier.list",
    get_endpoint="supplier.retrieve",
    model=Supplier,
    read=read_supplier,
    order=12,
)


def connect() -> None:
    register(CUSTOMERS)
    register(SUPPLIERS)
