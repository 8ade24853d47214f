"""All operations that are answered; the rest of the 46 is a 404 until its family is written."""

from apps.sandbox.call import Route

from . import auth, customers, deliveries, orders, prices, products, quotes, stock

ROUTES: tuple[Route, ...] = (
    *auth.ROUTES,
    *customers.ROUTES,
    *products.ROUTES,
    *stock.ROUTES,
    *prices.ROUTES,
    *quotes.ROUTES,
    *orders.ROUTES,
    *deliveries.ROUTES,
)
# Operations of the contract that wait for their pages: a plain 404, and nothing to blame the caller for.
_PENDING = {
    ("POST", "/rest/v1/customers"),
    ("PUT", "/rest/v1/customers/{id}"),
    ("DELETE", "/rest/v1/customers/{id}"),
    ("GET", "/rest/v1/suppliers"),
    ("GET", "/rest/v1/suppliers/{id}"),
    ("POST", "/rest/v1/suppliers"),
    ("PUT", "/rest/v1/suppliers/{id}"),
    ("DELETE", "/rest/v1/suppliers/{id}"),
    ("POST", "/rest/v1/products"),
    ("PUT", "/rest/v1/products/{id}"),
    ("DELETE", "/rest/v1/products/{id}"),
    ("GET", "/rest/v1/discounts/products"),
    ("GET", "/rest/v1/discounts/products/{id}"),
    ("GET", "/rest/v1/discounts/customers"),
    ("GET", "/rest/v1/discounts/customers/{id}"),
    ("GET", "/rest/v1/products/{id}/descriptions"),
    ("GET", "/rest/v1/products/{id}/references"),
    ("GET", "/rest/v1/products/compositions"),
    ("PUT", "/rest/v1/quotes/{id}"),
    ("POST", "/rest/v1/orders"),
    ("PUT", "/rest/v1/orders/{id}"),
    ("GET", "/rest/v1/invoices"),
    ("GET", "/rest/v1/invoices/{id}"),
    ("POST", "/rest/v1/invoices"),
    ("PUT", "/rest/v1/invoices/{id}"),
    ("GET", "/rest/v1/purchaseorders"),
    ("GET", "/rest/v1/purchaseorders/{id}"),
    ("POST", "/rest/v1/purchaseorders"),
    ("PUT", "/rest/v1/purchaseorders/{id}"),
}
_FIXED = {(route.method, route.path): route for route in ROUTES if "{id}" not in route.path}
_BY_ID = {(route.method, route.path.removesuffix("{id}")): route for route in ROUTES if route.path.endswith("{id}")}


def find_route(method: str, path: str) -> tuple[Route, int | None] | None:
    """The route of a path and the id in it; None when the contract has no such operation here (yet)."""
    if (method, path) in _FIXED:
        return _FIXED[method, path], None
    head, _, last = path.rpartition("/")
    route = _BY_ID.get((method, head + "/"))
    if route is None or not (last.isascii() and last.isdigit() and len(last) < 19):
        return None
    return route, int(last)


def is_pending(method: str, path: str) -> bool:
    parts = ["{id}" if part.isascii() and part.isdigit() else part for part in path.split("/")]
    return (method, "/".join(parts)) in _PENDING
