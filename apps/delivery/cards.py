"""The card of one delivery as its page prints it: lines, address, order, age of the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.core import money
from apps.core.access import may
from apps.core.labels import Label
from apps.delivery import labels, selectors
from apps.delivery.models import Deliverable
from apps.delivery.resources import DELIVERABLES, SCOPE, address_of, line_volume, parsed_order
from apps.documents.kinds import PAGES, document_url
from apps.documents.models import Document
from apps.erp.link import granted
from apps.erp.models import SyncState
from apps.erp.selectors import read_state
from apps.logictrade.schemas import Comment, Configuration, DeliverableLine
from apps.logictrade.schemas import Deliverable as Received


@dataclass(frozen=True)
class ShownLine:
    """One line of the order: what to fetch, how many, from where."""

    number: int | None
    where: str
    to_deliver: Decimal | None
    ordered: Decimal | None
    stock: Label
    code: str
    description: str
    detail: str
    volume: Decimal | None
    done: bool


def shown_lines(order: Received) -> list[ShownLine]:
    """What is still to deliver first, in LogicTrade's order; then what was delivered."""
    lines = [_line(line) for line in order.lines]
    return sorted(lines, key=lambda line: line.done)


def _line(line: DeliverableLine) -> ShownLine:
    places = [
        f"{place.location or _('somewhere')}: {money.quantity(place.quantity)}"
        for place in line.warehouses
        if place.location or place.quantity
    ]
    return ShownLine(
        number=line.line_number,
        where=" · ".join(places),
        to_deliver=line.quantity_to_deliver,
        ordered=line.quantity,
        stock=labels.stock_label(line.in_stock),
        code=line.code or "",
        description=line.description or "",
        detail=_detail(line.configuration, line.comment),
        volume=line_volume(line),
        done=line.quantity_to_deliver == 0,
    )


def _detail(configuration: Configuration | None, comment: Comment | None) -> str:
    """Measures of a made-to-measure line and its comments, in one line."""
    items = configuration.items if configuration else []
    parts = [f"{item.option or ''} {item.value or ''}".strip() for item in items]
    parts += [comment.extern or "", comment.intern or ""] if comment else []
    return " · ".join(" ".join(part.split()) for part in parts if part.strip())


@dataclass(frozen=True)
class ShownDelivery:
    """The card of one deliverable order."""

    order: Deliverable
    record: Received
    party_name: str
    lead: str
    lines: Sequence[ShownLine]
    street: str
    place: str
    phone: str
    tel: str
    stock: Label
    ready: str
    partly_delivered: bool
    sales_order: Document | None
    order_url: str
    comment_extern: str
    comment_intern: str


def shown_delivery(user: Any, order: Deliverable) -> ShownDelivery:
    record = parsed_order(order.raw)
    where = address_of(record)
    document = selectors.order_of(order)
    phone = where.phone_number or selectors.phone_of(document)
    lines = shown_lines(record)
    comment = record.comment or Comment()
    return ShownDelivery(
        order=order,
        record=record,
        party_name=order.party_name or (document.party_name if document else ""),
        lead=labels.lead(order.lines_total, order.lines_ready),
        lines=lines,
        street=" ".join(part for part in (where.street, where.house_number) if part),
        place=" ".join(part for part in (where.zip_code, where.city) if part),
        phone=phone,
        tel="".join(mark for mark in phone if mark.isdigit() or mark == "+"),
        stock=labels.stock_label(order.in_stock),
        ready=labels.ready_text(order.lines_total, order.lines_ready),
        partly_delivered=any(line.done for line in lines),
        sales_order=document,
        order_url=_order_url(user, document),
        comment_extern=(comment.extern or "").strip(),
        comment_intern=(comment.intern or "").strip(),
    )


def _order_url(user: Any, document: Document | None) -> str:
    if document is None or not may(user, PAGES[Document.Kind.ORDER].permission):
        return ""
    return document_url(Document.Kind.ORDER, document.remote_id)


@dataclass(frozen=True)
class Reading:
    """How old the figures are, and why they may be old or few."""

    as_of: datetime | None
    state: SyncState | None
    not_granted: bool


def reading() -> Reading:
    state = read_state(DELIVERABLES.name)
    refused = state is not None and state.not_granted
    return Reading(state.last_ok_at if state else None, state, refused or not granted(SCOPE))
