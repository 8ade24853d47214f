"""Suppliers (contract section 4.2, operations 7 to 11)."""

from typing import Any

from apps.sandbox import problems
from apps.sandbox.bodies import SUPPLIER
from apps.sandbox.call import Call, Route
from apps.sandbox.masters import Complaints, is_used, kept, remove, rewrite, timed, written
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, removed, updated
from apps.sandbox.paging import PAGE, find, one, page
from apps.sandbox.problems import ProblemError
from apps.sandbox.products import COPIED

from .customers import RELATION_FILTERS, complain_about_contact

Record = dict[str, Any]


def list_suppliers(call: Call) -> Response:
    return page(call, "supplier", RELATION_FILTERS)


def get_supplier(call: Call) -> Response:
    _guess(call)
    return one(call, "supplier")


def create_supplier(call: Call) -> Response:
    _guess(call)
    made = _written(call, None)
    numbered = {"id": call.store.next_number("supplier"), "number": f"R{call.store.next_number('R'):09d}", **made}
    supplier = timed(call, numbered, None)
    call.save("supplier", supplier, "create")
    return created(call, "supplier", supplier)


def update_supplier(call: Call) -> Response:
    _guess(call)
    old = find(call, "supplier")
    supplier = timed(call, {**kept(SUPPLIER, old), **_written(call, old)}, old)
    call.save("supplier", supplier, "update")
    copy_to_products(call, supplier)
    return updated(call, "supplier", supplier)


def remove_supplier(call: Call) -> Response:
    _guess(call)
    find(call, "supplier")
    remove(call, "supplier", used=is_used(call, ("product",), "supplierId", call.record_id))
    return removed()


def copy_to_products(call: Call, supplier: Record) -> None:
    """Products show their supplier as it is now; that does not change the product itself."""
    for product_id in call.store.ids_with("product", "supplierId", str(supplier["id"])):
        product = call.store.get("product", product_id) or {}
        copy = {name: supplier.get(name) for name in COPIED}
        rewrite(call, "product", product | {"supplier": product["supplier"] | {"supplier": copy}})


def _written(call: Call, old: Record | None) -> Record:
    _, made = written(call, SUPPLIER, old)
    complaints = Complaints(old, made)
    complaints.require("companyName")
    complain_about_contact(complaints, "address")
    complaints.unless("leadTimeInWeeks", lambda weeks: weeks >= 0, problems.OUT_OF_RANGE, "Levertijd '{}' is ongeldig")
    complaints.unless(
        "orderQuantityMultiple", lambda pieces: pieces > 0, problems.OUT_OF_RANGE, "Besteleenheid '{}' is ongeldig"
    )
    if call.dialect["iban_check"] == "refused":
        complaints.unless("ibanNumber", is_iban, problems.OUT_OF_RANGE, "IBAN '{}' is ongeldig")
    complaints.close()
    return made


def is_iban(text: str) -> bool:
    """The check digits of ISO 13616: the remainder by 97 is 1."""
    plain = "".join(text.split()).upper()
    if not (plain.isascii() and plain.isalnum() and 15 <= len(plain) <= 34):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _guess(call: Call) -> None:
    if call.dialect["supplier_by_id"] == "absent":
        raise ProblemError(404)


ROUTES = (
    Route(7, "GET", "/rest/v1/suppliers", "supplier", list_suppliers, PAGE | set(RELATION_FILTERS) | {"modifiedAfter"}),
    Route(8, "GET", "/rest/v1/suppliers/{id}", "supplier", get_supplier),
    Route(9, "POST", "/rest/v1/suppliers", "supplier", create_supplier),
    Route(10, "PUT", "/rest/v1/suppliers/{id}", "supplier", update_supplier),
    Route(11, "DELETE", "/rest/v1/suppliers/{id}", "supplier", remove_supplier),
)
