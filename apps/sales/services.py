"""What people do with quotes: start one, price it, put it in LogicTrade."""

import uuid
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.catalogue.customer_codes import product_of_code
from apps.catalogue.models import Product
from apps.catalogue.selectors import product_by_code, product_get, product_search
from apps.catalogue.services import MOST, prices_get
from apps.documents import services as documents
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.erp import codes
from apps.erp.gateway import erp
from apps.erp.models import CodeEntry, Write
from apps.erp.outbox.models import State
from apps.erp.outbox.submit import write_submit
from apps.relations.selectors import customer_get
from apps.sales import review
from apps.sales.cards import DocumentCard, record_card
from apps.sales.models import Quote
from apps.sales.payload import quote_payload
from apps.sales.quote_write import KIND, subject_of

Table = CodeEntry.Table
# One or two letters find a product by accident.
SHORTEST_WORDS = 3


class UnknownCustomerError(LookupError):
    """No such customer, or one that LogicTrade no longer has."""


class UnknownProductError(LookupError):
    """No product has this code, or LogicTrade no longer has it."""


class ManyProductsError(LookupError):
    """What was typed is no code, and more than one product matches it."""


class NotReadyError(Exception):
    """The quote cannot be sent yet; ``problems`` says why."""

    def __init__(self, problems: list[review.Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = problems


class TwinError(Exception):
    """The same quote was sent a moment ago; ``write`` is that one. Ask once, then send with ``twin_seen``."""

    def __init__(self, write: Write) -> None:
        super().__init__(f"looks like write {write.pk}")
        self.write = write


def quote_draft_create(*, actor: Actor, user: User, customer_id: int) -> Draft:
    """A new concept for a customer, with the usual delivery and origin. Raises `UnknownCustomerError`."""
    customer = customer_get(customer_id)
    if customer is None or customer.gone_at is not None:
        raise UnknownCustomerError(customer_id)
    return documents.draft_create(
        actor=actor,
        user=user,
        customer_id=customer.pk,
        customer_name=customer.name,
        delivery_type=codes.default_code(Table.DELIVERY_TYPE),
        delivery_condition=codes.default_code(Table.DELIVERY_CONDITION),
        origin=codes.default_code(Table.ORIGIN),
    )


def quote_line_add(
    *, actor: Actor, draft: Draft, code: str = "", product_id: int | None = None, quantity: Decimal = Decimal(1)
) -> DraftLine:
    """A line for a product by its id, its exact code, what this customer calls it, or words that find only one.

    Raises `UnknownProductError`, `ManyProductsError`, `DraftFrozenError`, `TooManyLinesError`.
    """
    product = product_get(product_id) if product_id else _product_meant(draft.customer_id, code)
    if product is None or product.gone_at is not None or not product.number:
        raise UnknownProductError(code)
    return documents.line_add(actor=actor, draft=draft, product=product, quantity=quantity)


def _product_meant(customer_id: int, code: str) -> Product | None:
    """Our own code wins from the customer's; that of a product that is gone stands for nothing any more."""
    own = product_by_code(code)
    if own is not None and own.gone_at is None:
        return own
    return product_of_code(customer_id, code) or own or _only_hit(customer_id, code)


def _only_hit(customer_id: int, words: str) -> Product | None:
    if len(words.strip()) < SHORTEST_WORDS:
        return None
    found, total = product_search(words, 2, with_gone=False, customer_id=customer_id)
    if total.value > 1:
        raise ManyProductsError(words)
    return found[0] if found else None


def quote_prices_fill(*, actor: Actor, draft: Draft) -> list[DraftLine]:
    """Ask LogicTrade what this customer pays for the lines that still have the list price: one call at most.

    Returns the lines that changed. Raises `DraftFrozenError`, `apps.logictrade.errors.LogicTradeError`.
    """
    waiting = [
        line.product_id
        for line in draft_lines(draft)
        if line.price_source == DraftLine.Source.LIST and line.product_id is not None
    ]
    if not waiting:
        return []
    known = prices_get(customer_id=draft.customer_id, product_ids=list(dict.fromkeys(waiting))[:MOST])
    prices = {pk: unit for pk, price in known.items() if (unit := documents.unit_price(price.sales, price.net))}
    return documents.lines_reprice(actor=actor, draft=draft, prices=prices)


def quote_create(*, actor: Actor, user: User, draft: Draft, write_id: uuid.UUID, twin_seen: bool = False) -> Write:
    """Send a quote to LogicTrade, once: store the intent and freeze the draft in one transaction.

    A second post of the same form gives the first one's write. Raises `DraftFrozenError` (another form was faster, or
    the draft changed while it was read), `NotReadyError`, `TwinError`, `WritesOffError`, `AlreadySentError`.
    """
    known = Write.objects.filter(pk=write_id, subject=subject_of(draft.pk)).first()
    if known is not None:
        return known
    if not draft.editable:
        raise documents.DraftFrozenError
    lines = draft_lines(draft)
    customer = customer_get(draft.customer_id)
    found = review.problems(draft, lines, customer)
    if found or customer is None:
        raise NotReadyError(found)
    if not twin_seen and (twin := review.twin(draft, lines)):
        raise TwinError(twin)
    return write_submit(
        actor=actor,
        user=user,
        write_id=write_id,
        kind=KIND,
        payload=quote_payload(draft=draft, lines=lines, customer=customer, user=user),
        label=_("Quote for %(customer)s") % {"customer": customer.name},
        subject=subject_of(draft.pk),
        replaces=replaced(draft),
        then=lambda write: documents.draft_freeze(draft=draft, write=write),
    )


def replaced(draft: Draft) -> Write | None:
    """The refused or dropped write that the next one corrects."""
    write = draft.write
    return write if write is not None and write.state in {State.REJECTED, State.CANCELLED} else None


def comments_read(row: Quote) -> DocumentCard:
    """The card of a quote as LogicTrade has it now: one call. Nothing is stored, the next sync does that.

    Raises `apps.logictrade.errors.LogicTradeError`.
    """
    return record_card(erp().quotes.retrieve(row.pk).record)
