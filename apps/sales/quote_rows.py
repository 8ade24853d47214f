"""What the list of quotes shows beside LogicTrade's own columns, worked out for one page of rows."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from apps.catalogue.commitments import product_ids
from apps.catalogue.texts import code_key
from apps.documents.basis import prices_include_vat
from apps.documents.margin import costs_of
from apps.documents.models import Document
from apps.documents.totals import HUNDRED, Totals, totals_of_amounts
from apps.erp import codes
from apps.erp.models import Write
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.models import MirroredDocument, Quote
from apps.sales.quote_facts import standings
from apps.sales.versions import version_numbers

FACTS = ("valid_until", "follow_up", "outcome")
FROM_RECORD = ("net", "gross", "origin", "margin")


def note_quotes(rows: Sequence[Document], shows: Callable[[str], bool]) -> None:
    """Write beside each row what its columns show; each kind of fact costs one query, and only where it is shown."""
    if any(shows(name) for name in FACTS):
        stands = standings(rows)
        for row in rows:
            row.stands = stands[row.remote_id]  # type: ignore[attr-defined]
    if shows("version"):
        numbers = version_numbers([row.remote_id for row in rows])
        for row in rows:
            row.version = numbers.get(row.remote_id)  # type: ignore[attr-defined]
    if any(shows(name) for name in FROM_RECORD):
        note_records(rows, Quote, schemas.Quote, "quote.list")
        if shows("margin"):
            note_margins(rows)
    if shows("sync"):
        note_writes(rows, "quote.")


def note_records(rows: Sequence[Document], model: type[MirroredDocument], schema: Any, endpoint: str) -> None:
    """Net, gross and origin, from the records themselves: the register does not keep them."""
    found = model._default_manager.in_bulk([row.remote_id for row in rows])
    rates = codes.vat_percents() if found else {}
    for row in rows:
        mirrored = found.get(row.remote_id)
        if mirrored is None:
            continue
        record = parse(schema, mirrored.raw, endpoint).record
        sums = _sums(record, rates)
        row.net, row.gross = sums.net, sums.gross  # type: ignore[attr-defined]
        row.record = record  # type: ignore[attr-defined]
        row.origin = (record.origin.description or record.origin.code or "") if record.origin else ""  # type: ignore[attr-defined]


def note_margins(rows: Sequence[Document]) -> None:
    """What is earned, in percent of the net amount; nothing where the cost of a line is not known. Two queries."""
    records = {row.remote_id: record for row in rows if (record := getattr(row, "record", None)) is not None}
    products = product_ids(line.code for record in records.values() for line in record.lines)
    costs = costs_of(products.values())
    for row in rows:
        record = records.get(row.remote_id)
        row.margin = _margin(record, row.net, products, costs) if record is not None else None  # type: ignore[attr-defined]


def _margin(record: Any, net: Decimal, products: Mapping[str, int], costs: Mapping[int, Decimal]) -> Decimal | None:
    cost = Decimal(0)
    for line in record.lines:
        known = costs.get(products.get(code_key(line.code), 0))
        if known is None or line.quantity is None or line.line_price is None:
            return None
        cost += known * line.quantity
    return (net - cost) * HUNDRED / net if net > 0 else None


def _sums(record: Any, rates: Any) -> Totals:
    amounts = [(line.line_price, line.vat) for line in record.lines if line.line_price is not None]
    return totals_of_amounts(amounts, prices_include_vat=prices_include_vat())


def note_writes(rows: Sequence[Document], kinds: str) -> None:
    """The last write of ours to each record."""
    writes = Write.objects.filter(kind__startswith=kinds, remote_id__in=[row.remote_id for row in rows])
    last = {write.remote_id: write for write in writes.order_by("created_at").only("remote_id", "state", "kind")}
    for row in rows:
        row.last_write = last.get(row.remote_id)  # type: ignore[attr-defined]
