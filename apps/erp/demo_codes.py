"""The code tables of the demo's invented administration, as its administrator would have filled them."""

from decimal import Decimal

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
    (T.SALESMAN, "sales", "verkoper1", None, False),
    (T.SALESMAN, "admin", "binnendienst", None, True),
)


def fill_codes() -> None:
    """Add what is missing; an entry that was changed by hand stays as it is."""
    for table, text, code, percent, is_default in ENTRIES:
        CodeEntry.objects.get_or_create(
            table=table,
            text=text,
            defaults={"code": code, "percent": Decimal(percent) if percent else None, "is_default": is_default},
        )
