"""Records as no form would make them, but as every old administration holds them."""

from decimal import Decimal
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

INVOICES: tuple[Record, ...] = (
    {"payments": None, "paymentCondition": None, "invoiceAddress": None},
    {
        "_drop": ("comment", "origin", "externNumber"),
        "incassostatus": {"code": 3, "tekst": "in behandeling"},
    },
    {
        "reference": "=1+1 <b>factuur</b>",
        "totalAmount": 0,
        "comment": {"intern": "<script>alert(1)</script>", "extern": ""},
    },
)

# Suppliers beside those that make the assortment.
SUPPLIERS: tuple[Record, ...] = (
    {"companyName": "Müller & Söhne Möbel", "ibanNumber": "NL00 BANK 0000 0000 00", "bicCode": "ONBEKEND"},
    {"companyName": "<script>alert('leverancier')</script>", "remark": "<img src=x onerror=alert(1)>"},
    {"companyName": "=SOM(A1:A9)", "remark": '=HYPERLINK("https://example.com")', "email": "geen mailadres"},
    {"leadTimeInWeeks": None, "orderQuantityMultiple": None, "address": None, "email": None},
    {"companyName": "\u202etfeL\u202c Meubels", "address": {"city": "\u200fעיר\u200e", "country": "??"}},
    {"companyName": "Eerste Nederlandsche Maatschappij voor Houtbewerking en Aanverwante Nijverheid " * 11},
    {"_drop": ("address", "phoneNumber", "mobileNumber", "ibanNumber", "bicCode", "leadTimeInWeeks"),
     "companyName": "Half Ingevuld B.V."},
    {"vestigingen": [{"plaats": "Urk"}], "betrouwbaarheid": 7, "companyName": "Onbekende Velden B.V."},
    {"leadTimeInWeeks": 0, "orderQuantityMultiple": Decimal("0.5"), "companyName": "Levert Vandaag"},
    {"leadTimeInWeeks": 104, "orderQuantityMultiple": 1000, "companyName": "Levert Over Twee Jaar"},
    {"number": None, "companyName": "Zonder Relatienummer"},
    {"companyName": "  Blanco \t vooraf en \r\n achteraf ", "phoneNumber": "bel maar niet"},
)  # fmt: skip

_LONG = "Zeer lange naam die in geen kolom past, " * 23
_ADDRESS = ("name", "street", "houseNumber", "zipCode", "city", "country", "phoneNumber")
_CUSTOMER = (
    "number", "gender", "title", "initials", "firstName", "infix", "lastName", "companyName", "cocNumber", "vatNumber",
    "phoneNumber", "phoneNumber2", "mobileNumber", "email", "remark", "address", "invoiceAddress", "deliveryAddress",
    "newsLetter", "externNumbers", "birthdate", "modifiedDate", "createdDate",
)  # fmt: skip
_SUPPLIER = (
    "number", "companyName", "phoneNumber", "mobileNumber", "email", "remark", "leadTimeInWeeks",
    "orderQuantityMultiple", "address", "ibanNumber", "bicCode", "cocNumber", "modifiedDate", "createdDate",
)  # fmt: skip
_PRODUCT = (
    "code", "name", "description", "barcode", "unit", "height", "width", "length", "depth", "weight", "configurable",
    "groups", "volume", "packages", "startDate", "endDate", "webshopStartDate", "webshopEndDate", "webshop",
    "salesPrice", "salesGroup", "vat", "supplier", "images", "attributes", "sellable", "modifiedDate", "createdDate",
)  # fmt: skip

# Whole records at the end of each list, so that the ids of all others stay: nothing filled at all, nothing filled
# inside, and more than fits.
LAST: dict[str, tuple[Record, ...]] = {
    "customer": (
        dict.fromkeys(_CUSTOMER),
        dict.fromkeys(_CUSTOMER)
        | {name: dict.fromkeys(_ADDRESS) for name in ("address", "invoiceAddress", "deliveryAddress")}
        | {"externNumbers": dict.fromkeys(("number1", "number2", "number3")), "lastName": "Leeg van binnen"},
        {"companyName": _LONG, "lastName": _LONG, "email": "x" * 880 + "@example.nl", "gender": "x", "title": "=1+1",
         "birthdate": "onbekend", "address": {"street": _LONG, "city": _LONG, "country": "Nederland"},
         "remark": "Regel\r\n" * 120, "kredietstatus": {"code": 9, "tekst": "geblokkeerd <b>vet</b>"}},
    ),
    "supplier": (
        dict.fromkeys(_SUPPLIER),
        dict.fromkeys(_SUPPLIER) | {"companyName": "Leeg van binnen B.V.", "address": dict.fromkeys(_ADDRESS)},
    ),
    "product": (
        dict.fromkeys(_PRODUCT),
        dict.fromkeys(_PRODUCT)
        | {"code": "LEEG-1", "name": "Leeg van binnen", "groups": [None, {"id": None, "code": None}], "images": [None],
           "attributes": [None, {"code": None, "values": None}], "salesGroup": {}, "vat": {"code": None},
           "supplier": {"code": None, "supplier": None}},
        {"code": "LANG-" + "9" * 80, "name": _LONG, "description": _LONG * 4, "unit": "strekkende meter per rol van 25",
         "salesPrice": Decimal("9999999999.99"), "sellable": "<b>misschien</b>", "barcode": "geen barcode",
         "supplier": {"code": "=1+1", "purchasePrice": Decimal("-1.5"), "leadTimeInWeeks": -3, "supplier": {"id": 0}}},
        {"code": "=CMD|' /C calc'!A0", "name": "\u202eleots\u202c <i>rechts naar links</i>", "salesPrice": 0,
         "startDate": "0001-01-01T00:00:00", "endDate": "9999-12-31T00:00:00", "configurable": "ja", "webshop": "nee",
         "height": -1, "weight": Decimal("0.0001"), "status": "Uit de handel (code 88)"},
    ),
}  # fmt: skip


def lay_over(record: Record, oddity: Record) -> Record:
    """The record with the oddity's values in place and its dropped keys away."""
    dropped = oddity.get("_drop", ())
    laid = record | {name: value for name, value in oddity.items() if name != "_drop"}
    return {name: value for name, value in laid.items() if name not in dropped}
