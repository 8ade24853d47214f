"""Invoices (contract section 6.3, operations 37 to 40)."""

from apps.sandbox.bodies import INVOICE
from apps.sandbox.call import Call, Route
from apps.sandbox.documents import changed_invoice, new_invoice, save
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, updated
from apps.sandbox.paging import PAGE, Filter, find, one, page
from apps.sandbox.validate import tolerant_document

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "customerNumber")} | {
    "originCode": ("originCode", Filter.EXACT)
}


def list_invoices(call: Call) -> Response:
    return page(call, "invoice", _FILTERS)


def get_invoice(call: Call) -> Response:
    return one(call, "invoice")


def create_invoice(call: Call) -> Response:
    invoice = new_invoice(call, call.body(INVOICE))
    save(call, "invoice", invoice, "create")
    return created(call, "invoice", invoice)


def update_invoice(call: Call) -> Response:
    old = find(call, "invoice")
    invoice = changed_invoice(call, call.body(tolerant_document(INVOICE, old)), old)
    save(call, "invoice", invoice, "update")
    return updated(call, "invoice", invoice)


ROUTES = (
    Route(37, "GET", "/rest/v1/invoices", "invoice", list_invoices, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(38, "GET", "/rest/v1/invoices/{id}", "invoice", get_invoice),
    Route(39, "POST", "/rest/v1/invoices", "invoice", create_invoice),
    Route(40, "PUT", "/rest/v1/invoices/{id}", "invoice", update_invoice),
)
