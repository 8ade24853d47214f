"""Orders that can be delivered (contract section 6.4)."""

from decimal import Decimal

from .base import Part, Record
from .fields import Int, Many, Moment, Number, Text, many
from .shared import Address, Comment, Configuration


class Warehouse(Part):
    location: Text = None
    quantity: Number = None


class DeliverableLine(Part):
    id: Int = None
    line_number: Int = None
    code: Text = None
    barcode: Text = None
    description: Text = None
    quantity: Number = None
    quantity_to_deliver: Number = None
    comment: Comment | None = None
    configuration: Configuration | None = None
    volume: Number = None
    in_stock: Text = None
    warehouses: Many[Warehouse] = many()


class DeliverableDelivery(Part):
    type: Text = None
    description: Text = None
    condition: Text = None
    address: Address | None = None


class Deliverable(Record):
    """`id` is most likely the order's id; `in_stock` reads yes, no or partially. No customer name (contract 6.4)."""

    id: int
    number: Text = None
    status: Text = None
    confirmed_delivery_date: Moment = None
    expected_date: Moment = None
    in_stock: Text = None
    comment: Comment | None = None
    delivery: DeliverableDelivery | None = None
    lines: Many[DeliverableLine] = many()
    total_price: Number = None
    paid_amount: Number = None

    @property
    def to_collect(self) -> Decimal | None:
        """What is still to be paid at the door; None when LogicTrade gave no total."""
        return None if self.total_price is None else self.total_price - (self.paid_amount or Decimal(0))
