"""Stock explained as a ledger: places, what may be sold, what is reserved, what is free, what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.catalogue.labels import NOT_SALEABLE_PLACE
from apps.catalogue.models import Commitment
from apps.catalogue.selectors import MOST_COMMITMENTS, commitments_of
from apps.catalogue.stock import ZERO, StockSummary
from apps.core import dates, money

# The pages of documents live above; they are linked by name, where they exist.
DOCUMENT_PAGES = {"order": "sales:order_detail", "purchase_order": "purchasing:order_detail"}
SHOWN = 8


@dataclass(frozen=True)
class LedgerRow:
    """One line. ``kind``: empty, sum, or "sum big". ``calculated`` gets the dotted line."""

    label: str | Promise
    value: str
    kind: str = ""
    detail: str = ""
    tag: str | Promise = ""
    href: str = ""
    calculated: bool = False
    changed: bool = False
    negative: bool = False


def stock_ledger(
    summary: StockSummary,
    reserved: Sequence[Commitment],
    expected: Sequence[Commitment],
    before: StockSummary | None = None,
) -> list[LedgerRow]:
    """The lines of the stock panel. ``before``: what the page showed until now; values that differ are marked."""
    known = {place.code: place.stock for place in before.locations} if before else {}
    rows = [
        LedgerRow(
            place.name,
            money.quantity(place.stock),
            tag=NOT_SALEABLE_PLACE if place.saleable is False else "",
            changed=before is not None and known.get(place.code) != place.stock,
        )
        for place in summary.locations
    ]
    rows.append(_start(summary, before))
    rows += _lines(reserved, -1)
    rows.append(
        LedgerRow(
            _("Free"),
            money.quantity(summary.free),
            "sum big",
            calculated=True,
            changed=before is not None and before.free != summary.free,
            negative=summary.free is not None and summary.free < 0,
        )
    )
    if expected:
        rows += _lines(expected, 1)
        rows.append(_later(summary))
    return rows


def _start(summary: StockSummary, before: StockSummary | None) -> LedgerRow:
    """What free stock starts from: saleable, or all while LogicTrade has not said what may be sold."""
    label = _("Saleable") if summary.saleable is not None else _("On hand")
    changed = before is not None and before.sellable_stock != summary.sellable_stock
    return LedgerRow(label, money.quantity(summary.sellable_stock), "sum", changed=changed)


def _later(summary: StockSummary) -> LedgerRow:
    total = None if summary.free is None else summary.free + summary.expected
    return LedgerRow(_("Free when all has come"), money.quantity(total), "sum", calculated=True)


def _lines(rows: Sequence[Commitment], sign: int) -> list[LedgerRow]:
    """The first lines one by one, the rest as one sum."""
    shown = [_line(row, sign) for row in rows[:SHOWN]]
    rest = rows[SHOWN:]
    if rest:
        count = _("%(n)d more lines") % {"n": len(rest)}
        more = reverse("catalogue:product_commitments", args=[rows[0].product_id])
        shown.append(LedgerRow(count, signed(sum((row.quantity for row in rest), ZERO) * sign), href=more))
    return shown


@dataclass(frozen=True)
class CommitmentSide:
    """The open lines of one direction, each with its document, and what they come to."""

    title: str
    anchor: str
    rows: tuple[LedgerRow, ...]
    total: str
    cut: bool


def commitment_sides(product_id: int) -> list[CommitmentSide]:
    """What reserves a product and what brings it, line by line."""
    reserved, expected = commitments_of(product_id)
    full = len(reserved) + len(expected) >= MOST_COMMITMENTS
    return [
        CommitmentSide(title, anchor, tuple(_line(row, sign) for row in rows), _sum_of(rows, sign), full)
        for title, anchor, rows, sign in (
            (_("Reserved"), "reserved", reserved, -1),
            (_("On order"), "expected", expected, 1),
        )
    ]


def _sum_of(rows: Sequence[Commitment], sign: int) -> str:
    return signed(sum((row.quantity for row in rows), ZERO) * sign)


def _line(row: Commitment, sign: int) -> LedgerRow:
    parts = [row.party_name, dates.short_day(row.date) if row.date else ""]
    return LedgerRow(
        row.number or row.document,
        signed(row.quantity * sign),
        detail=", ".join(part for part in parts if part),
        href=document_url(row.document_kind, row.document_id),
    )


def signed(value: Decimal) -> str:
    return ("+" if value > 0 else "") + money.quantity(value)


def document_url(kind: str, document_id: int) -> str:
    """The page of a document, empty while there is none."""
    try:
        return reverse(DOCUMENT_PAGES[kind], args=[document_id])
    except (KeyError, NoReverseMatch):
        return ""
