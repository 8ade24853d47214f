"""Invoices (contract section 6.3, operations 37 and 38)."""

from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, Filter, one, page

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "customerNumber")} | {
    "originCode": ("originCode", Filter.EXACT)
}


def list_invoices(call: Call) -> Response:
    return page(call, "invoice", _FILTERS)


def get_invoice(call: Call) -> Response:
    return one(call, "invoice")


ROUTES = (
    Route(37, "GET", "/rest/v1/invoices", "invoice", list_invoices, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(38, "GET", "/rest/v1/invoices/{id}", "invoice", get_invoice),
)
