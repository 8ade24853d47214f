"""Sales orders (contract section 6.2, operations 33 to 36)."""

from apps.sandbox.bodies import ORDER, ORDER_UPDATE
from apps.sandbox.call import Call, Route
from apps.sandbox.documents import changed_order, new_order, save
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, updated
from apps.sandbox.paging import PAGE, Filter, find, one, page
from apps.sandbox.validate import tolerant_document

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "webshopNumber", "customerNumber")} | {
    "originCode": ("originCode", Filter.EXACT)
}
_ALLOW = "allowUnknownCustomer"


def list_orders(call: Call) -> Response:
    return page(call, "order", _FILTERS)


def get_order(call: Call) -> Response:
    return one(call, "order")


def create_order(call: Call) -> Response:
    allowed = call.allows_unknown(_ALLOW)
    order = new_order(call, call.body(ORDER), allow_customer=allowed)
    save(call, "order", order, "create")
    return created(call, "order", order)


def update_order(call: Call) -> Response:
    old = find(call, "order")
    order = changed_order(call, call.body(tolerant_document(ORDER_UPDATE, old)), old)
    save(call, "order", order, "update")
    return updated(call, "order", order)


ROUTES = (
    Route(33, "GET", "/rest/v1/orders", "order", list_orders, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(34, "GET", "/rest/v1/orders/{id}", "order", get_order),
    Route(35, "POST", "/rest/v1/orders", "order", create_order, frozenset({_ALLOW})),
    Route(36, "PUT", "/rest/v1/orders/{id}", "order", update_order),
)
