"""Quantities and prices as people write them in lists: "2 st", "3x", "€ 12,50". Pure."""

import re
from decimal import Decimal

from apps.core.money import parse_decimal

UNIT = (
    r"(?:st(?:uks?|k|\.)?|stks?\.?|pcs\.?|pc\.?|pieces?|x|×|\*|maal|keer|ex\.?|pak(?:ken)?|doos|dozen|set(?:s|jes)?"
    r"|paar|m2?|mtr|meter|kg|rol(?:len)?)"
)
NUMBER = r"\d{1,7}(?:[.,]\d{1,3})*"
_QUANTITY = re.compile(rf"(?:(?:x|×|\*)\s*)?(?P<n>{NUMBER})(?:,?-)?\s*(?P<unit>{UNIT})?", re.IGNORECASE)
_PRICE = re.compile(
    rf"(?P<mark>€|eur\.?|euro)?\s*(?P<n>{NUMBER})(?P<dash>,-|\.-|,--)?\s*(?P<after>€|eur\.?|euro)?", re.IGNORECASE
)
MOST = Decimal(100_000)
_STEP = Decimal("0.001")
_CENT = Decimal("0.01")


def quantity_of(cell: str) -> Decimal | None:
    """The quantity that a cell is, whole; None for anything else, nothing and more than a hundred thousand."""
    found = _QUANTITY.fullmatch(cell.strip())
    return _fitting(found["n"]) if found else None


def has_unit(cell: str) -> bool:
    """Whether a quantity says of what: "2 st", "3x"."""
    found = _QUANTITY.fullmatch(cell.strip())
    return bool(found and (found["unit"] or not cell.strip()[0].isdigit()))


def price_of(cell: str) -> Decimal | None:
    """The amount that a cell is, to the cent."""
    found = _PRICE.fullmatch(cell.strip())
    if not found:
        return None
    try:
        amount = parse_decimal(found["n"])
    except ValueError:
        return None
    return amount if amount == amount.quantize(_CENT) and 0 <= amount < MOST * 100 else None


def looks_like_money(cell: str) -> bool:
    """Whether an amount can be nothing else: a euro mark, or two decimals."""
    found = _PRICE.fullmatch(cell.strip())
    if not found:
        return False
    return bool(found["mark"] or found["after"] or found["dash"] or re.search(r"[.,]\d\d$", found["n"]))


def _fitting(text: str) -> Decimal | None:
    try:
        number = parse_decimal(text)
    except ValueError:
        return None
    return number if 0 < number < MOST and number == number.quantize(_STEP) else None
