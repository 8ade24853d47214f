"""Records as no form would make them, but as every old administration holds them."""

from typing import Any

Record = dict[str, Any]

# Laid over otherwise usual customers; None as a whole value of `_drop` names keys that are absent.
CUSTOMERS: tuple[Record, ...] = (
    {"firstName": "Jörg", "infix": "", "lastName": "Müller", "companyName": "", "mobileNumber": "06-12345678"},
    {"firstName": "Jorg", "infix": "", "lastName": "Muller", "companyName": "", "mobileNumber": "+31 6 12 34 56 79"},
    {"firstName": "Joerg", "infix": "", "lastName": "Mueller", "companyName": "", "mobileNumber": "0031612345670"},
    {"firstName": "Aïcha", "infix": "van 't", "lastName": "Hof-d'Ancona", "companyName": ""},
    {"companyName": "=1+1", "remark": '=HYPERLINK("https://example.com")'},
    {"companyName": "<script>alert('naam')</script>", "remark": "<img src=x onerror=alert(1)>"},
    {"companyName": "\u202eedraw\u202c Wonen", "remark": "rechts naar links: \u200fשלום\u200e"},
    {"companyName": "Stichting tot Instandhouding van Monumentale Vloeren en Betimmeringen in de Provincies " * 3},
    {"address": None, "invoiceAddress": None, "deliveryAddress": None, "email": None, "mobileNumber": None},
    {"_drop": ("address", "externNumbers", "vatNumber", "email", "phoneNumber2", "newsLetter")},
    {"loyaltyTier": "goud", "score": {"value": 7, "history": [1, 2, 3]}, "companyName": "Extra Velden B.V."},
    {"gender": "Man", "title": "Weledelgeboren heer", "firstName": "", "initials": "", "companyName": ""},
    {"companyName": "'s-Hertogenbossche Tapijthal", "phoneNumber": "073 - 612 34 56 (na 5 uur)"},
    {"companyName": "  Dubbele  spaties \t en tab  ", "email": "geen mailadres"},
    {"number": None, "companyName": "Zonder Relatienummer V.O.F."},
    {"companyName": "@SUM(A1:A9)", "lastName": "-2+3", "remark": "+31\r\nregel twee"},
)
PRODUCTS: tuple[Record, ...] = (
    {"name": '<b>Vloerkleed</b> "Marlow" & co', "description": "<script>document.title='x'</script>"},
    {"name": "=SOM(1;2)", "code": "-PLAAT'8"},
    {"supplier": None, "barcode": None, "groups": None, "salesPrice": None},
    {"vat": None, "sellable": "Op aanvraag", "name": "Toonzaalmodel zonder BTW-code"},
    {"_drop": ("barcode", "supplier", "images", "attributes", "salesGroup", "height", "weight")},
    {"nieuwVeld": True, "duurzaamheid": {"label": "A++"}, "name": "Eettafel met onbekende velden"},
    {"name": "Gordijn " + "zeer lichtdoorlatend " * 20, "unit": ""},
    {"name": "كرسي Oriënt \u200fzwart", "code": "ÄÖ-001"},
)
QUOTES: tuple[Record, ...] = (
    {"delivery": None, "comment": None},
    {"status": "Vervallen door systeem (code 17)", "origin": None, "salesMan": None},
    {"_drop": ("delivery", "customFields", "origin", "createdDate"), "kansPercentage": 40},
    {"reference": "=cmd|' /C calc'!A0", "comment": {"intern": "<script>alert(1)</script>", "extern": "<i>cursief</i>"}},
)
ORDERS: tuple[Record, ...] = (
    {"stockStatus": "unknown", "paymentCondition": None, "payments": None},
    {"_drop": ("stockStatus", "deliveryStatus", "invoiceStatus", "webshop", "requiredDepositAmount")},
    {"totalAmount": 0},
    {"status": "Definitief", "deliveryStatus": "none", "comment": {"intern": "", "extern": "=1+1 <b>let op</b>"},
     "tijdvak": "13:00-17:00"},
)  # fmt: skip


def lay_over(record: Record, oddity: Record) -> Record:
    """The record with the oddity's values in place and its dropped keys away."""
    dropped = oddity.get("_drop", ())
    laid = record | {name: value for name, value in oddity.items() if name != "_drop"}
    return {name: value for name, value in laid.items() if name not in dropped}
