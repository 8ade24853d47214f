"""What keeps a quote from being sent, and whether it looks like one that was just sent. Reads only."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.catalogue.models import Product
from apps.catalogue.selectors import products_by_id
from apps.core import clock
from apps.documents.models import Draft, DraftLine
from apps.documents.sending import Problem
from apps.erp import codes
from apps.erp.link import granted, writes_refused
from apps.erp.models import CodeEntry, Write
from apps.erp.outbox.models import State
from apps.relations.models import Customer
from apps.sales.quote_write import KIND

Table = CodeEntry.Table
TWIN_MINUTES = 10

REFUSED: Mapping[str, str | Promise] = {
    "off": gettext_lazy("Writing to LogicTrade is switched off. The quote stays a concept here."),
    "mismatch": gettext_lazy(
        "The key belongs to another company than before, so nothing is sent. Tell the administrator."
    ),
    "key": gettext_lazy("LogicTrade refused the key, so nothing is sent. Tell the administrator."),
}


def writes_blocked() -> str:
    """Why no quote can go to LogicTrade now, in the reader's words; empty when one can."""
    reason = writes_refused()
    if reason:
        return str(REFUSED.get(reason, REFUSED["off"]))
    if not granted("quote"):
        return _("The key of Backoffice has no right to quotes in LogicTrade. Ask the administrator.")
    return ""


def problems(draft: Draft, lines: Sequence[DraftLine], customer: Customer | None) -> list[Problem]:
    """Everything that is not right yet, in the order of the page."""
    return [*_head(draft, customer), *_lines(lines)]


def _head(draft: Draft, customer: Customer | None) -> Iterator[Problem]:
    if draft.customer_id is not None and (customer is None or customer.gone_at is not None):
        yield Problem(_("This customer is not in LogicTrade any more. Start a quote for another one."), "customer")
    yield from _code(Table.DELIVERY_TYPE, draft.delivery_type, "delivery_type", needed=True)
    yield from _code(Table.DELIVERY_CONDITION, draft.delivery_condition, "delivery_condition")
    yield from _code(Table.ORIGIN, draft.origin, "origin")


def _code(table: str, code: str, field: str, *, needed: bool = False) -> Iterator[Problem]:
    known = dict(codes.choices(table))
    if not code and needed:
        if known:
            yield Problem(_("Choose a delivery type: LogicTrade asks for it"), field)
        else:
            yield Problem(_("No delivery type has a code yet. The administrator fills them in under Settings."), field)
    elif code and code not in known:
        yield Problem(_("Code %(code)s is no longer in the code table. Choose again") % {"code": code}, field)


def _lines(lines: Sequence[DraftLine]) -> Iterator[Problem]:
    if not lines:
        yield Problem(_("No lines yet. Type a code or a name to add one."), "lines")
    products = products_by_id([line.product_id for line in lines if line.product_id])
    for line in lines:
        yield from _line(line, products.get(line.product_id or 0))


def _line(line: DraftLine, product: Product | None) -> Iterator[Problem]:
    if product is None or product.gone_at is not None or product.number != line.code:
        yield Problem(
            _("Product %(code)s is not in LogicTrade any more. Remove the line") % {"code": line.code}, "code", line.pk
        )
    if line.quantity <= 0:
        yield Problem(_("Quantity must be more than 0"), "quantity", line.pk)
    if line.part_price is None:
        yield Problem(_("Fill in a price"), "part_price", line.pk)


def twin(draft: Draft, lines: Sequence[DraftLine]) -> Write | None:
    """A quote for the same customer with the same lines, sent in the last ten minutes (A3 row 43)."""
    since = clock.now() - timedelta(minutes=TWIN_MINUTES)
    recent = Write.objects.filter(kind=KIND, created_at__gte=since).exclude(state__in=[State.REJECTED, State.CANCELLED])
    wanted = _fingerprint([(line.code, line.quantity) for line in lines])
    for write in recent.exclude(subject=f"draft:{draft.pk}"):
        content = write.content
        if content["customer_id"] == draft.customer_id and _of_payload(content) == wanted:
            return write
    return None


def _of_payload(content: Mapping[str, Any]) -> Counter[tuple[str, Decimal]]:
    return _fingerprint([(line["code"], Decimal(line["quantity"])) for line in content["lines"]])


def _fingerprint(lines: Sequence[tuple[str, Decimal]]) -> Counter[tuple[str, Decimal]]:
    return Counter((code, quantity.normalize()) for code, quantity in lines)
