"""Products, groups, stock, prices, texts, links and parts of products (contract sections 5.1, 5.2, 5.4 to 5.8)."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from .base import Part, Record
from .fields import Day, Flag, Int, Many, Moment, Number, Ref, Text, many
from .shared import Code, CustomField, SupplierArticle


class EmbeddedGroup(Part):
    id: Int = None
    parent_id: Ref = None
    code: Text = None
    description: Text = None


class Group(EmbeddedGroup, Record):
    """`parent_id` None is a root (0 and null are read as None)."""

    id: int
    custom_fields: Many[CustomField] = many()


def _url_or_object(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


class ImageFields(Part):
    id: Int = None
    name: Text = None
    url: Text = None
    sequence: Int = None


Image = Annotated[ImageFields, BeforeValidator(_url_or_object)]  # one client saw plain texts


class AttributeValue(Part):
    id: Int = None
    code: Text = None
    value: Text = None


class AttributeGroup(Part):
    id: Int = None
    code: Text = None
    name: Text = None


class Attribute(Part):
    id: Int = None
    group: AttributeGroup | None = None
    type: Text = None
    name: Text = None
    suffix: Text = None
    code: Text = None
    sequence: Int = None
    values: Many[AttributeValue] = many()


class Implementation(Part):
    id: Int = None
    number: Text = None
    invalid: Flag = None
    barcode: Text = None


class Product(Record):
    """No stock and no VAT percentage here: ask stock, and our own table per `vat.code`."""

    id: int
    code: Text = None
    name: Text = None
    description: Text = None
    barcode: Text = None
    unit: Text = None
    height: Number = None
    width: Number = None
    length: Number = None
    depth: Number = None
    weight: Number = None
    volume: Number = None
    packages: Number = None
    configurable: Flag = None
    groups: Many[EmbeddedGroup] = many()
    start_date: Day = None
    end_date: Day = None
    webshop_start_date: Day = None
    webshop_end_date: Day = None
    webshop: Flag = None
    sales_price: Number = None
    sales_group: Code | None = None
    vat: Code | None = None
    supplier: SupplierArticle | None = None
    images: Many[Image] = many()
    attributes: Many[Attribute] = many()
    implementations: Many[Implementation] = many()
    sellable: Flag = None
    modified_date: Moment = None


class StockLocation(Part):
    id: Int = None
    code: Text = None
    description: Text = None
    saleable: Flag = None
    stock: Number = None


class StockLevel(Record):
    """One shape for both calls: GET brings `stock`, POST brings `id` and `saleable` per location."""

    key = "product_id"
    product_id: int
    configuration_id: Ref = None
    stock: Number = None
    locations: Many[StockLocation] = many()

    @property
    def total(self) -> Decimal:
        """LogicTrade's total, else the sum of the locations."""
        return self.stock if self.stock is not None else _sum(self.locations)

    @property
    def saleable(self) -> Decimal:
        """What lies where LogicTrade says it may be sold; a location that does not say counts."""
        return _sum([location for location in self.locations if location.saleable is not False])


def _sum(locations: list[StockLocation]) -> Decimal:
    return sum((location.stock or Decimal(0) for location in locations), Decimal(0))


class Price(Record):
    key = "product_id"
    product_id: int
    configuration_id: Ref = None
    customer_id: Ref = None
    sales_price: Number = None
    discount_sales_price: Number = None
    recommended_retail_price: Number = None

    @property
    def triple(self) -> tuple[int, int | None, int | None]:
        """Product, configuration, customer: what an answer is matched by."""
        return self.product_id, self.configuration_id, self.customer_id


class FoundProduct(Part):
    id: Int = None
    code: Text = None
    barcode: Text = None
    name: Text = None


class ProductHit(Record):
    """What one keyword of a search found."""

    key = ""
    keyword: Text = None
    results: Many[FoundProduct] = many()


class Description(Record):
    """One text of a product. Possibly HTML: clean it before it is shown. Rows have no key of their own."""

    key = ""
    type: Text = None
    language: Text = None
    description: Text = None


class Reference(Record):
    """Another product, or a text of another program. The whole shape is inferred: keep `raw` beside it."""

    key = ""
    id: Int = None
    type: Text = None
    product_id: Ref = None
    code: Text = None
    name: Text = None
    reference: Text = None


class Composition(Record):
    """One edge: so many pieces of the child go into one parent."""

    id: int
    parent_product_id: Ref = None
    child_product_id: Ref = None
    quantity: Number = None
