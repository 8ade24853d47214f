"""Beginning a draft and putting products in it: what a person typed becomes a line, and lines get their prices."""

import uuid
from decimal import Decimal
from typing import Any

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
from apps.erp.models import CodeEntry
from apps.relations.selectors import customer_get

Table = CodeEntry.Table
# One or two letters find a product by accident.
SHORTEST_WORDS = 3
# A customer whom LogicTrade does not have yet has no codes of their own, and nobody else's count.
NOBODY = 0


class UnknownCustomerError(LookupError):
    """No such customer, or one that LogicTrade no longer has."""


class UnknownProductError(LookupError):
    """No product has this code, or LogicTrade no longer has it."""


class ManyProductsError(LookupError):
    """What was typed is no code, and more than one product matches it."""


def draft_begin(*, actor: Actor, user: User, customer_id: int, kind: str = Draft.Kind.QUOTE, **head: Any) -> Draft:
    """A new concept for a customer, with the usual delivery and origin. Raises `UnknownCustomerError`."""
    customer = customer_get(customer_id)
    if customer is None or customer.gone_at is not None:
        raise UnknownCustomerError(customer_id)
    return documents.draft_create(
        actor=actor,
        user=user,
        customer_id=customer.pk,
        customer_name=customer.name,
        kind=kind,
        **(usual_head() | head),
    )


def usual_head() -> dict[str, str]:
    """The usual delivery and origin, as every new concept begins."""
    return {
        "delivery_type": codes.default_code(Table.DELIVERY_TYPE),
        "delivery_condition": codes.default_code(Table.DELIVERY_CONDITION),
        "origin": codes.default_code(Table.ORIGIN),
    }


def product_line_add(
    *,
    actor: Actor,
    draft: Draft,
    code: str = "",
    product_id: int | None = None,
    quantity: Decimal = Decimal(1),
    token: uuid.UUID | None = None,
    before: int | None = None,
) -> DraftLine:
    """A line for a product by its id, its exact code, what this customer calls it, or words that find only one.

    Raises `UnknownProductError`, `ManyProductsError`, `DraftFrozenError`, `TooManyLinesError`.
    """
    product = product_get(product_id) if product_id else _product_meant(draft.customer_id or NOBODY, code)
    if product is None or product.gone_at is not None or not product.number:
        raise UnknownProductError(code)
    return documents.line_add(actor=actor, draft=draft, product=product, quantity=quantity, token=token, before=before)


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


def prices_fill(*, actor: Actor, draft: Draft) -> list[DraftLine]:
    """Ask LogicTrade what this customer pays for the lines that still have the list price: one call at most.

    Returns the lines that changed. Raises `DraftFrozenError`, `apps.logictrade.errors.LogicTradeError`.
    """
    if draft.customer_id is None:
        return []
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
