"""Quotes (contract section 6.1, operations 29 to 31); note the spelling of origenCode."""

from apps.sandbox.bodies import QUOTE
from apps.sandbox.call import Call, Route
from apps.sandbox.documents import new_quote
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created
from apps.sandbox.paging import PAGE, Filter, one, page

_FILTERS = {name: (name, Filter.CODE) for name in ("number", "reference", "webshopNumber", "customerNumber")} | {
    "origenCode": ("originCode", Filter.EXACT)
}
_ALLOW = ("allowUnknownProducts", "allowUnknownCustomer")


def list_quotes(call: Call) -> Response:
    return page(call, "quote", _FILTERS)


def get_quote(call: Call) -> Response:
    return one(call, "quote")


def create_quote(call: Call) -> Response:
    for name in _ALLOW:
        if call.query.get(name) != "false":
            call.violation("allow_unknown", name, "a careful client sends false")
    body = call.body(QUOTE)
    allowed = {name for name in _ALLOW if call.query.get(name, "").lower() == "true"}
    quote = new_quote(
        call,
        body,
        allow_products="allowUnknownProducts" in allowed,
        allow_customer="allowUnknownCustomer" in allowed,
    )
    call.save("quote", quote, "create")
    return created(call, "quote", quote)


ROUTES = (
    Route(29, "GET", "/rest/v1/quotes", "quote", list_quotes, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(30, "GET", "/rest/v1/quotes/{id}", "quote", get_quote),
    Route(31, "POST", "/rest/v1/quotes", "quote", create_quote, frozenset(_ALLOW)),
)
