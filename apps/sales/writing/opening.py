"""Drafts that begin with a document of LogicTrade: to change it (A5.2 step 1), or to make the next one of it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.core import clock
from apps.documents.lines import MOST_LINES
from apps.documents.models import Draft, DraftLine
from apps.documents.sending import CannotOpenError
from apps.documents.services import link_taken
from apps.documents.unit_prices import MOST_PRICE
from apps.erp import codes
from apps.erp.gateway import erp
from apps.erp.mirror import registry
from apps.erp.mirror.texts import cut
from apps.erp.mirror.upsert import mark_gone
from apps.erp.models import CodeEntry
from apps.logictrade import codec
from apps.logictrade.errors import NotFoundError, RecordError
from apps.relations.selectors import customer_get
from apps.sales.writing.checks import already_made
from apps.sales.writing.families import FAMILIES, INVOICE, ORDER, QUOTE, Family, Record
from apps.sales.writing.reading import head_values, line_places, line_values, lines_of
from apps.sales.writing.update import is_under_way

Table = CodeEntry.Table
Role = DraftLine.Role
MOST_QUANTITY = Decimal(10) ** 9
# What may be made from what.
FOLLOWS = {(QUOTE.key, ORDER.key), (ORDER.key, INVOICE.key)}


def document_edit(*, actor: Actor, user: User, family: Family, record_id: int) -> Draft:
    """See `apps.documents.sending.Sender.edit`."""
    open_one = Draft.objects.filter(
        kind=family.key, edits_id=record_id, owner=user, frozen_at=None, discarded_at=None, sent_id=None
    )
    known = open_one.order_by("-updated_at").first()
    if known is not None:
        return known
    record = _read(family, record_id)
    if family.fixed_once_under_way and is_under_way(record.raw):
        raise CannotOpenError(_("Something of it is delivered or invoiced, so its lines cannot be changed from here."))
    head = head_values(family, record.raw)
    return _draft(
        user,
        family,
        record,
        {**head, "edits_id": record.id, "edits_number": cut(record.number, 80), "base": codec.dumps(record.raw)},
        keep=True,
    )


def document_follow(*, actor: Actor, user: User, family: Family, from_kind: str, from_id: int) -> Draft:
    """See `apps.documents.sending.Sender.follow`."""
    if (from_kind, family.key) not in FOLLOWS:
        raise CannotOpenError(_("This cannot be made from that document."))
    taken = link_taken(from_kind, from_id, family.key)
    if taken is not None:
        raise CannotOpenError(already_made(taken.to_kind, taken.to_id))
    record = _read(FAMILIES[from_kind], from_id)
    head = {"from_kind": from_kind, "from_id": from_id, **_next_head(family, FAMILIES[from_kind], record)}
    return _draft(user, family, record, head, keep=False)


def _read(family: Family, record_id: int) -> Record:
    """As LogicTrade has it at this moment: one call."""
    try:
        answer = erp().call(f"{family.key}.retrieve", path={"id": record_id})
        return family.record(answer.data)
    except NotFoundError as error:
        mark_gone(registry.get(family.key), record_id, at=clock.now())
        raise CannotOpenError(_("LogicTrade no longer has this document.")) from error
    except RecordError as error:
        raise CannotOpenError(_("This document cannot be read.")) from error


def _next_head(family: Family, source: Family, record: Record) -> dict[str, Any]:
    """What the next document takes over; what LogicTrade asks for and the source lacks is the usual."""
    head = head_values(source, record.raw)
    wanted = {field.name for field in family.head} - {"date"}
    found = {name: value for name, value in head.items() if name in wanted}
    if family is INVOICE:
        # It goes to where the customer wants invoices, which is not where the goods went.
        return found
    found["address"] = head["address"]
    for name, table in (
        ("delivery_type", Table.DELIVERY_TYPE),
        ("delivery_condition", Table.DELIVERY_CONDITION),
        ("origin", Table.ORIGIN),
        ("payment_condition", Table.PAYMENT_CONDITION),
    ):
        found[name] = found.get(name) or codes.default_code(table)
    return found


def _draft(user: User, family: Family, record: Record, head: Mapping[str, Any], *, keep: bool) -> Draft:
    """The draft with its lines. ``keep``: they are the lines of LogicTrade itself, which travel back."""
    party = record.customer
    customer = customer_get(party.id) if party is not None and party.id is not None else None
    if customer is None:
        raise CannotOpenError(_("The customer of this document is not known here yet."))
    if len(record.lines) > MOST_LINES:
        raise CannotOpenError(_("It has more lines than can be changed here."))
    now = clock.now()
    with transaction.atomic():
        draft = Draft.objects.create(
            kind=family.key,
            owner=user,
            customer_id=customer.pk,
            customer_name=cut(customer.name, 200),
            created_at=now,
            updated_at=now,
            **head,
        )
        DraftLine.objects.bulk_create(lines_from(draft, record, keep=keep))
    return draft


def lines_from(draft: Draft, record: Record, *, keep: bool) -> list[DraftLine]:
    """The lines of a record for a draft, not stored yet. ``keep``: they are LogicTrade's own, which travel back."""
    raws = lines_of(record.raw)
    products = _products(raws)
    percents = codes.vat_percents()
    places = line_places(raws)
    if len(raws) != len(record.lines):
        raise CannotOpenError(_("This document cannot be read."))
    found: list[DraftLine] = []
    for raw, line, place in zip(raws, record.lines, places, strict=True):
        if not keep and draft.kind == INVOICE.key and raw.get("invoiceStatus") == "complete":
            continue
        product = products.get(code_key(line.code))
        made = _line(draft, raw, product)
        rate = product.vat_code.strip().lower() if product else ""
        made.vat_percent = line.vat if line.vat is not None else percents.get(rate)
        made.position = len(found) + 1
        if keep:
            made.line_number, made.base = place, codec.dumps(dict(raw))
        found.append(made)
    return found


def _line(draft: Draft, raw: Mapping[str, Any], product: Product | None) -> DraftLine:
    values = line_values(raw)
    code = cut(raw.get("code"), 80)
    if abs(values["quantity"]) >= MOST_QUANTITY or abs(values["part_price"] or 0) >= MOST_PRICE:
        raise CannotOpenError(_("A line of it holds a number that cannot be changed here."))
    if not code and not draft.edits_id:
        return DraftLine(draft=draft, role=Role.TEXT, description=values["description"])
    return DraftLine(
        draft=draft,
        product_id=product.pk if product else None,
        code=code,
        unit=cut(product.unit, 20) if product else "",
        # What was agreed stays until somebody types another price, and is what that goes back to.
        price_source=DraftLine.Source.AGREED,
        given_source=DraftLine.Source.AGREED,
        given_price=values["part_price"],
        given_discount=values["discount"],
        **values,
    )


def _products(raws: Sequence[Mapping[str, Any]]) -> dict[str, Product]:
    """By the folded code; of two with the same the one that LogicTrade still has."""
    keys = {code_key(cut(raw.get("code"), 80)) for raw in raws} - {""}
    rows = Product.objects.filter(number_key__in=keys).only("pk", "number_key", "unit", "vat_code", "gone_at")
    return {row.number_key: row for row in rows.order_by("-gone_at", "-pk")}
