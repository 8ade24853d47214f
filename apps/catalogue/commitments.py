"""The commitments ledger as documents write it: rows of open lines, replaced per document."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from apps.catalogue.models import Commitment, Product
from apps.catalogue.texts import code_key, fitting
from apps.erp.mirror.texts import cut

BATCH = 500


@dataclass(frozen=True)
class CommitmentRow:
    """One open line. ``product_id`` may stay None: the code decides. ``direction`` is reserved or expected."""

    document_kind: str
    document_id: int
    number: str
    product_code: str
    direction: str
    quantity: Decimal
    line_number: int | None = None
    product_id: int | None = None
    date: datetime.date | None = None
    party_name: str = ""


def commitments_replace(*, rows_by_document: Mapping[str, Sequence[CommitmentRow]]) -> None:
    """Replace the rows of each document ("order:5"); an empty sequence takes them away.

    Set-based, and meant to run inside the caller's transaction.
    """
    documents = list(rows_by_document)
    for start in range(0, len(documents), BATCH):
        Commitment.objects.filter(document__in=documents[start : start + BATCH]).delete()
    ids = product_ids(row.product_code for rows in rows_by_document.values() for row in rows if row.product_id is None)
    Commitment.objects.bulk_create(
        [_commitment(document, row, ids) for document, rows in rows_by_document.items() for row in rows],
        batch_size=BATCH,
    )


def _commitment(document: str, row: CommitmentRow, ids: Mapping[str, int]) -> Commitment:
    key = code_key(row.product_code)
    return Commitment(
        document=document,
        document_kind=row.document_kind,
        document_id=row.document_id,
        number=cut(row.number, 80),
        line_number=row.line_number,
        product_code=cut(row.product_code, 80),
        product_key=key,
        product_id=row.product_id or ids.get(key),
        direction=row.direction,
        quantity=fitting(row.quantity) or Decimal(0),
        date=row.date,
        party_name=cut(row.party_name, 300),
    )


def product_ids(codes: Iterable[str | None]) -> dict[str, int]:
    """Product id per code key; of two products with one code the one that still exists wins."""
    keys = sorted({code_key(code) for code in codes} - {""})
    found: dict[str, int] = {}
    for start in range(0, len(keys), BATCH):
        chunk = keys[start : start + BATCH]
        products = Product.objects.filter(number_key__in=chunk).order_by("-gone_at", "pk")
        for key, pk, gone_at in products.values_list("number_key", "pk", "gone_at"):
            if gone_at is None or key not in found:
                found[key] = pk
    return found
