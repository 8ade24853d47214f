"""Single values on the way out (contract section 7): Decimal only, days as YYYY-MM-DD, nothing rounded in silence."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from apps.logictrade.errors import WireError

CENT = Decimal("0.01")


def price(value: Decimal, field: str) -> Decimal:
    """A number with exactly two decimals. Raises WireError when that would change it."""
    number = _decimal(value, field)
    try:
        rounded = number.quantize(CENT)
    except ArithmeticError:
        raise WireError(field, "too large") from None
    if rounded != number:
        raise WireError(field, "a price has at most 2 decimals")
    return rounded


def number(value: Decimal | int, field: str, places: int) -> Decimal | int:
    """A number without trailing zeros, at most `places` decimals. Raises WireError when that would change it."""
    amount = Decimal(value) if type(value) is int else _decimal(value, field)
    if amount == amount.to_integral_value():
        return int(amount)
    short = amount.normalize()
    if -int(short.as_tuple().exponent) > places:
        raise WireError(field, f"at most {places} decimals")
    return short


def without_empty(body: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what was not filled in: absent says less than null."""
    return {name: value for name, value in body.items() if value is not None and value not in ("", {})}


def _decimal(value: Any, field: str) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise WireError(field, "must be a finite Decimal")
    return value
