"""What a draft comes to, as LogicTrade will add up what is sent."""

from collections.abc import Iterable

from apps.documents.basis import prices_include_vat
from apps.documents.models import Draft, DraftLine
from apps.documents.totals import Line, Totals, combined, totals


def draft_amounts(draft: Draft, lines: Iterable[DraftLine]) -> Totals:
    """Of the lines that count; the discount on all is put into each line's, and rounded there."""
    sent = [
        Line(line.quantity, line.part_price, combined(line.discount, draft.discount), line.vat_percent)
        for line in lines
        if line.counts
    ]
    return totals(sent, prices_include_vat=prices_include_vat())
