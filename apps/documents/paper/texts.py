"""The texts around a paper and of its mail: the usual ones, those of the company, and the blanks filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.core import dates
from apps.documents.paper.content import Paper
from apps.documents.paper.house import House, Wording
from apps.documents.paper.words import title_of

KINDS = ("quote", "order", "invoice")
BLANKS = ("title", "number", "date", "reference", "customer", "company", "contact", "valid_until", "sender")
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Texts:
    """As they are kept, with their blanks: {number}, {customer} and so on."""

    intro: str = ""
    closing: str = ""
    subject: str = ""
    body: str = ""


def usual_texts(kind: str, language: str) -> Texts:
    """What is written when the company has no texts of its own."""
    with override(language):
        greeting = _("Dear Sir or Madam,")
        regards = [_("Kind regards,"), "", "{sender}", "{company}"]
        attached = {
            "quote": _("Please find our quote {number} attached."),
            "order": _("Please find the confirmation of your order {number} attached."),
            "invoice": _("Please find a copy of our invoice {number} attached."),
        }[kind]
        intro = {
            "quote": _("Thank you for your enquiry. We are pleased to offer you the following."),
            "order": _("Thank you for your order. We have noted it as follows."),
            "invoice": "",
        }[kind]
        signed = ["", _("Kind regards,"), "", "{contact}", "{company}"]
        closing = {
            "quote": [_("This quote stands until {valid_until}."), _("We look forward to your answer."), *signed],
            "order": [_("Please check this confirmation and tell us what is not right."), *signed],
            "invoice": [],
        }[kind]
        return Texts(
            intro=intro,
            closing="\n".join(closing),
            subject="{title} {number}",
            body="\n".join([greeting, "", attached, "", *regards]),
        )


def unknown_blanks(text: str) -> list[str]:
    """What stands in braces and is no blank that we can fill."""
    return [name for name in _BLANK.findall(text) if name not in BLANKS]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its blanks filled; a line whose blank has no value is left out."""
    kept = [line for line in text.split("\n") if all(values.get(name, "x") for name in _BLANK.findall(line))]
    return _fill("\n".join(kept), values)


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """The same for a subject: it stays, whatever is missing."""
    return " ".join(_fill(text, values).split())


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda found: values.get(found[1], found.group()), text)


def values_of(paper: Paper, house: House, sender: str = "") -> dict[str, str]:
    """What the blanks of a paper are filled with, in its language."""
    named = {fact.name: str(fact.value) for fact in paper.facts if fact.name in {"reference", "contact"}}
    with override(paper.language):
        return {
            "title": title_of(paper),
            "number": paper.number,
            "date": dates.day(paper.date) if paper.date else "",
            "reference": named.get("reference", ""),
            "customer": paper.party_name,
            "company": house.company,
            "contact": named.get("contact", ""),
            "valid_until": dates.day(paper.valid_until) if paper.valid_until else "",
            "sender": sender,
        }


def wording(texts: Texts, paper: Paper, house: House) -> Wording:
    values = values_of(paper, house)
    return Wording(intro=fill(texts.intro, values), closing=fill(texts.closing, values))
