"""Of products: descriptions, references, compositions (contract sections 5.6 to 5.8, operations 26 to 28)."""

from typing import Any

from apps.sandbox.call import Call, Route
from apps.sandbox.codes import DESCRIPTION_TYPES, LANGUAGES
from apps.sandbox.facets import fold
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, find, page, sliced
from apps.sandbox.problems import ProblemError

Record = dict[str, Any]


def list_descriptions(call: Call) -> Response:
    """The texts of one product; language and type are compared with the words that are shown."""
    find(call, "product")
    stored = (call.store.get("description", call.record_id or 0) or {}).get("descriptions") or []
    texts = [_description(call, entry) for entry in stored]
    for name in ("language", "type"):
        asked = call.query.get(name)
        if asked:
            texts = [entry for entry in texts if fold(entry.get(name) or "") == fold(asked)]
    return sliced(call, texts)


def _description(call: Call, stored: Record) -> Record:
    words = {
        "type": DESCRIPTION_TYPES if call.dialect["description_types"] == "dutch" else {},
        "language": LANGUAGES if call.dialect["languages"] == "nl-NL" else {},
    }
    return {name: words[name].get(value, value) if name in words else value for name, value in stored.items()}


def list_references(call: Call) -> Response:
    """Links to other products as they are now, or by dialect texts of others about this one."""
    if call.dialect["references_path"] == "absent":
        raise ProblemError(404)
    find(call, "product")
    stored = (call.store.get("reference", call.record_id or 0) or {}).get("references") or []
    entries = [_reference(call, entry) for entry in stored]
    if call.dialect["references_shape"] == "array":
        return Response.json(entries)
    return sliced(call, entries)


def _reference(call: Call, stored: Record) -> Record:
    product = call.store.get("product", stored.get("productId") or 0) or {}
    code, name = (product.get(key) or stored.get(key) for key in ("code", "name"))
    if call.dialect["references_meaning"] == "texts":
        return {"id": stored.get("id"), "type": stored.get("type"), "reference": stored.get("reference") or code}
    return stored | {"code": code, "name": name}


def list_compositions(call: Call) -> Response:
    """All edges of all sets, flat."""
    return page(call, "composition", delta=False)


ROUTES = (
    Route(26, "GET", "/rest/v1/products/{id}/descriptions", "product", list_descriptions, PAGE | {"language", "type"}),
    Route(27, "GET", "/rest/v1/products/{id}/references", "product", list_references, PAGE),
    Route(28, "GET", "/rest/v1/products/compositions", "product", list_compositions, PAGE),
)
