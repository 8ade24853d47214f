"""Quotes and sales orders (contract sections 6.1, 6.2)."""

from .base import Part, Record
from .fields import Day, Many, Moment, Number, OneOrMany, Text, many
from .relations import EmbeddedCustomer
from .shared import Code, Comment, CustomField, Delivery, Line, Payment, PaymentCondition


class DocumentFields(Part):
    """`status` is LogicTrade's Dutch text, kept as it is (contract fact 8)."""

    number: Text = None
    reference: Text = None
    sales_man: Text = None
    date: Day = None
    status: Text = None
    origin: Code | None = None
    customer: EmbeddedCustomer | None = None
    comment: Comment | None = None
    custom_fields: Many[CustomField] = many()
    total_amount: Number = None
    modified_date: Moment = None
    created_date: Moment = None


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
