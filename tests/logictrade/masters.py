"""What a customer, supplier or product says, whether it was read or is about to be written."""

from typing import Any

from apps.logictrade.schemas import Customer, Product, Supplier, parse

FAMILIES = {"customer": "customers", "supplier": "suppliers", "product": "products"}
SCHEMAS: dict[str, Any] = {"customer": Customer, "supplier": Supplier, "product": Product}
READ_ONLY = {
    "id",
    "number",
    "modified_date",
    "created_date",
    "createdDate",
    "configurable",
    "implementations",
    "sellable",
}


def told(kind: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The writable and the unknown fields that hold something; objects that are written by a code or id as that."""
    record = parse(SCHEMAS[kind], {**raw, "id": 1}).record
    found = record.model_dump(exclude=READ_ONLY)
    if kind == "product":
        found |= {
            "groups": [group.id for group in record.groups],
            "vat": record.vat and record.vat.code,
            "sales_group": record.sales_group and record.sales_group.code,
            "images": [image.url for image in record.images],
            "attributes": [(one.code, [value.code for value in one.values]) for one in record.attributes],
        }
        if record.supplier:
            supplier = record.supplier.supplier
            found["supplier"]["supplier"] = (supplier and supplier.id) or None
    return filled(found)


def filled(value: Any) -> Any:
    """Without what is nothing, at any depth."""
    if isinstance(value, dict):
        inner = {name: filled(one) for name, one in value.items()}
        return {name: one for name, one in inner.items() if one not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [one for one in map(filled, value) if one not in (None, "", [], {}, [None, []])]
    return value
