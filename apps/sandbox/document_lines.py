"""The lines of a document as they are written (contract sections 3, 6.2 and 6.3)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from . import codes, problems
from .call import Call
from .derive import product_by_code
from .money import CENT, line_price, money
from .problems import refusal

Record = dict[str, Any]
_ORDER = {"stockStatus": "none", "deliveryStatus": "none", "invoiceStatus": "none", "reservations": []}
_RESOLVED = frozenset(
    {"lineNumber", "code", "description", "quantity", "partPrice", "basePartPrice", "discount", "comment",
     "configuration", "vat", "salesGroup"}
)  # fmt: skip


def written_lines(
    call: Call, kind: str, given: Iterable[Record | None] | None, old: Record | None, *, allow_unknown: bool
) -> list[Record]:
    """All lines anew. Those of an update are other lines, or by dialect those of before where the number is the same
    (open question 14)."""
    lines = [line for line in given or () if line]
    if not lines:
        raise refusal(call, problems.REQUIRED, "lines is verplicht.")
    before = {str(line.get("lineNumber")): line for line in (old or {}).get("lines") or ()}
    made = []
    for position, line in enumerate(lines):
        one = _line(call, kind, line, position, allow_unknown=allow_unknown)
        known = before.get(str(one["lineNumber"])) if call.dialect["lines_on_update"] == "matched" else None
        made.append(one | _identity(call, kind, known))
    return made


def _identity(call: Call, kind: str, known: Record | None) -> Record:
    """The id, and of an order the lamps and what a line waits for."""
    fixed = ("id", *(_ORDER if kind == "order" else ()))
    if known is not None:
        return {name: known.get(name) for name in fixed}
    return {"id": call.store.next_number("line"), **(_ORDER if kind == "order" else {})}


def _line(call: Call, kind: str, given: Record, position: int, *, allow_unknown: bool) -> Record:
    number = given.get("lineNumber") or (position + 1) * 10
    code = given.get("code") or ""
    product = product_by_code(call.store, code) if code else None
    if product is None and not allow_unknown:
        words = f"Artikel '{code}' op regel {number} is niet bekend (lines.{position}.code)."
        raise refusal(call, problems.UNKNOWN_PRODUCT, words)
    quantity = given.get("quantity")
    if quantity is None:
        raise refusal(call, problems.REQUIRED, f"lines.{position}.quantity is verplicht.")
    known = product or {}
    discount = given.get("discount") or 0
    fraction = Decimal(discount) / 100 if call.dialect["discount_unit"] == "percent" else discount
    price = _price(given, known, fraction)
    made = {name: value for name, value in given.items() if name not in _RESOLVED} | {
        "lineNumber": str(number) if kind == "invoice" else number,
        "code": code,
        "description": given.get("description") or known.get("name") or "",
        "quantity": quantity,
        "partPrice": price,
        "discount": fraction,
        "linePrice": line_price(quantity, price, fraction),
        "comment": {
            "intern": "",
            "extern": "",
            **{name: text or "" for name, text in (given.get("comment") or {}).items()},
        },
        "configuration": given.get("configuration") or {"id": 0, "items": []},
        "vat": codes.VAT_PERCENT.get((known.get("vat") or {}).get("code") or ""),
    }
    return made | _sales_group(given, known) if kind == "invoice" else made


def _price(given: Record, product: Record, discount: Decimal | int) -> Decimal | int:
    """From the base price less the discount where that was sent (contract section 6.2), else as sent or as listed."""
    if given.get("basePartPrice") is not None:
        return money(Decimal(given["basePartPrice"]) * (1 - Decimal(discount))).quantize(CENT)
    if given.get("partPrice") is not None:
        return given["partPrice"]  # type: ignore[no-any-return]
    return product.get("salesPrice") or Decimal(0)


def _sales_group(given: Record, product: Record) -> Record:
    """By the code that was written, else the product's; read without its id."""
    code = (given.get("salesGroup") or {}).get("code")
    group = codes.SALES_GROUPS.get(code or "") or product.get("salesGroup") or {}
    return {"salesGroup": {name: group.get(name) for name in ("code", "description")} if group else None}
