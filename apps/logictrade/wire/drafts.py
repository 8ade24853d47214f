"""What a document in the making holds when it is ready to be written. Codes are LogicTrade's codes, not its texts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


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
    """`part_price`: at most 2 decimals; `quantity`: 3; `discount`: 4, in LogicTrade's unit (open question 2).

    `configuration` is LogicTrade's own object, which travels unchanged.
    """

    line_number: int
    code: str
    description: str
    quantity: Decimal
    part_price: Decimal
    discount: Decimal = Decimal(0)
    comment_intern: str = ""
    comment_extern: str = ""
    configuration: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A quote, order or invoice that is to be (contract sections 6.1 to 6.3).

    `delivery_type`, `delivery_condition` and `payment_condition` are codes. `address` is where it is delivered; of an
    invoice, where it goes. What a kind does not have is not written.
    """

    customer_id: int
    date: datetime.date | None = None
    reference: str = ""
    origin_code: str = ""
    delivery_type: str = ""
    delivery_condition: str = ""
    delivery_date: datetime.date | None = None
    payment_condition: str = ""
    address: AddressDraft | None = None
    comment_intern: str = ""
    comment_extern: str = ""
    sales_man_user_name: str = ""
    lines: tuple[LineDraft, ...] = field(default=())
