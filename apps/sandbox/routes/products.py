"""Products, their search and their groups (contract sections 5.1 and 5.2, operations 12 to 18)."""

from typing import Any

from apps.sandbox import jsontext
from apps.sandbox.bodies import PRODUCT_SEARCH
from apps.sandbox.call import Call, Route
from apps.sandbox.facets import fold
from apps.sandbox.masters import DOCUMENTS, is_used, remove
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, removed, updated
from apps.sandbox.paging import PAGE, Filter, find, one, page
from apps.sandbox.problems import UNKNOWN_VALUE, ProblemError
from apps.sandbox.products import changed_product, new_product

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


# Kept per product under its id; gone with it.
_PARTS = ("stock", "product_discount", "description", "reference", "price", "implementation")


def list_products(call: Call) -> Response:
    return _with_implementations(call, page(call, "product", _FILTERS))


def get_product(call: Call) -> Response:
    return _with_implementations(call, one(call, "product"))


def _with_implementations(call: Call, response: Response) -> Response:
    """Only shown when they are asked for."""
    if call.query.get("includeImplementations", "").lower() != "true":
        return response
    answer = jsontext.loads(response.body)
    for product in answer.get("results", [answer]):
        found = call.store.get("implementation", product["id"]) or {}
        product["implementations"] = found.get("implementations") or []
    return Response.json(answer)


def create_product(call: Call) -> Response:
    product = new_product(call)
    call.save("product", product, "create")
    return created(call, "product", product)


def update_product(call: Call) -> Response:
    product = changed_product(call, find(call, "product"))
    call.save("product", product, "update")
    return updated(call, "product", product)


def remove_product(call: Call) -> Response:
    product = find(call, "product")
    used = is_used(call, DOCUMENTS, "lineCode", product.get("code") or "") or is_used(
        call, ("composition",), "productId", call.record_id
    )
    remove(call, "product", used=used, along=_PARTS)
    return removed()


def search_products(call: Call) -> Response:
    """A bare array, one entry per keyword; `all` stops at the first field that finds something."""
    body = call.body(PRODUCT_SEARCH)
    scope = body.get("searchScope")
    if scope not in _SCOPES:
        raise ProblemError(400, UNKNOWN_VALUE, f"searchScope '{scope}' is onbekend.")
    keywords = [item.get("keyword") or "" for item in call.items(body)]
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
    Route(14, "POST", "/rest/v1/products", "product", create_product),
    Route(15, "DELETE", "/rest/v1/products/{id}", "product", remove_product),
    Route(16, "PUT", "/rest/v1/products/{id}", "product", update_product),
    Route(17, "POST", "/rest/v1/products/search", "product", search_products),
    Route(18, "GET", "/rest/v1/products/groups", "product", list_groups, PAGE),
)
