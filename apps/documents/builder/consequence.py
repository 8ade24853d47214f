"""What sending a draft will do in LogicTrade, in one sentence (permission by consequence)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core import money
from apps.documents.builder.kinds import kind_of
from apps.documents.builder.summary import draft_totals
from apps.documents.models import Draft, DraftLine


def consequence(draft: Draft, lines: Sequence[DraftLine]) -> str:
    kind = kind_of(draft)
    total = money.money(draft_totals(draft, lines).totals.gross)
    if draft.edits_id is None:
        return kind.creates(sum(line.counts for line in lines), total)
    number = draft.edits_number or f"#{draft.edits_id}"
    return str(kind.words.changes) % {"number": number, "what": _what(draft, lines), "total": total}


def _what(draft: Draft, lines: Sequence[DraftLine]) -> str:
    """ "2 lines changed, 1 added"; a line that was touched counts as changed."""
    changed = sum(line.line_number is not None and line.version > 1 for line in lines)
    added = sum(line.line_number is None and line.counts for line in lines)
    removed = len(lines_taken_out(draft))
    parts = [
        ngettext("%(n)d line changed", "%(n)d lines changed", changed) % {"n": changed} if changed else "",
        ngettext("%(n)d added", "%(n)d added", added) % {"n": added} if added else "",
        ngettext("%(n)d removed", "%(n)d removed", removed) % {"n": removed} if removed else "",
        _("the head") if draft.head_version > 1 else "",
    ]
    return ", ".join(part for part in parts if part) or _("nothing yet")


def lines_taken_out(draft: Draft) -> list[DraftLine]:
    """Lines of LogicTrade that the change leaves out."""
    return list(DraftLine.every.filter(draft=draft, line_number__gt=0).exclude(removed_at=None).order_by("line_number"))
