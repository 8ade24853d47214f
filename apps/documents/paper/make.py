"""From a document to its PDF: the one place that joins content, letterhead, texts and language."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils.translation import override

from apps.documents.paper import render
from apps.documents.paper.content import LANGUAGES, Found, Paper
from apps.documents.paper.house import House
from apps.documents.paper.letterhead import house_of, letterhead_get, texts_get
from apps.documents.paper.texts import Texts, wording
from apps.documents.paper.words import title_of

_LONGEST_NAME = 80


@dataclass(frozen=True)
class Made:
    """A paper with all that goes with it, before it is drawn."""

    paper: Paper
    house: House
    texts: Texts

    def pdf(self) -> bytes:
        """Raises `apps.documents.paper.render.PaperError`."""
        return render.pdf(self.paper, self.house, wording(self.texts, self.paper, self.house))

    @property
    def file_name(self) -> str:
        """Such as Offerte-O26-10530.pdf: plain letters, so that any mail program and disk takes it."""
        with override(self.paper.language):
            words = f"{title_of(self.paper)} {self.paper.number}"
        return f"{re.sub(r'[^A-Za-z0-9._-]+', '-', words).strip('-.')[:_LONGEST_NAME] or 'document'}.pdf"


def chosen_language(asked: str, found: Found) -> str:
    """The language that was asked for, else the customer's."""
    return asked if asked in LANGUAGES else found.recipient.language


def make(found: Found, language: str) -> Made:
    """Join a document with the letterhead and the texts in a language."""
    row = letterhead_get()
    paper = replace(found.paper, language=language)
    if paper.kind == "quote" and paper.valid_until is None and paper.date is not None:
        paper = replace(paper, valid_until=paper.date + timedelta(days=row.valid_days))
    return Made(paper, house_of(row, language), texts_get(paper.kind, language))
