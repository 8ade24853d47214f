"""Customers and suppliers (contract sections 4.1, 4.2)."""

from .base import Part, Record
from .fields import Day, Flag, Int, Moment, Text
from .shared import Address, SupplierFields


class ExternNumbers(Part):
    """Ids of other programs; one of them carries our marker (contract section 8)."""

    number1: Text = None
    number2: Text = None
    number3: Text = None


class CustomerFields(Part):
    number: Text = None
    gender: Text = None
    title: Text = None
    initials: Text = None
    first_name: Text = None
    infix: Text = None
    last_name: Text = None
    company_name: Text = None
    coc_number: Text = None
    vat_number: Text = None
    phone_number: Text = None
    phone_number2: Text = None
    mobile_number: Text = None
    email: Text = None
    remark: Text = None
    address: Address | None = None
    invoice_address: Address | None = None
    delivery_address: Address | None = None
    news_letter: Flag = None
    extern_numbers: ExternNumbers | None = None
    birthdate: Day = None
    modified_date: Moment = None
    created_date: Moment = None

    @property
    def display_name(self) -> str:
        """Company, or first name (else initials), infix and last name; the number when there is no name at all."""
        person = (self.first_name or self.initials, self.infix, self.last_name)
        name = " ".join(part.strip() for part in person if part and part.strip())
        return (self.company_name or "").strip() or name or (self.number or "")


class EmbeddedCustomer(CustomerFields):
    """The copy inside a document; even its id may be missing."""

    id: Int = None


class Customer(CustomerFields, Record):
    id: int


class Supplier(SupplierFields, Record):
    id: int
