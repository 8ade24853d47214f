"""The administration's code tables: codes that are written, texts that are read (contract fact 9, question 17)."""

from decimal import Decimal
from typing import Any

DELIVERY_TYPES = {"BM": "Bezorgen+montage", "BZ": "Bezorgen", "AF": "Afhalen", "VZ": "Verzenden"}
DELIVERY_CONDITIONS = {"STD": "Standaard", "BG": "Begane grond", "ET": "Op etage", "FR": "Franco huis"}
ORIGINS: dict[str, dict[str, Any]] = {
    "WIN": {"id": 1, "code": "WIN", "description": "Winkel"},
    "WEB": {"id": 2, "code": "WEB", "description": "Webshop"},
    "TEL": {"id": 3, "code": "TEL", "description": "Telefoon"},
    "BRS": {"id": 4, "code": "BRS", "description": "Beurs"},
}
PAYMENT_CONDITIONS: dict[str, dict[str, Any]] = {
    "PC": {"id": 1, "description": "Pin / contant bij levering", "code": "PC"},
    "N14": {"id": 2, "description": "14 dagen netto", "code": "N14"},
    "N30": {"id": 3, "description": "30 dagen netto", "code": "N30"},
    "VB": {"id": 4, "description": "Vooruitbetaling", "code": "VB"},
}
VATS: dict[str, dict[str, Any]] = {
    "2": {"id": 2, "code": "2", "description": "BTW Hoog"},
    "1": {"id": 1, "code": "1", "description": "BTW Laag"},
    "0": {"id": 3, "code": "0", "description": "BTW Nul"},
}
VAT_PERCENT = {"2": 21, "1": 9, "0": 0}
SELLERS = {
    "verkoper1": "Sanne Verwoerd",
    "verkoper2": "Joris ter Haar",
    "verkoper3": "Naïma El Idrissi",
    "binnendienst": "Binnendienst",
}
LOCATIONS: tuple[dict[str, Any], ...] = (
    {"id": 1, "code": "WIN", "description": "Winkel", "saleable": True},
    {"id": 2, "code": "MAG", "description": "Magazijn", "saleable": True},
    {"id": 3, "code": "WIN-NV", "description": "Winkel niet verkoopbaar", "saleable": False},
)
SCOPES = (
    "customer", "supplier", "product", "stock", "price", "discount", "quote", "order", "invoice", "delivery",
    "purchaseorder",
)  # fmt: skip


def vat_of_line(percent: int | Decimal | None) -> dict[str, Any] | None:
    """The newer object form of a line's VAT (contract section 3)."""
    for code, value in VAT_PERCENT.items():
        if value == percent:
            return {"id": VATS[code]["id"], "code": code, "percentage": value}
    return None
