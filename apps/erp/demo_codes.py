"""The code tables of the demo's invented administration, as its administrator would have filled them."""

from decimal import Decimal
from typing import Any

from apps.erp.models import CodeEntry

T = CodeEntry.Table
ENTRIES: tuple[tuple[str, str, str, str | None, bool], ...] = (
    (T.VAT, "BTW Hoog", "2", "21", True),
    (T.VAT, "BTW Laag", "1", "9", False),
    (T.VAT, "BTW Nul", "0", "0", False),
    (T.DELIVERY_TYPE, "Bezorgen+montage", "BM", None, False),
    (T.DELIVERY_TYPE, "Bezorgen", "BZ", None, True),
    (T.DELIVERY_TYPE, "Afhalen", "AF", None, False),
    (T.DELIVERY_TYPE, "Verzenden", "VZ", None, False),
    (T.DELIVERY_CONDITION, "Standaard", "STD", None, True),
    (T.DELIVERY_CONDITION, "Begane grond", "BG", None, False),
    (T.DELIVERY_CONDITION, "Op etage", "ET", None, False),
    (T.DELIVERY_CONDITION, "Franco huis", "FR", None, False),
    (T.ORIGIN, "Winkel", "WIN", None, True),
    (T.ORIGIN, "Webshop", "WEB", None, False),
    (T.ORIGIN, "Telefoon", "TEL", None, False),
    (T.ORIGIN, "Beurs", "BRS", None, False),
    (T.PAYMENT_CONDITION, "Pin / contant bij levering", "PC", "0", True),
    (T.PAYMENT_CONDITION, "14 dagen netto", "N14", "14", False),
    (T.PAYMENT_CONDITION, "30 dagen netto", "N30", "30", False),
    (T.PAYMENT_CONDITION, "Vooruitbetaling", "VB", "0", False),
    (T.SALESMAN, "sales", "verkoper1", None, False),
    (T.SALESMAN, "admin", "binnendienst", None, True),
)


def fill_codes() -> None:
    """Add what is missing; an entry that was changed by hand stays as it is."""
    for table, text, code, number, is_default in ENTRIES:
        more: dict[str, Any] = {"days": int(number)} if number and table == T.PAYMENT_CONDITION else {}
        if number and table == T.VAT:
            more = {"percent": Decimal(number)}
        CodeEntry.objects.get_or_create(
            table=table, text=text, defaults={"code": code, "is_default": is_default} | more
        )
