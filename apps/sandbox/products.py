"""A product from what was written: codes and ids become what is read (contract section 5.1)."""

from functools import partial
from typing import Any

from . import codes, problems
from .bodies import PRODUCT, PRODUCT_SUPPLIER
from .call import Call
from .facets import fold
from .masters import Complaints, Resolve, kept, timed, written
from .moments import naive_text
from .problems import ProblemError
from .validate import Kind, Shape, objects

Record = dict[str, Any]

# What a product shows of its supplier.
COPIED = ("id", "number", "companyName", "email", "leadTimeInWeeks")
_SUPPLIER_KEYS = ("code", "discription", "purchasePrice", "leadTimeInWeeks")


def new_product(call: Call) -> Record:
    made = _written(call, None)
    product_id = call.store.next_number("product")
    made["code"] = made.get("code") or _next_code(call, product_id)
    return timed(call, {"id": product_id, **made, "configurable": False, "sellable": "Yes"}, None)


def changed_product(call: Call, old: Record) -> Record:
    made = _written(call, old)
    # A product is never without its code.
    made["code"] = made.get("code") or old.get("code")
    return timed(call, {**kept(PRODUCT, old), **made}, old)


def _written(call: Call, old: Record | None) -> Record:
    _, made = written(call, _shape(call), old, _RESOLVERS)
    complaints = Complaints(old, made)
    complaints.require("name")
    complaints.unless(
        "code",
        lambda code: not _others_with_code(call, code),
        problems.NOT_UNIQUE,
        "Artikelcode '{}' bestaat al",
    )
    complaints.unless("salesPrice", lambda price: price >= 0, problems.OUT_OF_RANGE, "Verkoopprijs '{}' is ongeldig")
    for first, last in (("startDate", "endDate"), ("webshopStartDate", "webshopEndDate")):
        complaints.unless(
            last, partial(_not_before, made.get(first)), problems.OUT_OF_RANGE, f"Einddatum '{{}}' ligt voor {first}"
        )
    complaints.close()
    return made


def _shape(call: Call) -> Shape:
    """What is read under the mended spelling may be sent back under it."""
    if call.dialect["spelling"] == "documented":
        return PRODUCT
    mended = Shape({**PRODUCT_SUPPLIER.fields, "description": Kind.TEXT})
    return Shape({**PRODUCT.fields, "supplier": mended}, PRODUCT.read_only)


def _not_before(start: str | None, end: str) -> bool:
    return not start or end >= start


def _others_with_code(call: Call, code: str) -> set[int]:
    return call.store.ids_with("product", "code", fold(code)) - {call.record_id or 0}


def _next_code(call: Call, product_id: int) -> str:
    """LogicTrade numbers an article that came without a code."""
    number = product_id
    while call.store.ids_with("product", "code", f"lt{number:08d}"):
        number += 1
    return f"LT{number:08d}"


def _groups(call: Call, given: list[Record | None], before: Any) -> list[Record]:
    found = []
    for position, entry in enumerate(given):
        group_id = (entry or {}).get("id")
        group = call.store.get("group", group_id) if group_id else None
        if group is None:
            raise ProblemError(
                400, problems.UNKNOWN_VALUE, f"Artikelgroep '{group_id or ''}' is niet bekend (groups.{position}.id)."
            )
        found.append(group)
    return found


def _sales_group(call: Call, given: Record, before: Any) -> Record | None:
    return _coded(given, codes.SALES_GROUPS, "Omzetgroep", "salesGroup.code")


def _vat(call: Call, given: Record, before: Any) -> Record | None:
    return _coded(given, codes.VATS, "BTW-code", "vat.code")


def _coded(given: Record, table: dict[str, Record], name: str, path: str) -> Record | None:
    code = given.get("code")
    if not code:
        return None
    if code not in table:
        raise ProblemError(400, problems.UNKNOWN_VALUE, f"{name} '{code}' is niet bekend ({path}).")
    return table[code]


def _supplier(call: Call, given: Record, before: Record | None) -> Record:
    merging = call.dialect["update_meaning"] == "merge"
    old = before if merging and before else {}
    nested = given.get("supplier", old.get("supplier"))
    if "description" in given:
        given = {**given, "discription": given["description"]}
    beyond = {name: value for name, value in given.items() if name not in _SUPPLIER_KEYS}
    return {
        **{name: given.get(name, old.get(name)) for name in _SUPPLIER_KEYS},
        **{name: value for name, value in beyond.items() if name != "description"},
        "supplier": _maker(call, nested) if nested else None,
    }


def _maker(call: Call, given: Record) -> Record:
    supplier_id = given.get("id")
    supplier = call.store.get("supplier", supplier_id) if supplier_id else _nested_supplier(call, given)
    if supplier is None:
        raise ProblemError(
            400, problems.UNKNOWN_VALUE, f"Leverancier '{supplier_id}' is niet bekend (supplier.supplier.id)."
        )
    return {name: supplier.get(name) for name in COPIED}


def _nested_supplier(call: Call, given: Record) -> Record | None:
    """A supplier that comes along is made; a careful client makes it first, so that a repeat cannot make a second."""
    call.violation("nested_supplier", "supplier.supplier", "a careful client creates the supplier first")
    if not given.get("companyName"):
        return None
    now = naive_text(call.clock.stamp())
    supplier = {
        "id": call.store.next_number("supplier"),
        "number": f"R{call.store.next_number('R'):09d}",
        **given,
        "modifiedDate": now,
        "createdDate": now,
    }
    call.save("supplier", supplier, "create")
    return supplier


def _images(call: Call, given: list[Record | None], before: Any) -> list[Record]:
    """An address that was there keeps its id."""
    old = objects(before)
    known = {image["url"]: image["id"] for image in old if image.get("url") and image.get("id")}
    found: list[Record] = []
    for entry in given:
        if entry and entry.get("url"):
            address = entry["url"]
            found.append(
                {
                    "id": known.get(address) or call.store.next_number("image"),
                    "name": address.rpartition("/")[2],
                    "url": address,
                    "sequence": (len(found) + 1) * 10,
                }
            )
        elif entry in old and call.dialect["keyless_parts"] == "kept":
            found.append(entry)
    return found


def _attributes(call: Call, given: list[Record | None], before: Any) -> list[Record]:
    """What was there without a code has no other name: it stays as it was, or is passed over."""
    old = objects(before)
    old_values = [value for entry in old for value in objects(entry.get("values"))]
    keeping = call.dialect["keyless_parts"] == "kept"
    found: list[Record] = []
    for position, entry in enumerate(given):
        if entry in old and not entry.get("code"):
            found += [entry] if keeping else []
            continue
        code = (entry or {}).get("code") or ""
        sent = objects((entry or {}).get("values"))
        keyless = [value for value in sent if value in old_values and not value.get("code")]
        values = [value.get("code") or "" for value in sent if value not in keyless]
        try:
            made = codes.attribute(code, values)
        except KeyError as error:
            raise ProblemError(
                400, problems.UNKNOWN_VALUE, f"Kenmerk {error} is niet bekend (attributes.{position}.code)."
            ) from error
        found.append(made | {"values": made["values"] + (keyless if keeping else [])})
    return found


_RESOLVERS: dict[str, Resolve] = {
    "groups": _groups,
    "salesGroup": _sales_group,
    "vat": _vat,
    "supplier": _supplier,
    "images": _images,
    "attributes": _attributes,
}
