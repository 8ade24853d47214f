"""What each kind of record can be found by: the filters of the lists, folded for comparison."""

from collections.abc import Callable, Iterator
from typing import Any

Record = dict[str, Any]


def fold(text: object) -> str:
    return str(text).strip().casefold()


def compact(text: object) -> str:
    """Postcode, house number or telephone number without blanks and signs."""
    return "".join(character for character in str(text).casefold() if character.isalnum())


def part(record: object, path: str) -> Any:
    """The value at a dotted path, None where anything on the way is missing."""
    for key in path.split("."):
        record = record.get(key) if isinstance(record, dict) else None
    return record


def _relation(record: Record) -> Iterator[tuple[str, object]]:
    names = ("companyName", "firstName", "infix", "lastName")
    yield "name", " ".join(str(record[name]) for name in names if record.get(name))
    yield "number", record.get("number")
    yield "city", part(record, "address.city")
    yield "email", record.get("email")
    zip_code, house_number = part(record, "address.zipCode"), part(record, "address.houseNumber")
    yield "zipCodeHouseNumber", compact(f"{zip_code or ''}{house_number or ''}")
    for name in ("phoneNumber", "phoneNumber2", "mobileNumber"):
        if record.get(name):
            yield "phoneNumber", compact(record[name])


def _product(record: Record) -> Iterator[tuple[str, object]]:
    for name in ("code", "name", "description", "barcode"):
        yield name, record.get(name)
    yield "webshop", "true" if record.get("webshop") else "false"
    yield "supplierCode", part(record, "supplier.code")
    yield "supplierId", part(record, "supplier.supplier.id")
    for group in record.get("groups") or ():
        yield "groupId", part(group, "id")
        yield "groupCode", part(group, "code")


def _document(record: Record) -> Iterator[tuple[str, object]]:
    yield "number", record.get("number")
    yield "reference", record.get("reference")
    yield "webshopNumber", part(record, "webshop.number")
    yield "originCode", part(record, "origin.code")
    yield "customerNumber", part(record, "customer.number")
    # No filter: what is in use cannot be removed.
    yield "customerId", part(record, "customer.id")
    for line in record.get("lines") or ():
        yield "lineCode", part(line, "code")


def _delivery(record: Record) -> Iterator[tuple[str, object]]:
    yield "inStock", record.get("inStock")
    yield "deliveryType", part(record, "delivery.type")
    yield "deliveryType", part(record, "delivery.description")


def _composition(record: Record) -> Iterator[tuple[str, object]]:
    yield "productId", record.get("parentProductId")
    yield "productId", record.get("childProductId")


def _word(record: Record) -> Iterator[tuple[str, object]]:
    yield "text", record.get("text")


_FACETS: dict[str, Callable[[Record], Iterator[tuple[str, object]]]] = {
    "customer": _relation,
    "supplier": _relation,
    "product": _product,
    "quote": _document,
    "order": _document,
    "invoice": _document,
    "delivery": _delivery,
    "composition": _composition,
    "infix": _word,
    "title": _word,
}


def facets_of(kind: str, record: Record) -> list[tuple[str, str]]:
    pairs = _FACETS[kind](record) if kind in _FACETS else ()
    return [(name, fold(value)) for name, value in pairs if value not in (None, "")]
