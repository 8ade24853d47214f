"""A paper in words: every label, number and date as it is printed, in the language of the paper.

What comes out is what the template draws: strings, lists and switches, nothing left to compute.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from apps.core import dates, money
from apps.documents.paper.content import Line, Paper
from apps.documents.paper.house import House, Wording

type Sheet = dict[str, Any]

TITLES: dict[str, str | Promise] = {
    "quote": gettext_lazy("Quote"),
    "order": gettext_lazy("Order confirmation"),
    "invoice": gettext_lazy("Invoice"),
}
MARKS: dict[str, str | Promise] = {"draft": gettext_lazy("Concept"), "copy": gettext_lazy("Copy")}
FACTS: dict[str, str | Promise] = {
    "customer_number": gettext_lazy("Customer no."),
    "reference": gettext_lazy("Your reference"),
    "contact": gettext_lazy("Your contact"),
    "expected": gettext_lazy("Expected delivery"),
    "confirmed": gettext_lazy("Confirmed delivery"),
    "delivery_type": gettext_lazy("Delivery type"),
    "delivery_condition": gettext_lazy("Delivery terms"),
    "vat_number": gettext_lazy("Your VAT no."),
}
# How a letter from here names the country it goes to; of others the two letters are printed.
COUNTRIES: dict[str, str | Promise] = {
    "AT": gettext_lazy("Austria"),
    "BE": gettext_lazy("Belgium"),
    "CH": gettext_lazy("Switzerland"),
    "DE": gettext_lazy("Germany"),
    "DK": gettext_lazy("Denmark"),
    "ES": gettext_lazy("Spain"),
    "FR": gettext_lazy("France"),
    "GB": gettext_lazy("United Kingdom"),
    "IE": gettext_lazy("Ireland"),
    "IT": gettext_lazy("Italy"),
    "LU": gettext_lazy("Luxembourg"),
    "PL": gettext_lazy("Poland"),
    "SE": gettext_lazy("Sweden"),
}
# A longer word may be broken anywhere, or it would run out of its column.
LONGEST_WORD = 25
# A row with more text than this may go on over the end of a page; a shorter one stays together.
LONGEST_ROW = 900
# Controls, lone surrogates and marks that turn the direction of what follows: none of them is text.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\uffff\ud800-\udfff]")
_SPLIT = "\u200b"


def printable(text: str) -> str:
    """The text without what cannot be printed or would forge its surroundings; line ends stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def breakable(text: str) -> str:
    """The text with places to break in very long words."""
    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", lambda found: _SPLIT.join(found.group()), printable(text))


def paragraphs(text: str) -> list[str]:
    """Lines of a text; an empty one parts two paragraphs, several are one."""
    return re.sub(r"\n{3,}", "\n\n", breakable(text).strip()).split("\n") if text.strip() else []


def title_of(paper: Paper) -> str:
    """What kind of paper it is, in the active language."""
    if paper.kind == "invoice" and paper.totals.gross < 0:
        return _("Credit note")
    return str(TITLES[paper.kind])


def sheet(paper: Paper, house: House, wording: Wording) -> Sheet:
    """Everything that the template prints."""
    with override(paper.language):
        return {
            "language": paper.language,
            "title": title_of(paper),
            "number": printable(paper.number),
            "mark": str(MARKS[paper.mark]) if paper.mark else "",
            "watermark": paper.mark == "draft",
            "page": _("Page"),
            "of": _("of"),
            "house": _house(house),
            "address": [breakable(line) for line in _address(paper) if line],
            "facts": list(_facts(paper)),
            "intro": paragraphs(wording.intro),
            "columns": _columns(paper),
            "discounts": any(line.discount for line in paper.lines),
            "sections": list(_sections(paper.lines)),
            "optional": [_row(line) for line in paper.lines if line.optional],
            "optional_title": _("Optional, not in the total"),
            "totals": list(_totals(paper)),
            "basis": _("Prices include VAT.") if paper.totals.prices_include_vat else _("Prices exclude VAT."),
            "comment": paragraphs(paper.comment),
            "terms": list(_terms(paper)),
            "closing": paragraphs(wording.closing),
        }


def _address(paper: Paper) -> Iterator[str]:
    yield paper.party_name
    if paper.attention:
        yield _("Attn. %(name)s") % {"name": paper.attention}
    yield from paper.address
    country = paper.country.strip().upper()
    if country not in {"", "NL"}:
        yield str(COUNTRIES.get(country, country)).upper()


def _house(house: House) -> dict[str, Any]:
    registers = [
        (_("CoC"), house.coc_number),
        (_("VAT no."), house.vat_number),
        ("IBAN", house.iban),
        ("BIC", house.bic),
    ]
    return {
        "company": printable(house.company),
        "contact": [printable(part) for part in (*house.address, house.phone, house.email, house.website) if part],
        "registers": [f"{name} {printable(value)}" for name, value in registers if value],
        "colour": house.colour,
        "footer": paragraphs(house.footer),
    }


def _facts(paper: Paper) -> Iterator[tuple[str, list[str]]]:
    yield _("Date"), [dates.day(paper.date)]
    for fact in paper.facts:
        value = dates.day(fact.value) if isinstance(fact.value, datetime.date) else breakable(fact.value)
        if value:
            yield str(FACTS[fact.name]), [value]
    if paper.due:
        yield _("Due date"), [dates.day(paper.due)]
    if paper.valid_until:
        yield _("Valid until"), [dates.day(paper.valid_until)]
    if paper.delivery_address:
        yield _("Delivery address"), [breakable(line) for line in paper.delivery_address]


def _columns(paper: Paper) -> dict[str, str]:
    return {
        "code": _("Code"),
        "description": _("Description"),
        "quantity": _("Quantity"),
        "price": _("Price €"),
        "discount": _("Disc. %"),
        "vat": _("VAT %"),
        "amount": _("Amount €"),
    }


def _sections(lines: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """Lines under their headings; a heading with amounts below it has a subtotal."""
    heading, rows = "", list[Line]()
    for line in lines:
        if line.role == "heading":
            yield from _section(heading, rows)
            heading, rows = line.description, []
        elif not line.optional:
            rows.append(line)
    yield from _section(heading, rows)


def _section(heading: str, rows: Sequence[Line]) -> Iterator[dict[str, Any]]:
    if not heading and not rows:
        return
    amounts = [row.amount for row in rows if row.amount is not None]
    subtotal = money.money(sum(amounts, Decimal(0))) if heading and amounts else ""
    label = _("Subtotal %(heading)s") % {"heading": breakable(heading)} if subtotal else ""
    yield {
        "heading": breakable(heading),
        "rows": [_row(line) for line in rows],
        "subtotal": subtotal,
        "subtotal_label": label,
    }


def _row(line: Line) -> dict[str, Any]:
    plain = line.role == "text"
    discount = "" if not line.discount else money.percentage(line.discount)
    return {
        "text": plain,
        "code": "" if plain else printable(line.code),
        "description": paragraphs(line.description) or ([] if plain else ["–"]),
        "comment": paragraphs(line.comment),
        "quantity": "" if plain else f"{money.quantity(line.quantity)} {printable(line.unit)}".strip(),
        "price": "" if plain else money.price(line.part_price),
        "discount": discount,
        "vat": "" if plain or line.vat_percent is None else money.quantity(line.vat_percent),
        "amount": "" if plain else money.money(line.amount),
        "whole": len(line.description) + len(line.comment) < LONGEST_ROW,
    }


def _totals(paper: Paper) -> Iterator[dict[str, Any]]:
    """Net, VAT per rate and what is to be paid."""
    found = paper.totals
    yield {"label": _("Total excl. VAT"), "amount": money.money(found.net), "sum": False}
    for rate in found.vat:
        if rate.percent is None:
            yield {"label": _("VAT not known yet"), "amount": money.DASH, "sum": False}
        else:
            label = _("VAT %(percent)s %% over %(base)s") % {
                "percent": money.quantity(rate.percent),
                "base": money.money(rate.base),
            }
            yield {"label": label, "amount": money.money(rate.amount), "sum": False}
    label = _("Total incl. VAT") if found.complete else _("Total, VAT not complete")
    yield {"label": label, "amount": money.money(found.gross), "sum": True}
    if paper.paid:
        yield {"label": _("Paid"), "amount": money.money(paper.paid), "sum": False}
        yield {"label": _("To pay"), "amount": money.money(found.gross - paper.paid), "sum": True}


def _terms(paper: Paper) -> Iterator[tuple[str, str]]:
    if paper.payment_terms:
        yield _("Payment terms"), breakable(paper.payment_terms)
