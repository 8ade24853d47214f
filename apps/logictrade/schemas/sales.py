"""Quotes, sales orders and invoices (contract sections 6.1 to 6.3)."""

from decimal import Decimal

from .base import Part, Record
from .fields import Day, Many, Moment, Number, OneOrMany, Text, many
from .relations import EmbeddedCustomer
from .shared import Address, Code, Comment, CustomField, Delivery, FreeLine, Line, Payment, PaymentCondition


class HeadFields(Part):
    """What every document of a customer has above its lines."""

    number: Text = None
    reference: Text = None
    date: Day = None
    origin: Code | None = None
    customer: EmbeddedCustomer | None = None
    comment: Comment | None = None
    total_amount: Number = None
    modified_date: Moment = None
    created_date: Moment = None


class DocumentFields(HeadFields):
    """`status` is LogicTrade's Dutch text, kept as it is (contract fact 8)."""

    sales_man: Text = None
    status: Text = None
    custom_fields: Many[CustomField] = many()


class Quote(DocumentFields, Record):
    id: int
    delivery: Delivery | None = None
    lines: Many[Line] = many()


class Webshop(Part):
    number: Text = None
    url: Text = None


class OrderDelivery(Delivery):
    confirmed_date: Day = None
    phone_number: Text = None


class Reservation(Part):
    """The purchase order line that an order line waits for (reading of the contract)."""

    number: Text = None
    line_number: Text = None


class OrderLine(Line):
    """The lamps read none, partial or complete; an unknown word is kept."""

    stock_status: Text = None
    delivery_status: Text = None
    invoice_status: Text = None
    reservations: OneOrMany[Reservation] = many()  # the docs show one, the name says many


class Order(DocumentFields, Record):
    id: int
    sales_man_user_name: Text = None
    extern_number: Text = None
    required_deposit_amount: Number = None
    stock_status: Text = None
    delivery_status: Text = None
    invoice_status: Text = None
    delivery: OrderDelivery | None = None
    webshop: Webshop | None = None
    payment_condition: PaymentCondition = None
    payments: Many[Payment] = many()
    lines: Many[OrderLine] = many()


class InvoiceLine(FreeLine):
    """`line_number` is a text on invoices (contract section 6.3)."""

    line_number: Text = None
    sales_group: Code | None = None


class Invoice(HeadFields, Record):
    """A concept has no number and no date. What is open is for the reader to compute: LogicTrade does not say it."""

    id: int
    extern_number: Text = None
    invoice_address: Address | None = None
    payment_condition: PaymentCondition = None
    payments: Many[Payment] = many()
    lines: Many[InvoiceLine] = many()

    @property
    def paid(self) -> Decimal:
        return sum((payment.amount or Decimal(0) for payment in self.payments), Decimal(0))
