"""Texts, headings and options of a document that was made here, at their own places on paper.

LogicTrade has no lines for them, so they travel in external comments (`writing/texts.py`). As long as LogicTrade still
has what was sent, the paper shows them as they were written; after any change there its own record is what counts.
"""

from collections.abc import Sequence
from dataclasses import replace

from apps.documents.models import Draft, DraftLine
from apps.documents.paper.content import Line, Paper
from apps.documents.paper.drafts import choice_words, line_on_paper
from apps.documents.selectors import draft_lines
from apps.logictrade import schemas
from apps.logictrade.schemas import Comment
from apps.sales.writing.texts import comments_of

type Sold = schemas.Quote | schemas.Order | schemas.Invoice


def arranged(paper: Paper, record: Sold) -> Paper:
    """The paper as its draft was laid out, where LogicTrade's record is still that draft's."""
    draft = Draft.objects.filter(kind=paper.kind, sent_id=record.id).order_by("-updated_at").first()
    if draft is None:
        return paper
    lines = draft_lines(draft)
    counted = [line for line in lines if line.counts]
    if len(counted) == len(lines) or not _unchanged(draft, lines, counted, record):
        return paper
    sold = dict(zip((line.pk for line in counted), paper.lines, strict=True))
    return replace(paper, lines=[_line(line, draft, sold.get(line.pk)) for line in lines], comment=draft.comment_extern)


def _unchanged(draft: Draft, lines: Sequence[DraftLine], counted: Sequence[DraftLine], record: Sold) -> bool:
    """Same lines in the same order, and the comments that were sent."""
    comments, below = comments_of(lines)
    if len(counted) != len(record.lines) or not _same(f"{draft.comment_extern}\n{below}", record.comment):
        return False
    return all(
        mine.code == (theirs.code or "")
        and mine.quantity == theirs.quantity
        and _same(comments[mine.pk], theirs.comment)
        for mine, theirs in zip(counted, record.lines, strict=True)
    )


def _same(sent: str, found: Comment | None) -> bool:
    """Whatever LogicTrade does to line ends: some join them."""
    return sent.split() == ((found.extern or "") if found else "").split()


def _line(line: DraftLine, draft: Draft, sold: Line | None) -> Line:
    """A sold line as LogicTrade has it, with its own comment only; the others as they were written."""
    if sold is None:
        return line_on_paper(line, draft)
    return replace(
        sold, comment="\n".join(word for word in (*choice_words(line.configuration), line.comment_extern) if word)
    )
