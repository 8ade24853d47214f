"""What of a mirrored document a customer's next document can use: its lines as sold."""

from collections.abc import Iterable
from decimal import Decimal

from apps.documents.sold import SoldDocument, SoldRow
from apps.documents.totals import HUNDRED
from apps.logictrade import schemas
from apps.sales.discounts import discount_as_percent


def sold_document(kind: str, record: schemas.Quote | schemas.Order | schemas.Invoice, *, counts: bool) -> SoldDocument:
    """``counts`` False for what is gone or was called off."""
    return SoldDocument(
        kind=kind,
        document_id=record.id,
        number=record.number,
        customer_id=record.customer.id if record.customer else None,
        date=record.date,
        rows=_rows(record.lines) if counts else (),
    )


def _rows(lines: Iterable[schemas.FreeLine]) -> list[SoldRow]:
    return [SoldRow(line.code, line.quantity, _piece(line)) for line in lines]


def _piece(line: schemas.FreeLine) -> Decimal | None:
    """What one piece costs; LogicTrade's own amount of the line where it gives no price."""
    if line.part_price is not None:
        return line.part_price * (HUNDRED - (discount_as_percent(line.discount) or 0)) / HUNDRED
    if line.line_price is not None and line.quantity:
        return line.line_price / line.quantity
    return None
