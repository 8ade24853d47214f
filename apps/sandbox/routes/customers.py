"""Customers (contract section 4.1, operations 2 and 3)."""

from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, Filter, one, page

_FILTERS = {
    "name": ("name", Filter.WORDS),
    "number": ("number", Filter.CODE),
    "zipCodeHouseNumber": ("zipCodeHouseNumber", Filter.DIGITS),
    "city": ("city", Filter.WORDS),
    "email": ("email", Filter.CODE),
    "phoneNumber": ("phoneNumber", Filter.DIGITS),
}


def list_customers(call: Call) -> Response:
    return page(call, "customer", _FILTERS)


def get_customer(call: Call) -> Response:
    return one(call, "customer")


ROUTES = (
    Route(2, "GET", "/rest/v1/customers", "customer", list_customers, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(3, "GET", "/rest/v1/customers/{id}", "customer", get_customer),
)
