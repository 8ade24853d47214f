"""How a stored record is shown: the dialects of reading."""

from decimal import Decimal
from typing import Any

from .codes import vat_of_line
from .moments import ZONES, rezone

Record = dict[str, Any]

_MOMENTS = ("date", "modifiedDate", "createdDate", "confirmedDeliveryDate")
_DOCUMENTS = {"quote", "order", "invoice"}
_SELLABLE = {"Yes": "Ja", "No": "Nee"}
OWN_DELIVERY_IDS = 700_000


def shown_as_stored(kind: str, dialect: dict[str, str], *, listed: bool) -> bool:
    """Whether the stored text can go out untouched."""
    if dialect["naive_zone"] != "Europe/Amsterdam":
        return False
    if kind == "delivery":
        return dialect["delivery_id"] == "order"
    if kind == "product":
        return dialect["spelling"] == "documented" and dialect["sellable_words"] == "Yes/No"
    if kind not in _DOCUMENTS:
        return True
    return (
        dialect["line_vat"] == "number"
        and dialect["discount_unit"] == "fraction"
        and not (listed and dialect["list_comments"] == "without")
    )


def present(kind: str, record: Record, dialect: dict[str, str], *, listed: bool) -> Record:
    """A copy of the record in the words of the dialect."""
    shown = _rezoned(record, dialect)
    if kind == "delivery" and dialect["delivery_id"] == "own":
        shown["id"] = shown["id"] + OWN_DELIVERY_IDS
    if kind == "product":
        _product(shown, dialect)
    if kind in _DOCUMENTS:
        if isinstance(shown.get("customer"), dict):
            shown["customer"] = _rezoned(shown["customer"], dialect)
        if isinstance(shown.get("lines"), list):
            shown["lines"] = [_line(line, dialect) for line in shown["lines"]]
        if listed and dialect["list_comments"] == "without":
            shown.pop("comment", None)
    return shown


def _rezoned(record: Record, dialect: dict[str, str]) -> Record:
    zone = ZONES[dialect["naive_zone"]]
    shown = {
        name: rezone(value, zone) if name in _MOMENTS and isinstance(value, str) else value
        for name, value in record.items()
    }
    delivery = shown.get("delivery")
    if isinstance(delivery, dict) and isinstance(delivery.get("confirmedDate"), str):
        shown["delivery"] = delivery | {"confirmedDate": rezone(delivery["confirmedDate"], zone)}
    return shown


def _product(shown: Record, dialect: dict[str, str]) -> None:
    if dialect["sellable_words"] == "Ja/Nee" and shown.get("sellable") in _SELLABLE:
        shown["sellable"] = _SELLABLE[shown["sellable"]]
    supplier = shown.get("supplier")
    if dialect["spelling"] == "mended" and isinstance(supplier, dict):
        shown["supplier"] = {
            "description" if name == "discription" else name: value for name, value in supplier.items()
        }


def _line(line: Record, dialect: dict[str, str]) -> Record:
    shown = dict(line)
    if dialect["line_vat"] == "object" and isinstance(line.get("vat"), int | Decimal):
        shown["vat"] = vat_of_line(line["vat"])
    if dialect["discount_unit"] == "percent" and isinstance(line.get("discount"), int | Decimal):
        shown["discount"] = line["discount"] * 100
    return shown
