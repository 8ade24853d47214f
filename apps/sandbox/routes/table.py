"""All operations that are answered; the rest of the 46 is a 404 until its family is written."""

from apps.sandbox.call import Route

from . import (
    auth,
    customers,
    deliveries,
    discounts,
    invoices,
    orders,
    parts,
    prices,
    products,
    quotes,
    stock,
    suppliers,
)

ROUTES: tuple[Route, ...] = (
    *auth.ROUTES,
    *customers.ROUTES,
    *suppliers.ROUTES,
    *products.ROUTES,
    *discounts.ROUTES,
    *stock.ROUTES,
    *prices.ROUTES,
    *parts.ROUTES,
    *quotes.ROUTES,
    *orders.ROUTES,
    *invoices.ROUTES,
    *deliveries.ROUTES,
)
# Operations of the contract that wait for their pages: a plain 404, and nothing to blame the caller for.
_PENDING = {
    ("GET", "/rest/v1/purchaseorders"),
    ("GET", "/rest/v1/purchaseorders/{id}"),
    ("POST", "/rest/v1/purchaseorders"),
    ("PUT", "/rest/v1/purchaseorders/{id}"),
}
_BY_SHAPE = {(route.method, route.path): route for route in ROUTES}


def find_route(method: str, path: str) -> tuple[Route, int | None] | None:
    """The route of a path and the id in it; None when the contract has no such operation here (yet)."""
    ids = [part for part in path.split("/") if _is_number(part)]
    route = _BY_SHAPE.get((method, _shape(path)))
    if route is None or len(ids) > 1 or any(len(number) >= 19 for number in ids):
        return None
    return route, int(ids[0]) if ids else None


def _shape(path: str) -> str:
    return "/".join("{id}" if _is_number(part) else part for part in path.split("/"))


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit()


def is_pending(method: str, path: str) -> bool:
    return (method, _shape(path)) in _PENDING
