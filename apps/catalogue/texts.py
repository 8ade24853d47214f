"""Text and numbers of LogicTrade as the columns of the mirror can hold them."""

from decimal import Decimal

from apps.catalogue.models import DIGITS, PLACES
from apps.erp.mirror.fold import fold
from apps.erp.mirror.texts import cut, whole

_MOST = Decimal(10) ** (DIGITS - PLACES)
LANGUAGE_LENGTH = 20
_STEP = Decimal(1).scaleb(-PLACES)


def fitting(value: Decimal | None) -> Decimal | None:
    """The number rounded to the column; None for one that no column holds (it still stands in the data)."""
    if value is None or abs(value) >= _MOST:
        return None
    return value.quantize(_STEP)


def code_key(code: str | None) -> str:
    """The key under which a product code is found: the same fold as the search's ``number_key``."""
    return fold(whole(code)).replace(" ", "")[:80]


def language_key(language: str | None) -> str:
    """How a language is compared: nl, NL and " nl " are one. Empty for a text that names none."""
    return fold(cut(language, LANGUAGE_LENGTH)).replace(" ", "-")
