"""All 46 operations of LogicTrade in one table (contract section 2): a wrong guess costs one line here."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Literal

Shape = Literal["page", "object", "array", "items", "empty"]
Method = Literal["GET", "POST", "PUT", "DELETE"]
Mark = Literal["D", "C", "I"]

OK = frozenset({200, 201, 202, 204})
PAGE = ("pageNumber", "pageSize")
V1 = "/rest/v1"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation. `mark` and `source` say how sure the contract is (D documented, C seen in a client, I inferred).

    `reads` is true for POSTs that only ask: they may be repeated. `may_be_empty`: an empty success is documented.
    """

    name: str
    method: Method
    path: str
    shape: Shape
    query: tuple[str, ...] = ()
    mark: Mark = "D"
    source: str = ""
    body: bool = False
    reads: bool = True
    may_be_empty: bool = False
    ok: frozenset[int] = OK

    @property
    def paged(self) -> bool:
        return "pageNumber" in self.query

    @property
    def delta(self) -> bool:
        """Whether the list knows `modifiedAfter` (contract section 1.3)."""
        return "modifiedAfter" in self.query

    @property
    def origin_param(self) -> str:
        """How this list spells its origin filter: `origenCode` (sic), `originCode`, or not at all."""
        return next((name for name in self.query if name in {"origenCode", "originCode"}), "")

    @property
    def path_names(self) -> frozenset[str]:
        return frozenset(name for _, name, _, _ in Formatter().parse(self.path) if name)

    def fill(self, values: Mapping[str, int]) -> str:
        """The path with its ids. Raises ValueError unless exactly the named ids come, each a positive integer."""
        if set(values) != self.path_names:
            raise ValueError(f"{self.name} needs the path values {sorted(self.path_names)}")
        for name, value in values.items():
            if type(value) is not int or value <= 0:
                raise ValueError(f"{self.name}: {name} must be a positive integer")
        return self.path.format(**values)


def _get(name: str, path: str, shape: Shape, query: tuple[str, ...], mark: Mark, source: str) -> Endpoint:
    return Endpoint(name, "GET", V1 + path, shape, query, mark, source)


def _ask(name: str, path: str, shape: Shape, mark: Mark, source: str) -> Endpoint:
    return Endpoint(name, "POST", V1 + path, shape, (), mark, source, body=True)


def _create(name: str, path: str, query: tuple[str, ...], mark: Mark, source: str) -> Endpoint:
    return Endpoint(name, "POST", V1 + path, "object", query, mark, source, body=True, reads=False)


def _update(name: str, path: str, mark: Mark, source: str) -> Endpoint:
    return Endpoint(name, "PUT", V1 + path, "object", (), mark, source, body=True, reads=False)


def _remove(name: str, path: str, mark: Mark, source: str) -> Endpoint:
    return Endpoint(name, "DELETE", V1 + path, "empty", (), mark, source, reads=False, may_be_empty=True)


RELATION = (*PAGE, "name", "number", "zipCodeHouseNumber", "city", "email", "phoneNumber", "modifiedAfter")
PRODUCT = (
    *PAGE, "code", "name", "description", "barcode", "groupId", "groupCode", "webshop", "modifiedAfter",
    "includeImplementations",
)  # fmt: skip
QUOTE = (*PAGE, "number", "reference", "webshopNumber", "origenCode", "customerNumber", "modifiedAfter")
ORDER = (*PAGE, "number", "reference", "webshopNumber", "originCode", "customerNumber", "modifiedAfter")
INVOICE = (*PAGE, "number", "reference", "originCode", "customerNumber", "modifiedAfter")
PURCHASE = (*PAGE, "number", "reference", "origenCode", "supplierNumber", "modifiedAfter")

# fmt: off
_TABLE = (
    Endpoint("introspect", "POST", "/authentication/introspect", "object", (), "D", "api-3572611"),
    _get("customer.list", "/customers", "page", RELATION, "D", "api-3486726"),
    _get("customer.retrieve", "/customers/{id}", "object", (), "D", "api-3486727"),
    _create("customer.create", "/customers", (), "D", "api-3486729"),
    _update("customer.update", "/customers/{id}", "I", "as all documented updates"),
    _remove("customer.remove", "/customers/{id}", "D", "api-3486731"),
    _get("supplier.list", "/suppliers", "page", RELATION, "D", "api-3487467"),
    _get("supplier.retrieve", "/suppliers/{id}", "object", (), "I", "as customers"),
    _create("supplier.create", "/suppliers", (), "I", "as customers"),
    _update("supplier.update", "/suppliers/{id}", "I", "as customers"),
    _remove("supplier.remove", "/suppliers/{id}", "I", "as customers"),
    _get("product.list", "/products", "page", PRODUCT, "D", "getproducts"),
    _get("product.retrieve", "/products/{id}", "object", ("includeImplementations",), "D", "getproductsbyid"),
    _create("product.create", "/products", (), "D", "api-3486735"),
    _remove("product.remove", "/products/{id}", "D", "api-3486737"),
    _update("product.update", "/products/{id}", "D", "api-3486736"),
    _ask("product.search", "/products/search", "array", "D", "api-3620077"),
    _get("group.list", "/products/groups", "page", PAGE, "D", "api-3574189"),
    _get("discount.products", "/discounts/products", "page", (*PAGE, "quantity", "referenceDate"), "D", "api-3489546"),
    _get("discount.product", "/discounts/products/{id}", "object", ("quantity", "referenceDate"), "I", "as the list"),
    _get("discount.customers", "/discounts/customers", "page", (*PAGE, "referenceDate"), "D", "api-3489637"),
    _get("discount.customer", "/discounts/customers/{id}", "object", ("referenceDate",), "I", "as the list"),
    _get("stock.list", "/products/stock", "page", PAGE, "D", "api-3604027"),
    _ask("stock.search", "/products/stock", "items", "D", "api-3620085"),
    _ask("price.get", "/products/prices", "array", "D", "api-3620088"),
    _get("product.descriptions", "/products/{id}/descriptions", "page", (*PAGE, "language", "type"), "D",
         "getproductdecription"),
    _get("product.references", "/products/{id}/references", "page", PAGE, "I", "as descriptions"),
    _get("composition.list", "/products/compositions", "page", PAGE, "D", "api-3806176"),
    _get("quote.list", "/quotes", "page", QUOTE, "D", "api-3486738"),
    _get("quote.retrieve", "/quotes/{id}", "object", (), "D", "api-3486739"),
    _create("quote.create", "/quotes", ("allowUnknownProducts", "allowUnknownCustomer"), "D", "api-3486741"),
    _update("quote.update", "/quotes/{id}", "I", "navigation shows PUT"),
    _get("order.list", "/orders", "page", ORDER, "D", "api-3487448"),
    _get("order.retrieve", "/orders/{id}", "object", (), "D", "api-3487449"),
    _create("order.create", "/orders", ("allowUnknownCustomer",), "D", "api-3487451"),
    _update("order.update", "/orders/{id}", "D", "api-3487452"),
    _get("invoice.list", "/invoices", "page", INVOICE, "D", "api-3487456"),
    _get("invoice.retrieve", "/invoices/{id}", "object", (), "D", "api-3487457"),
    _create("invoice.create", "/invoices", (), "D", "api-3487459"),
    _update("invoice.update", "/invoices/{id}", "D", "api-3487460"),
    _get("delivery.list", "/deliveries", "page", (*PAGE, "inStock", "deliveryType", "modifiedAfter"), "D",
         "api-3494766"),
    Endpoint("delivery.update", "PUT", V1 + "/deliveries/{id}", "empty", (), "D", "api-3494767", body=True,
             reads=False, may_be_empty=True),
    _get("purchaseorder.list", "/purchaseorders", "page", PURCHASE, "D", "api-3498276"),
    _get("purchaseorder.retrieve", "/purchaseorders/{id}", "object", (), "D", "api-3498277"),
    _create("purchaseorder.create", "/purchaseorders", (), "D", "api-3498278"),
    _update("purchaseorder.update", "/purchaseorders/{id}", "I", "as all documented updates"),
)
# fmt: on

ENDPOINTS: Mapping[str, Endpoint] = {endpoint.name: endpoint for endpoint in _TABLE}
