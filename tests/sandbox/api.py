"""A plain caller of the sandbox over one kept-alive connection."""

import json
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPConnection
from typing import Any

from apps.sandbox.keys import DEMO_KEY

P = "/rest/v1"
NO_UNKNOWNS = "?allowUnknownProducts=false&allowUnknownCustomer=false"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body, parse_float=Decimal)

    @property
    def code(self) -> str | None:
        code: str | None = self.json.get("error", {}).get("code")
        return code

    @property
    def detail(self) -> str:
        detail: str = self.json["error"]["detail"]
        return detail


class Api:
    def __init__(self, port: int, key: str | None = DEMO_KEY, timeout: float = 10) -> None:
        self.key = key
        self.connection = HTTPConnection("127.0.0.1", port, timeout=timeout)

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Bytes go out as they are, anything else as JSON."""
        sent = {"api-key": self.key} if self.key else {}
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            sent["Content-Type"] = "application/json"
        self.connection.request(method, path, data, sent | (headers or {}))
        response = self.connection.getresponse()
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

    def get(self, path: str) -> Answer:
        return self.send("GET", P + path)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.send("POST", P + path, body)

    def put(self, path: str, body: Any = None) -> Answer:
        return self.send("PUT", P + path, body)

    def delete(self, path: str) -> Answer:
        return self.send("DELETE", P + path)

    def page(self, path: str, number: int = 1, size: int = 100, query: str = "") -> list[dict[str, Any]]:
        answer = self.get(f"{path}?pageSize={size}&pageNumber={number}{query}")
        assert answer.status == 200, answer.body
        results: list[dict[str, Any]] = answer.json["results"]
        return results

    def pages(self, path: str, query: str = "") -> list[dict[str, Any]]:
        """All records of a list."""
        found: list[dict[str, Any]] = []
        number = 1
        while page := self.page(path, number, query=query):
            found += page
            number += 1
        return found

    def create_quote(self, body: Any) -> Answer:
        return self.post("/quotes" + NO_UNKNOWNS, body)

    def create_order(self, body: Any) -> Answer:
        return self.post("/orders?allowUnknownCustomer=false", body)

    def close(self) -> None:
        self.connection.close()


def quote_body(**changes: Any) -> dict[str, Any]:
    """A quote as a careful client writes it."""
    return {
        "reference": "Woonkamer",
        "date": "2026-11-24",
        "salesManUserName": "verkoper1",
        "origin": {"code": "WIN"},
        "customer": {"id": 1},
        "delivery": {"type": "BM", "condition": "STD", "expectedDate": "2026-12-15"},
        "comment": {"intern": "Kleurstaal mee\nBO-7K3M9Q2XV4TR", "extern": "Graag vooraf bellen"},
        "lines": [{"lineNumber": 10, "code": "LT00000001", "quantity": 3, "partPrice": 123.1, "discount": 0.1}],
    } | changes


def order_body(**changes: Any) -> dict[str, Any]:
    """An order as a careful client writes it (contract section 6.2)."""
    return {
        "reference": "PO 4711",
        "externNumber": "BO-7K3M9Q2XV4TR",
        "date": "2026-11-24",
        "salesManUserName": "verkoper1",
        "origin": {"code": "WIN"},
        "customer": {"id": 1},
        "delivery": {"type": "BM", "condition": "STD", "expectedDate": "2026-12-15"},
        "paymentCondition": "N14",
        "comment": {"intern": "", "extern": "Graag vooraf bellen"},
        "lines": [{"lineNumber": 10, "code": "LT00000001", "quantity": 3, "partPrice": 123.1, "discount": 0.1}],
    } | changes


def invoice_body(**changes: Any) -> dict[str, Any]:
    """An invoice as a careful client writes it (contract section 6.3)."""
    return {
        "reference": "PO 4711",
        "origin": {"code": "WIN"},
        "customer": {"id": 1},
        "comment": {"intern": "BO-7K3M9Q2XV4TR", "extern": ""},
        "lines": [{"lineNumber": "10", "code": "LT00000001", "quantity": 3, "partPrice": 123.1, "discount": 0.1}],
    } | changes


def customer_body(**changes: Any) -> dict[str, Any]:
    """A business customer as a careful client writes it."""
    return {
        "companyName": "Wonen aan de Vliet B.V.",
        "gender": "female",
        "firstName": "Noor",
        "infix": "van den",
        "lastName": "Berg",
        "email": "info@example.nl",
        "phoneNumber": "030-2345678",
        "birthdate": "1980-02-29",
        "newsLetter": False,
        "address": {"street": "Kade", "houseNumber": "5B", "zipCode": "3511 AB", "city": "Utrecht", "country": "NL"},
        "externNumbers": {"number1": "", "number2": "", "number3": "BO-7K3M9Q2XV4TR"},
    } | changes


def supplier_body(**changes: Any) -> dict[str, Any]:
    return {
        "companyName": "Meubelfabriek De Proef",
        "email": "inkoop@example.nl",
        "leadTimeInWeeks": 6,
        "orderQuantityMultiple": 2,
        "address": {"city": "Meppel", "country": "NL"},
        "ibanNumber": "NL02 ABNA 0123 4567 89",
        "bicCode": "ABNANL2A",
        "cocNumber": "00000000",
    } | changes


def product_body(**changes: Any) -> dict[str, Any]:
    return {
        "code": "PROEF-1",
        "name": "Proefkruk eiken",
        "barcode": "8719000000032",
        "unit": "stuks",
        "salesPrice": 129.95,
        "groups": [{"id": 2}],
        "salesGroup": {"code": "8010"},
        "vat": {"code": "2"},
        "webshop": True,
        "startDate": "2026-12-01",
        "supplier": {"code": "PRF-1", "purchasePrice": 55.5, "leadTimeInWeeks": 4, "supplier": {"id": 1}},
        "images": [{"url": "https://images.example.nl/proef.jpg"}],
        "attributes": [{"code": "KLR", "values": [{"code": "ZND"}]}],
    } | changes
