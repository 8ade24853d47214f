"""Products, their search and their groups (contract sections 5.1 and 5.2, operations 12, 13, 17 and 18)."""

from typing import Any

from apps.sandbox import jsontext
from apps.sandbox.bodies import PRODUCT_SEARCH
from apps.sandbox.call import Call, Route
from apps.sandbox.facets import fold
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, Filter, one, page
from apps.sandbox.problems import UNKNOWN_VALUE, ProblemError

_FILTERS = {
    "code": ("code", Filter.CODE),
    "name": ("name", Filter.WORDS),
    "description": ("description", Filter.WORDS),
    "barcode": ("barcode", Filter.CODE),
    "groupId": ("groupId", Filter.EXACT),
    "groupCode": ("groupCode", Filter.EXACT),
    "webshop": ("webshop", Filter.EXACT),
}
_SCOPES = {
    "all": ("barcode", "code", "supplierCode"),
    "barcode": ("barcode",),
    "code": ("code",),
    "supplierCode": ("supplierCode",),
}


def list_products(call: Call) -> Response:
    return page(call, "product", _FILTERS)


def get_product(call: Call) -> Response:
    return one(call, "product")


def search_products(call: Call) -> Response:
    """A bare array, one entry per keyword; `all` stops at the first field that finds something."""
    body = call.body(PRODUCT_SEARCH)
    scope = body.get("searchScope")
    if scope not in _SCOPES:
        raise ProblemError(400, UNKNOWN_VALUE, f"searchScope '{scope}' is onbekend.")
    keywords = [item.get("keyword") or "" for item in body.get("items") or () if item]
    return Response.json([{"keyword": word, "results": _matches(call, word, _SCOPES[scope])} for word in keywords])


def _matches(call: Call, keyword: str, facets: tuple[str, ...]) -> list[dict[str, Any]]:
    for facet in facets:
        ids = call.store.ids_with("product", facet, fold(keyword)) if keyword.strip() else set()
        if ids:
            products = map(jsontext.loads, call.store.texts("product", sorted(ids)[:100]))
            return [{name: product.get(name) for name in ("id", "code", "barcode", "name")} for product in products]
    return []


def list_groups(call: Call) -> Response:
    return page(call, "group", delta=False)


ROUTES = (
    Route(
        12,
        "GET",
        "/rest/v1/products",
        "product",
        list_products,
        PAGE | set(_FILTERS) | {"modifiedAfter", "includeImplementations"},
    ),
    Route(13, "GET", "/rest/v1/products/{id}", "product", get_product, frozenset({"includeImplementations"})),
    Route(17, "POST", "/rest/v1/products/search", "product", search_products),
    Route(18, "GET", "/rest/v1/products/groups", "product", list_groups, PAGE),
)
