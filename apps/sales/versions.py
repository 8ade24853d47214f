"""Versions of a quote as they are kept: one row per content that was seen of it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max

from apps.documents.labels import OPEN_QUOTE, UNKNOWN
from apps.logictrade import codec, schemas
from apps.logictrade.schemas import Delivery
from apps.sales.models import Quote
from apps.sales.quote_models import QuoteVersion

# A quote in another state changes no more: its first sight is not worth its room.
CHANGING = OPEN_QUOTE | {UNKNOWN}


def version_key(record: schemas.Quote) -> str:
    """The hash of what the customer sees. Comments are left out: LogicTrade's list does not always have them."""
    delivery = record.delivery or Delivery()
    told = {
        "reference": record.reference or "",
        "customer": record.customer.id if record.customer else None,
        "delivery": [delivery.type or "", delivery.condition or "", str(delivery.expected_date or "")],
        "lines": [_told(line) for line in record.lines],
        "total": _number(record.total_amount),
    }
    return codec.digest_of(codec.dumps(told))


def _told(line: schemas.Line) -> list[Any]:
    items = line.configuration.items if line.configuration else ()
    return [
        line.line_number,
        line.code or "",
        line.description or "",
        *(_number(value) for value in (line.quantity, line.part_price, line.discount, line.line_price)),
        [[item.option or item.option_code, item.value or item.value_code] for item in items],
    ]


def _number(value: Decimal | None) -> str:
    """3, 3.0 and 3.00 are one quantity."""
    return "" if value is None else str(value.normalize())


def keep_versions(rows: Sequence[tuple[Quote, schemas.Quote, str]]) -> None:
    """Keep what these quotes (row, record, derived state) look like now, where it differs from the version before."""
    last = _last(row.pk for row, _record, _state in rows)
    made = []
    for row, record, state in rows:
        if row.gone_at is not None:
            continue
        key, known = version_key(record), last.get(row.pk)
        if (known is None and state not in CHANGING) or (known is not None and known.key == key):
            continue
        made.append(
            QuoteVersion(
                quote_id=row.pk,
                number=known.number + 1 if known else 1,
                key=key,
                data=row.data,
                seen_at=row.synced_at,
                remote_modified=row.remote_modified,
            )
        )
    QuoteVersion.objects.bulk_create(made, batch_size=200)


def _last(ids: Iterable[int]) -> dict[int, QuoteVersion]:
    """The newest version of each quote, without its record: one query."""
    newest = QuoteVersion.objects.filter(quote_id__in=list(ids)).values("quote_id").annotate(last=Max("number"))
    numbers = {row["quote_id"]: row["last"] for row in newest.order_by()}
    rows = QuoteVersion.objects.filter(quote_id__in=list(numbers)).defer("data")
    return {row.quote_id: row for row in rows if row.number == numbers[row.quote_id]}


def version_count(quote_id: int) -> int:
    return QuoteVersion.objects.filter(quote_id=quote_id).count()


def version_numbers(quote_ids: Sequence[int]) -> dict[int, int]:
    """The number of the newest version of each quote."""
    rows = QuoteVersion.objects.filter(quote_id__in=list(quote_ids)).values("quote_id").annotate(last=Max("number"))
    return {row["quote_id"]: row["last"] for row in rows.order_by()}
