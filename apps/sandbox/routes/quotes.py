"""Quotes (contract section 6.1, operations 29 to 32); note the spelling of origenCode."""

from apps.sandbox.bodies import QUOTE
from apps.sandbox.call import Call, Route
from apps.sandbox.documents import changed_quote, new_quote, save
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, updated
from apps.sandbox.paging import PAGE, Filter, find, one, page
from apps.sandbox.validate import tolerant_document

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "webshopNumber", "customerNumber")} | {
    "origenCode": ("originCode", Filter.EXACT)
}
_ALLOW = ("allowUnknownProducts", "allowUnknownCustomer")


def list_quotes(call: Call) -> Response:
    return page(call, "quote", _FILTERS)


def get_quote(call: Call) -> Response:
    return one(call, "quote")


def create_quote(call: Call) -> Response:
    allowed = {name for name in _ALLOW if call.allows_unknown(name)}
    quote = new_quote(
        call,
        call.body(QUOTE),
        allow_products="allowUnknownProducts" in allowed,
        allow_customer="allowUnknownCustomer" in allowed,
    )
    save(call, "quote", quote, "create")
    return created(call, "quote", quote)


def update_quote(call: Call) -> Response:
    old = find(call, "quote")
    quote = changed_quote(call, call.body(tolerant_document(QUOTE, old)), old)
    save(call, "quote", quote, "update")
    return updated(call, "quote", quote)


ROUTES = (
    Route(29, "GET", "/rest/v1/quotes", "quote", list_quotes, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(30, "GET", "/rest/v1/quotes/{id}", "quote", get_quote),
    Route(31, "POST", "/rest/v1/quotes", "quote", create_quote, frozenset(_ALLOW)),
    Route(32, "PUT", "/rest/v1/quotes/{id}", "quote", update_quote),
)
