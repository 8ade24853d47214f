"""Sales orders (contract section 6.2, operations 33 and 34)."""

from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, Filter, one, page

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "webshopNumber", "customerNumber")} | {
    "originCode": ("originCode", Filter.EXACT)
}


def list_orders(call: Call) -> Response:
    return page(call, "order", _FILTERS)


def get_order(call: Call) -> Response:
    return one(call, "order")


ROUTES = (
    Route(33, "GET", "/rest/v1/orders", "order", list_orders, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(34, "GET", "/rest/v1/orders/{id}", "order", get_order),
)
