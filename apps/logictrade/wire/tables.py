"""One table per kind of record, by the paths of LogicTrade (contract sections 4.1, 4.2, 5.1, 6.1 to 6.3).

A guess that a live key proves wrong costs one line here.
"""

from collections.abc import Mapping

from .rules import Action, CodeText, Renamed, Rule, Table, Translated

LISTS = frozenset({"lines"})  # the paths below which a table goes on in every entry


def _named(rule: Rule, names: str, under: str = "") -> dict[str, Action]:
    return {under + name: rule for name in names.split()}


def _address(path: str) -> dict[str, Action]:
    return _named(Rule.TEXT, "name street houseNumber zipCode city country phoneNumber", path + ".")


_DOCUMENT: dict[str, Action] = {
    **_named(Rule.DROPPED, "id number salesMan status totalAmount modifiedDate createdDate"),
    "date": Rule.DAY,
    "origin": Rule.ONLY_CODE,
    **_named(Rule.DROPPED, "id linePrice vat", "lines."),
}

_COMMON: dict[str, Action] = {
    **_DOCUMENT,
    "delivery.type": Translated("delivery.type"),
    "delivery.condition": Translated("delivery.condition"),
    "delivery.expectedDate": Rule.DAY,
}

_ORDER: dict[str, Action] = {
    "customer": Rule.DROPPED,  # contract section 6.2: not in the body of a PUT
    **_named(Rule.DROPPED, "stockStatus deliveryStatus invoiceStatus requiredDepositAmount delivery.description"),
    "delivery.confirmedDate": Rule.MOMENT,
    "paymentCondition": CodeText(),
    **_named(Rule.DROPPED, "stockStatus deliveryStatus invoiceStatus reservations", "lines."),
}

_INVOICE: dict[str, Action] = {
    **_named(Rule.DROPPED, "externNumber paymentCondition"),  # that the condition is read-only is inferred
    "customer": Rule.ONLY_ID,
    **_address("invoiceAddress"),
    "lines.lineNumber": Rule.TEXT,
    "lines.salesGroup": Rule.ONLY_CODE,  # as of a product; inferred
}

_CUSTOMER: dict[str, Action] = {
    **_named(Rule.DROPPED, "id number modifiedDate createdDate"),
    **_named(Rule.TEXT, "gender title initials firstName infix lastName companyName cocNumber vatNumber"),
    **_named(Rule.TEXT, "phoneNumber phoneNumber2 mobileNumber email remark"),
    **_address("address"),
    **_address("invoiceAddress"),
    **_address("deliveryAddress"),
    "newsLetter": Rule.FLAG,
    **_named(Rule.TEXT, "number1 number2 number3", "externNumbers."),  # writable is inferred, open question 22
    "birthdate": Rule.DAY,
}

_SUPPLIER: dict[str, Action] = {
    **_named(Rule.DROPPED, "id number modifiedDate createdDate"),
    **_named(Rule.TEXT, "companyName phoneNumber mobileNumber email remark ibanNumber bicCode cocNumber"),
    "leadTimeInWeeks": Rule.WHOLE,
    "orderQuantityMultiple": Rule.NUMBER,
    **_address("address"),
}

_PRODUCT: dict[str, Action] = {
    **_named(
        Rule.DROPPED, "id configurable implementations sellable modifiedDate createdDate"
    ),  # read-only is inferred
    **_named(Rule.TEXT, "code name description barcode unit"),
    **_named(Rule.NUMBER, "height width length depth weight volume packages"),
    **_named(Rule.DAY, "startDate endDate webshopStartDate webshopEndDate"),
    "webshop": Rule.FLAG,
    "salesPrice": Rule.PRICE,
    "salesGroup": Rule.ONLY_CODE,
    "vat": Rule.ONLY_CODE,
    "groups": Rule.IDS,
    "supplier.code": Rule.TEXT,
    "supplier.discription": Rule.TEXT,  # sic
    "supplier.description": Renamed("discription"),
    "supplier.purchasePrice": Rule.PRICE,
    "supplier.leadTimeInWeeks": Rule.WHOLE,
    "supplier.supplier": Rule.ONLY_ID,  # a nested supplier would be made anew or changed: by id alone
    # That one without an address or a code may go back as received is inferred (open question 13).
    "images": Rule.URLS,
    "attributes": Rule.ATTRIBUTES,
}

TABLES: Mapping[str, Table] = {
    "quote": {**_COMMON, "customer": Rule.ONLY_ID},
    "order": {**_COMMON, **_ORDER},
    "invoice": {**_DOCUMENT, **_INVOICE},
    "customer": _CUSTOMER,
    "supplier": _SUPPLIER,
    "product": _PRODUCT,
}
