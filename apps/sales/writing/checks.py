"""What keeps a document from being sent, and whether it looks like one that was just sent. Reads the mirror only."""

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
from apps.documents.kinds import document_title
from apps.documents.models import Draft, DraftLine
from apps.documents.release import release_problems
from apps.documents.sending import Problem
from apps.documents.services import link_taken
from apps.erp import codes
from apps.erp.link import granted, writes_refused
from apps.erp.models import CodeEntry, Write
from apps.erp.outbox.merge import pick
from apps.erp.outbox.models import State
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.sales.writing.create import quantities, subject_of
from apps.sales.writing.families import Family
from apps.sales.writing.payload import update_payload
from apps.sales.writing.reading import code_of
from apps.sales.writing.update import is_under_way

Table = CodeEntry.Table
TWIN_MINUTES = 10

REFUSED: Mapping[str, str | Promise] = {
    "mismatch": gettext_lazy(
        "The key belongs to another company than before, so nothing is sent. Tell the administrator."
    ),
    "key": gettext_lazy("LogicTrade refused the key, so nothing is sent. Tell the administrator."),
}
NO_CODES: Mapping[str, str | Promise] = {
    "delivery_type": gettext_lazy("No delivery type has a code yet. The administrator fills them in under Settings."),
    "delivery_condition": gettext_lazy(
        "No delivery condition has a code yet. The administrator fills them in under Settings."
    ),
}
CHOOSE: Mapping[str, str | Promise] = {
    "delivery_type": gettext_lazy("Choose a delivery type: LogicTrade asks for it"),
    "delivery_condition": gettext_lazy("Choose a delivery condition: LogicTrade asks for it"),
}


def writes_blocked(family: Family) -> str:
    """Why nothing of this kind can go to LogicTrade now, in the reader's words; empty when it can."""
    reason = writes_refused()
    if reason:
        return str(REFUSED.get(reason, family.stays))
    return "" if granted(family.key) else str(family.not_granted)


def problems(family: Family, draft: Draft, lines: Sequence[DraftLine], customer: Customer | None) -> list[Problem]:
    """Everything that is not right yet, in the order of the page."""
    found = [*_customer(family, draft, customer), *_head(family, draft), *_lines(family, lines)]
    found += _edited(family, draft) if draft.edits_id else [*_made(draft), *_salesman(family, draft)]
    if not found and draft.edits_id and customer is not None and not _changes(family, draft, lines, customer):
        found.append(Problem(_("Nothing is different from what LogicTrade has")))
    return [*found, *release_problems(draft, lines)]


def _customer(family: Family, draft: Draft, customer: Customer | None) -> Iterator[Problem]:
    """One who is still being made is told of by `release_problems`."""
    gone = customer is None or (customer.gone_at is not None and not draft.edits_id)
    if gone and draft.customer_id is not None:
        yield Problem(str(family.gone), "customer")


def _head(family: Family, draft: Draft) -> Iterator[Problem]:
    for field in family.head:
        if field.table:
            needed = field.name in family.needed and not draft.edits_id
            yield from _code(field.table, getattr(draft, field.name), field.name, needed=needed)
    if not draft.edits_id:
        # As it was read it goes back, also of the document it is made from: that code is LogicTrade's own.
        if not draft.from_kind:
            yield from _code(Table.ORIGIN, draft.origin, "origin")
        yield from _code(Table.PAYMENT_CONDITION, draft.payment_condition, "payment_condition")


def _code(table: str, code: str, field: str, *, needed: bool = False) -> Iterator[Problem]:
    known = dict(codes.choices(table))
    if not code and needed:
        yield Problem(str((CHOOSE if known else NO_CODES)[field]), field)
    elif code and code not in known:
        yield Problem(_("Code %(code)s is no longer in the code table. Choose again") % {"code": code}, field)


def _salesman(family: Family, draft: Draft) -> Iterator[Problem]:
    """An order needs a seller whom LogicTrade knows (contract section 6.2)."""
    if family.fixed_once_under_way and not codes.salesman_for(draft.owner.username):
        words = _("LogicTrade does not know you as a salesman yet. The administrator fills this in under Settings.")
        yield Problem(words)


def _made(draft: Draft) -> Iterator[Problem]:
    """Of a quote there comes one order, whoever makes it."""
    if not draft.from_kind or draft.from_id is None:
        return
    taken = link_taken(draft.from_kind, draft.from_id, draft.kind)
    if taken is not None and taken.write_id != draft.write_id:
        yield Problem(already_made(taken.to_kind, taken.to_id), "from")


def already_made(kind: str, remote_id: int | None) -> str:
    """Who came second reads what the first one made."""
    if remote_id is None:
        return _("A colleague is putting an order of this quote in LogicTrade at this moment.")
    return _("This quote became %(document)s already.") % {"document": document_title(kind, remote_id)}


def _edited(family: Family, draft: Draft) -> Iterator[Problem]:
    base = codec.loads(draft.base)
    if family.fixed_once_under_way and is_under_way(base):
        yield Problem(_("Something of it is delivered or invoiced, so its lines cannot be changed from here."))
    for field in family.head:
        text = pick(base, field.path) if field.table else None
        if isinstance(text, str) and text and not getattr(draft, field.name) and not code_of(field.table, text):
            words = _("“%(text)s” has no code yet, so it cannot be written back. Choose one, or have it filled in")
            yield Problem(words % {"text": text}, field.name)


def _changes(family: Family, draft: Draft, lines: Sequence[DraftLine], customer: Customer) -> bool:
    payload = update_payload(family=family, draft=draft, lines=lines, customer=customer, user=draft.owner)
    touched = any(line.get("base") is None or line["changed"] for line in payload["lines"])
    moved = any(line.get("base") not in (None, line["line_number"]) for line in payload["lines"])
    return bool(payload["changes"] or payload["removed"] or touched or moved)


def _lines(family: Family, lines: Sequence[DraftLine]) -> Iterator[Problem]:
    if not any(line.counts for line in lines):
        yield Problem(_("No lines yet. Type a code or a name to add one."), "lines")
    products = products_by_id([line.product_id for line in lines if line.product_id])
    for line in lines:
        if line.role == DraftLine.Role.PRODUCT:
            yield from _line(family, line, products.get(line.product_id or 0))


def _line(family: Family, line: DraftLine, product: Product | None) -> Iterator[Problem]:
    gone = product is None or product.gone_at is not None or product.number != line.code
    # A line that LogicTrade has already stays, whatever became of its product.
    if gone and not line.base:
        yield Problem(
            _("Product %(code)s is not in LogicTrade any more. Remove the line") % {"code": line.code}, "code", line.pk
        )
    if line.quantity == 0 or (line.quantity < 0 and not family.returns and not line.base):
        yield Problem(_("Quantity must be more than 0"), "quantity", line.pk)
    if line.part_price is None:
        yield Problem(_("Fill in a price"), "part_price", line.pk)


def twin(family: Family, draft: Draft, lines: Sequence[DraftLine]) -> Write | None:
    """One for the same customer with the same lines, sent in the last ten minutes (A3 row 43)."""
    since = clock.now() - timedelta(minutes=TWIN_MINUTES)
    recent = Write.objects.filter(kind=family.create, created_at__gte=since)
    wanted = quantities([(line.code, line.quantity) for line in lines if line.counts])
    for write in recent.exclude(state__in=[State.REJECTED, State.CANCELLED]).exclude(subject=subject_of(draft.pk)):
        content = write.content
        if content["customer_id"] == draft.customer_id and _of_payload(content) == wanted:
            return write
    return None


def _of_payload(content: Mapping[str, Any]) -> Mapping[tuple[str, Decimal], int]:
    return quantities([(line["code"], Decimal(line["quantity"])) for line in content["lines"]])
