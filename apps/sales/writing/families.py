"""What tells quotes, orders and invoices apart when they are written (contract sections 6.1 to 6.3 and 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.erp.models import CodeEntry
from apps.erp.outbox.merge import Field, Kind, Shape
from apps.logictrade import schemas
from apps.logictrade.schemas import parse

type Text = str | Promise
type Record = schemas.Quote | schemas.Order | schemas.Invoice
Table = CodeEntry.Table
ADDRESS = ("name", "street", "houseNumber", "zipCode", "city", "country", "phoneNumber")


@dataclass(frozen=True)
class HeadField:
    """A field of a draft's head: ``name`` in the draft, ``path`` in LogicTrade's record.

    ``table``: read as a text of this code table and written as its code.
    """

    name: str
    path: str
    kind: Kind = Kind.TEXT
    table: str = ""


_COMMON = (
    HeadField("reference", "reference"),
    HeadField("date", "date", Kind.DAY),
    HeadField("origin", "origin", Kind.CODE),
    HeadField("comment_intern", "comment.intern"),
    HeadField("comment_extern", "comment.extern"),
)
_DELIVERY = (
    HeadField("expected_date", "delivery.expectedDate", Kind.DAY),
    HeadField("delivery_type", "delivery.type", table=Table.DELIVERY_TYPE),
    HeadField("delivery_condition", "delivery.condition", table=Table.DELIVERY_CONDITION),
)


@dataclass(frozen=True)
class Family:
    """One kind of document. ``key`` is of `Draft.Kind`; endpoints, mirror resource, wire table and marker are named so.

    ``needed``: fields of the head without which LogicTrade takes no new one. ``most_sends``: what moves goods or money
    is sent again once (A5.1 step 9). ``fixed_once_under_way``: with a delivered or invoiced line it cannot be changed.
    ``returns``: lines may be negative.
    """

    key: str
    schema: type[Record]
    permission: str
    label: Text
    change_label: Text
    create_title: Text
    update_title: Text
    not_granted: Text
    gone: Text
    stays: Text
    head: Sequence[HeadField]
    address: str
    needed: Sequence[str] = ()
    query: Mapping[str, bool] | None = None
    most_sends: int = 2
    fixed_once_under_way: bool = False
    returns: bool = False

    @property
    def create(self) -> str:
        return f"{self.key}.create"

    @property
    def update(self) -> str:
        return f"{self.key}.update"

    @property
    def shape(self) -> Shape:
        """What of the head two people may both change; an address only makes sense whole (A5.2 step 4)."""
        address = [f"{self.address}.{name}" for name in ADDRESS]
        fields = [Field(field.path, field.kind) for field in self.head]
        return Shape((*fields, *map(Field, address)), (frozenset(address),))

    def record(self, raw: Mapping[str, Any]) -> Record:
        """Raises `apps.logictrade.errors.RecordError`."""
        return parse(self.schema, raw, f"{self.key}.retrieve").record


# A typing error must fail, and not become a new relation or product (contract section 6.1).
_KNOWN_CUSTOMER = {"allowUnknownCustomer": False}

QUOTE = Family(
    key="quote",
    schema=schemas.Quote,
    permission="quotes.write",
    label=_("Quote for %(customer)s"),
    change_label=_("Quote %(number)s of %(customer)s"),
    create_title=_("Put quote in LogicTrade"),
    update_title=_("Change quote in LogicTrade"),
    not_granted=_("The key of Backoffice has no right to quotes in LogicTrade. Ask the administrator."),
    gone=_("This customer is not in LogicTrade any more. Start a quote for another one."),
    stays=_("Writing to LogicTrade is switched off. The quote stays a concept here."),
    head=(*_COMMON, *_DELIVERY),
    address="delivery.address",
    needed=("delivery_type",),
    query={**_KNOWN_CUSTOMER, "allowUnknownProducts": False},
    most_sends=3,
)
ORDER = Family(
    key="order",
    schema=schemas.Order,
    permission="orders.write",
    label=_("Order for %(customer)s"),
    change_label=_("Order %(number)s of %(customer)s"),
    create_title=_("Put order in LogicTrade"),
    update_title=_("Change order in LogicTrade"),
    not_granted=_("The key of Backoffice has no right to orders in LogicTrade. Ask the administrator."),
    gone=_("This customer is not in LogicTrade any more. Start an order for another one."),
    stays=_("Writing to LogicTrade is switched off. The order stays a concept here."),
    head=(*_COMMON, *_DELIVERY, HeadField("payment_condition", "paymentCondition", Kind.CODE)),
    address="delivery.address",
    needed=("delivery_type", "delivery_condition"),
    query=_KNOWN_CUSTOMER,
    fixed_once_under_way=True,
)
INVOICE = Family(
    key="invoice",
    schema=schemas.Invoice,
    permission="invoices.write",
    label=_("Invoice for %(customer)s"),
    change_label=_("Invoice %(number)s of %(customer)s"),
    create_title=_("Put invoice in LogicTrade"),
    update_title=_("Change invoice in LogicTrade"),
    not_granted=_("The key of Backoffice has no right to invoices in LogicTrade. Ask the administrator."),
    gone=_("This customer is not in LogicTrade any more. Start an invoice for another one."),
    stays=_("Writing to LogicTrade is switched off. The invoice stays a concept here."),
    head=_COMMON,
    address="invoiceAddress",
    returns=True,
)
FAMILIES = {family.key: family for family in (QUOTE, ORDER, INVOICE)}
