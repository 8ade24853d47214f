"""Amounts and quantities: shown in the reader's language, read from what people type."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import get_language

DASH = "–"
MINUS = "−"
_SPACES = re.compile("[\\s\u00a0\u202f'€]")
_NUMBER = re.compile(r"[+-]?(\d[\d.,]*|[.,]\d+)")
_LONGEST = 40


def decimal_mark() -> str:
    """The decimal mark of the active language: a comma unless it is English."""
    return "." if (get_language() or "").startswith("en") else ","


def _marks(text: str) -> str:
    """Turn Python's 1,234.50 into the reader's form, with a true minus."""
    if decimal_mark() == ",":
        text = text.translate({44: ".", 46: ","})
    return text.replace("-", MINUS)


def fixed(value: Decimal | int | None, places: int) -> str:
    """A number with exactly this many decimals, halves away from zero; an en dash for none."""
    if value is None:
        return DASH
    number = Decimal(value)
    if not number.is_finite():
        return DASH
    # quantize() refuses more digits than the context holds; such numbers are nobody's money.
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if number.adjusted() < 20 else number
    return _marks(f"{rounded or abs(rounded):,.{places}f}")


def money(value: Decimal | int | None) -> str:
    """An amount: 1.234,56 in Dutch, 1,234.56 in English."""
    return fixed(value, 2)


def price(value: Decimal | int | None) -> str:
    """A price per unit: two decimals, up to four where it has them."""
    if value is None:
        return DASH
    return fixed(value, min(4, max(2, decimals(Decimal(value)))))


def quantity(value: Decimal | int | None) -> str:
    """A quantity with the decimals it needs, at most four: 12, 2,5."""
    if value is None:
        return DASH
    return fixed(value, min(4, decimals(Decimal(value))))


def percentage(value: Decimal | int | None) -> str:
    """A percentage without the sign: one decimal, two where it has them."""
    if value is None:
        return DASH
    return fixed(value, min(2, max(1, decimals(Decimal(value)))))


def decimals(value: Decimal) -> int:
    """How many decimals a number has when its trailing zeros are taken off."""
    if not value.is_finite():
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -int(exponent))


def editable(value: Decimal | int | None) -> str:
    """A number as it stands in a field: the reader's decimal mark, no grouping, no needless zeros."""
    if value is None:
        return ""
    number = Decimal(value)
    return f"{number:.{decimals(number)}f}".replace(".", decimal_mark())


def parse_decimal(text: str) -> Decimal:
    """Read a typed number with either mark: 1.234,56 and 1,234.56 are the same.

    One mark followed by exactly three digits is a thousands mark when it is the language's own (1.234 in Dutch is
    one thousand and more, 0.125 and 1,234 are not). Raises ValueError for anything else.
    """
    number = _SPACES.sub("", text).replace(MINUS, "-").replace(DASH, "-")
    if len(number) > _LONGEST or not number.isascii() or not _NUMBER.fullmatch(number):
        raise ValueError(text)
    mark = _decimal_mark_of(number)
    whole, _, fraction = number.rpartition(mark) if mark else (number, "", "")
    if not _grouped(whole) or not (fraction == "" or fraction.isdigit()):
        raise ValueError(text)
    plain = whole.replace(".", "").replace(",", "")
    try:
        return Decimal(f"{plain}.{fraction}" if fraction else plain)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _decimal_mark_of(number: str) -> str:
    """Which of the marks in the text stands before the decimals; empty when none does."""
    marks = [character for character in number if character in ".,"]
    if not marks:
        return ""
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else ""
    if len(marks) > 1:
        return ""
    whole, _, fraction = number.partition(marks[0])
    whole = whole.lstrip("+-")
    thousands = len(fraction) == 3 and 1 <= len(whole) <= 3 and whole[0] != "0" and marks[0] != decimal_mark()
    return "" if thousands else marks[0]


def _grouped(whole: str) -> bool:
    """Whether the part before the decimals is plain digits or properly grouped with one kind of mark."""
    digits = whole.lstrip("+-")
    return digits == "" or re.fullmatch(r"\d+|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+", digits) is not None
