"""Objects that several records share (contract section 3)."""

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from .base import Part
from .fields import Day, Int, Many, Moment, Number, Percent, Ref, Text, many


class Address(Part):
    name: Text = None
    street: Text = None
    house_number: Text = None
    zip_code: Text = None
    city: Text = None
    country: Text = None
    phone_number: Text = None


class Comment(Part):
    """`extern` is printed for the customer, `intern` is not."""

    intern: Text = None
    extern: Text = None


class Code(Part):
    """Origin, sales group, VAT of a product, payment condition: a code with its description."""

    id: Int = None
    code: Text = None
    description: Text = None


def _code_or_text(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) and value else value or None


PaymentCondition = Annotated[Code | None, BeforeValidator(_code_or_text)]  # read as an object, written as text


class ConfigurationItem(Part):
    option: Text = None
    option_barcode: Text = None
    option_code: Text = None
    value: Text = None
    value_barcode: Text = None
    value_code: Text = None


class Configuration(Part):
    """Made-to-measure options; id 0 means none and is read as None."""

    id: Ref = None
    items: Many[ConfigurationItem] = many()


class Payment(Part):
    amount: Number = None
    type: Text = None
    method: Text = None


class CustomField(Part):
    """Vrij veld, in its three shapes: with `code`/`name` and `values`, or `description` and `value`."""

    code: Text = None
    name: Text = None
    description: Text = None
    value: Text = None
    values: Many[Text] = many()


class Delivery(Part):
    """`type` and `condition` are read as texts and written as codes (contract fact 9)."""

    type: Text = None
    description: Text = None
    condition: Text = None
    expected_date: Day = None
    address: Address | None = None


class FreeLine(Part):
    """A document line but for its number; `vat` is the percentage, whether LogicTrade sent a number or an object."""

    id: Int = None
    code: Text = None
    description: Text = None
    quantity: Number = None
    part_price: Number = None
    discount: Number = None
    line_price: Number = None
    comment: Comment | None = None
    configuration: Configuration | None = None
    vat: Percent = None


class Line(FreeLine):
    """A line of a quote or an order, which are numbered 10, 20, 30."""

    line_number: Int = None


class SupplierArticle(Part):
    """How a supplier sells a product; upstream writes `discription`."""

    code: Text = None
    description: Text = Field(default=None, validation_alias=AliasChoices("discription", "description"))
    purchase_price: Number = None
    lead_time_in_weeks: Int = None
    supplier: "SupplierRef | None" = None


class SupplierFields(Part):
    """Contract section 4.2. No VAT number: suppliers have none."""

    number: Text = None
    company_name: Text = None
    phone_number: Text = None
    mobile_number: Text = None
    email: Text = None
    remark: Text = None
    lead_time_in_weeks: Int = None
    order_quantity_multiple: Number = None
    address: Address | None = None
    iban_number: Text = None
    bic_code: Text = None
    coc_number: Text = None
    modified_date: Moment = None
    created_date: Moment = None

    @property
    def display_name(self) -> str:
        """The company; the number when there is no name."""
        return (self.company_name or "").strip() or (self.number or "")


class SupplierRef(SupplierFields):
    """The copy inside a product or purchase order; even its id may be missing."""

    id: Int = None
