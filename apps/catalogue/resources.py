"""How products, groups, stock, discounts and compositions of LogicTrade become rows (contract section 5)."""

from datetime import timedelta
from decimal import Decimal

from apps.catalogue.models import Composition, CustomerDiscounts, Group, Product, ProductDiscounts, StockLevel
from apps.catalogue.projections import (
    project_customer_discounts,
    project_product_discounts,
    project_products,
    project_stock,
)
from apps.catalogue.texts import fitting
from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.registry import Raw, Reading, Resource, register
from apps.erp.mirror.texts import cut, whole
from apps.logictrade import schemas
from apps.logictrade.errors import RecordError
from apps.logictrade.schemas import parse
from apps.logictrade.schemas.shared import SupplierArticle, SupplierRef

SCOPE = "product"
# A configuration's id goes above the product's in one 63-bit number.
SHIFT = 40
_PRODUCT_IDS = 1 << SHIFT
_CONFIGURATION_IDS = 1 << (63 - SHIFT)


def read_product(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Product, raw, "product.list")
    product = parsed.record
    article = product.supplier or SupplierArticle()
    supplier = article.supplier or SupplierRef()
    name = cut(product.name, 300) or cut(product.description, 300) or cut(product.code, 80) or f"#{product.id}"
    columns = {
        "number": cut(product.code, 80),
        "name": name,
        "barcode": cut(product.barcode, 80),
        "unit": cut(product.unit, 40),
        "sales_price": fitting(product.sales_price),
        "purchase_price": fitting(article.purchase_price),
        "vat_code": cut(product.vat.code if product.vat else "", 40),
        "supplier_id": supplier.id,
        "supplier_name": cut(supplier.company_name, 200),
        "supplier_code": cut(article.code, 80),
        "group_name": cut(next((g.description or g.code for g in product.groups), ""), 200),
        "group_ids": " ".join(str(group.id) for group in product.groups if group.id),
        "webshop": bool(product.webshop),
        "sellable": bool(product.sellable),
        "sellable_text": cut(str(raw.get("sellable") or ""), 40),
        "configurable": bool(product.configurable),
        "start_date": product.start_date,
        "end_date": product.end_date,
        **search_columns(
            number=whole(product.code),
            name=whole(name),
            texts=[whole(text) for text in (product.barcode, article.code, product.description)],
        ),
    }
    texts = [("vat", text) for text in (cut(product.vat.description, 200) if product.vat else "",) if text]
    drift = [drift.path for drift in parsed.drift]
    return Reading(id=product.id, columns=columns, modified=product.modified_date, texts=texts, drift=drift)


def read_group(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable id."""
    parsed = parse(schemas.Group, raw, "group.list")
    group = parsed.record
    columns = {
        "number": cut(group.code, 80),
        "parent_id": group.parent_id,
        "name": cut(group.description or group.code, 200) or f"#{group.id}",
    }
    return Reading(id=group.id, columns=columns, drift=[drift.path for drift in parsed.drift])


def stock_id(product_id: int, configuration_id: int | None) -> int:
    """The row's id. Raises ValueError for ids that do not fit into 63 bits together."""
    if product_id >= _PRODUCT_IDS or (configuration_id or 0) >= _CONFIGURATION_IDS:
        raise ValueError("ids too large to pack")
    return product_id if not configuration_id else configuration_id << SHIFT | product_id


def read_stock(raw: Raw) -> Reading:
    """Both shapes, of GET and of POST. Raises `RecordError` for a record without a usable product id."""
    parsed = parse(schemas.StockLevel, raw, "stock.list")
    level = parsed.record
    try:
        row_id = stock_id(level.product_id, level.configuration_id)
    except ValueError as error:
        raise RecordError("stock.list", str(level.product_id), "configurationId", str(error)) from error
    columns = {
        "product_id": level.product_id,
        "configuration_id": level.configuration_id,
        # ``saleable`` is worked out by the projection, which knows the places.
        "total": fitting(level.total) or Decimal(0),
    }
    return Reading(id=row_id, columns=columns, drift=[drift.path for drift in parsed.drift])


def read_product_discounts(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable product id."""
    parsed = parse(schemas.ProductDiscounts, raw, "discount.products")
    record = parsed.record
    columns = {"number": cut(record.code, 80), "name": cut(record.name, 300)}
    return Reading(id=record.id, columns=columns, drift=[drift.path for drift in parsed.drift])


def read_customer_discounts(raw: Raw) -> Reading:
    """Raises `RecordError` for a record without a usable customer id."""
    parsed = parse(schemas.CustomerDiscounts, raw, "discount.customers")
    record = parsed.record
    columns = {"number": cut(record.number, 80), "name": cut(record.name, 300)}
    return Reading(id=record.id, columns=columns, drift=[drift.path for drift in parsed.drift])


def read_composition(raw: Raw) -> Reading:
    """Raises `RecordError` for an edge without an id, a set or a part."""
    parsed = parse(schemas.Composition, raw, "composition.list")
    edge = parsed.record
    for field, end in (("parentProductId", edge.parent_product_id), ("childProductId", edge.child_product_id)):
        if end is None or end <= 0:
            raise RecordError("composition.list", str(edge.id), field, "names no product")
    columns = {
        "parent_id": edge.parent_product_id,
        "child_id": edge.child_product_id,
        "quantity": fitting(edge.quantity),
    }
    return Reading(id=edge.id, columns=columns, drift=[drift.path for drift in parsed.drift])


GROUPS = Resource(
    name="group",
    scope=SCOPE,
    list_endpoint="group.list",
    model=Group,
    read=read_group,
    order=15,
    delta=False,
)
PRODUCTS = Resource(
    name="product",
    scope=SCOPE,
    list_endpoint="product.list",
    get_endpoint="product.retrieve",
    model=Product,
    read=read_product,
    order=20,
    project=project_products,
)
STOCK = Resource(
    name="stock",
    scope="stock",
    list_endpoint="stock.list",
    model=StockLevel,
    read=read_stock,
    order=30,
    delta=False,
    full_every=timedelta(minutes=30),
    share=0.2,
    project=project_stock,
)

# Rules come and go: a product or a customer without any leaves the list in the ordinary course of things.
PRODUCT_DISCOUNTS = Resource(
    name="product_discount",
    scope="discount",
    list_endpoint="discount.products",
    get_endpoint="discount.product",
    model=ProductDiscounts,
    read=read_product_discounts,
    order=70,
    delta=False,
    full_every=timedelta(hours=2),
    share=0.2,
    passing=True,
    project=project_product_discounts,
)
CUSTOMER_DISCOUNTS = Resource(
    name="customer_discount",
    scope="discount",
    list_endpoint="discount.customers",
    get_endpoint="discount.customer",
    model=CustomerDiscounts,
    read=read_customer_discounts,
    order=72,
    delta=False,
    full_every=timedelta(hours=2),
    share=0.2,
    passing=True,
    project=project_customer_discounts,
)
COMPOSITIONS = Resource(
    name="composition",
    scope=SCOPE,
    list_endpoint="composition.list",
    model=Composition,
    read=read_composition,
    order=74,
    delta=False,
    full_every=timedelta(hours=6),
    share=0.2,
)


def connect() -> None:
    for resource in (GROUPS, PRODUCTS, STOCK, PRODUCT_DISCOUNTS, CUSTOMER_DISCOUNTS, COMPOSITIONS):
        register(resource)
