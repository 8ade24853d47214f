"""What a document in the making holds when it is ready to be written. Codes are LogicTrade's codes, not its texts."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """Contract section 3. `country` is ISO 3166-1 alpha-2."""

    name: str = ""
    street: str = ""
    house_number: str = ""
    zip_code: str = ""
    city: str = ""
    country: str = ""
    phone_number: str = ""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """`part_price`: at most 2 decimals; `quantity`: 3; `discount`: 4, in LogicTrade's unit (open question 2)."""

    line_number: int
    code: str
    description: str
    quantity: Decimal
    part_price: Decimal
    discount: Decimal = Decimal(0)
    comment_intern: str = ""
    comment_extern: str = ""
    configuration_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """Contract section 6.1. `delivery_type` and `delivery_condition` are codes."""

    customer_id: int
    date: datetime.date
    reference: str = ""
    origin_code: str = ""
    delivery_type: str = ""
    delivery_condition: str = ""
    delivery_date: datetime.date | None = None
    delivery_address: AddressDraft | None = None
    comment_intern: str = ""
    comment_extern: str = ""
    sales_man_user_name: str = ""
    lines: tuple[LineDraft, ...] = field(default=())
