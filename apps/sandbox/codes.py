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
SALES_GROUPS: dict[str, dict[str, Any]] = {
    code: {"id": int(code[2:]), "code": code, "description": text}
    for code, text in (
        ("8010", "Meubelen"),
        ("8020", "Vloeren"),
        ("8030", "Verlichting en accessoires"),
        ("8090", "Diensten"),
    )
}
VAT_PERCENT = {"2": 21, "1": 9, "0": 0}
# Attributes of products: code -> group, type, name, suffix and the values by code (contract section 5.1).
ATTRIBUTES: dict[str, tuple[str, str, str, str, dict[str, str]]] = {
    "KLR": ("UIT", "Select", "Kleur", "", {"ZND": "zand", "ANT": "antraciet", "MOS": "mosgroen", "COG": "cognac"}),
    "MAT": ("UIT", "Select", "Materiaal", "", {"EIK": "eiken", "NOT": "noten", "STF": "stof", "LDR": "leder"}),
    "ZIT": ("MTN", "Number", "Zithoogte", "cm", {"44": "44", "46": "46", "48": "48", "65": "65"}),
    "GAR": ("SRV", "Select", "Garantie", "jaar", {"2": "2", "5": "5", "10": "10"}),
    "ONL": ("SRV", "Boolean", "Alleen online", "", {"J": "Ja", "N": "Nee"}),
}
ATTRIBUTE_GROUPS = {"UIT": "Uitvoering", "MTN": "Maten", "SRV": "Service"}
# Kinds and languages of descriptions as they are kept, and the other words that a live key may show (question 23).
DESCRIPTION_TYPES = {"short": "Korte omschrijving", "long": "Lange omschrijving", "webshop": "Webshoptekst"}
LANGUAGES = {"nl": "nl-NL", "en": "en-GB", "de": "de-DE"}
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
DOCUMENTED_SCOPES = ("customer", "supplier", "product")


def attribute(code: str, values: list[str]) -> dict[str, Any]:
    """An attribute with the chosen values as it is read; KeyError when a code is unknown."""
    group, kind, name, suffix, known = ATTRIBUTES[code]
    for value in values:
        if value not in known:
            raise KeyError(value)
    place, group_place = list(ATTRIBUTES).index(code) + 1, list(ATTRIBUTE_GROUPS).index(group) + 1
    return {
        "id": place,
        "group": {"id": group_place, "code": group, "name": ATTRIBUTE_GROUPS[group]},
        "type": kind,
        "name": name,
        "suffix": suffix,
        "code": code,
        "sequence": place * 10,
        "values": [
            {"id": place * 100 + list(known).index(value), "code": value, "value": known[value]} for value in values
        ],
    }


def vat_of_line(percent: int | Decimal | None) -> dict[str, Any] | None:
    """The newer object form of a line's VAT (contract section 3)."""
    for code, value in VAT_PERCENT.items():
        if value == percent:
            return {"id": VATS[code]["id"], "code": code, "percentage": value}
    return None
