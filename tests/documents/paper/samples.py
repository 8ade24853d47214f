"""Invented papers for the tests, and the text of a PDF."""

import datetime
import io
from decimal import Decimal
from typing import Any

from pypdf import PdfReader

from apps.documents.paper.content import Fact, Line, Paper
from apps.documents.paper.house import House, Wording
from apps.documents.totals import line_total, totals_of_amounts

HOUSE = House(
    company="Meubelhuis Walcheren B.V.",
    address=("Nijverheidsweg 12", "4338 PT  Middelburg"),
    phone="+31 118 555 012",
    email="verkoop@walcheren.example",
    website="www.walcheren.example",
    coc_number="12345678",
    vat_number="NL004495445B01",
    iban="NL91 ABNA 0417 1643 00",
    footer="Op al onze leveringen zijn onze voorwaarden van toepassing.",
)
WORDING = Wording(intro="Graag bieden wij u het volgende aan.", closing="Met vriendelijke groet,\nJoris Vos")


def line(number: int = 1, **values: Any) -> Line:
    price, quantity = Decimal("1234.50"), Decimal(2)
    known: dict[str, Any] = {
        "code": f"LT{number:08}",
        "description": f"Barstoel nummer {number}",
        "quantity": quantity,
        "part_price": price,
        "discount": Decimal(0),
        "amount": line_total(quantity, price),
        "vat_percent": Decimal(21),
    }
    return Line(**(known | values))


def paper(lines: list[Line] | None = None, **values: Any) -> Paper:
    lines = [line()] if lines is None else lines
    amounts = [(one.amount, one.vat_percent) for one in lines if one.amount is not None and not one.optional]
    known: dict[str, Any] = {
        "kind": "quote",
        "number": "O26-10530",
        "date": datetime.date(2026, 11, 27),
        "party_name": "Hotel De Zeeuwse Kust B.V.",
        "address": ("Boulevard Bankert 112", "4382 AD  Vlissingen"),
        "lines": lines,
        "totals": totals_of_amounts(amounts, prices_include_vat=True),
        "facts": (Fact("reference", "PO 4711"),),
    }
    return Paper(**(known | values))


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    return "\n".join(pages(content))
