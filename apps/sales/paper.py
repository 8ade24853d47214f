"""Quotes, orders and invoices on paper: from the mirrored record, external comments only."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.core import money
from apps.documents.paper import providers
from apps.documents.paper.content import Fact, Found, Line, Paper
from apps.documents.paper.party import Party, delivery_lines, party_of
from apps.erp.gateway import erp
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.sales.cards import DocumentCard, LineRow, record_card
from apps.sales.selectors import draft_of_quote, order_get, quote_get

type Sold = schemas.Quote | schemas.Order


def quote_paper(pk: int) -> Found | None:
    row = quote_get(pk)
    if row is None:
        return None
    quote = parse(schemas.Quote, row.raw, "quote.list").record
    if "comment" not in quote.raw:
        # The list came without comments (contract section 6.1), and what is written for the customer belongs here.
        quote = erp().quotes.retrieve(pk).record
    draft = draft_of_quote(pk)
    return _found("quote", quote, valid_until=draft.valid_until if draft else None)


def order_paper(pk: int) -> Found | None:
    row = order_get(pk)
    if row is None:
        return None
    order = parse(schemas.Order, row.raw, "order.list").record
    if "comment" not in order.raw:
        order = erp().orders.retrieve(pk).record
    condition = order.payment_condition
    confirmed = order.delivery.confirmed_date if order.delivery else None
    paid = sum((payment.amount or Decimal(0) for payment in order.payments), Decimal(0))
    return _found(
        "order",
        order,
        facts=(Fact("confirmed", confirmed or ""),),
        payment_terms=(condition.description or condition.code or "") if condition else "",
        paid=paid or None,
    )


def _found(kind: str, record: Sold, *, facts: Iterable[Fact] = (), **more: object) -> Found:
    card = record_card(record)
    party = party_of(card.customer_id, record.customer)
    paper = Paper(
        kind=kind,
        number=card.number,
        date=card.date,
        party_name=party.name or card.customer_name,
        attention=party.attention,
        address=party.address,
        country=party.country,
        lines=[line_on_paper(line) for line in card.lines],
        totals=card.totals,
        facts=(*_facts(card, party), *facts),
        delivery_address=delivery_lines(record.delivery.address if record.delivery else None, party),
        comment=card.comment_extern,
        **more,  # type: ignore[arg-type]
    )
    return Found(paper, party.recipient, warnings_of(card))


def _facts(card: DocumentCard, party: Party) -> Iterable[Fact]:
    yield from party.facts
    yield Fact("reference", card.reference)
    yield Fact("contact", card.salesman)
    yield Fact("expected", card.expected_date or "")
    yield Fact("delivery_type", card.delivery_type)
    yield Fact("delivery_condition", card.delivery_condition)


def line_on_paper(line: LineRow) -> Line:
    """What the customer may see of a line. Without a product and a price it is a text."""
    plain = not line.code and line.part_price is None and not line.amount
    return Line(
        role="text" if plain else "product",
        code=line.code,
        description=line.description,
        comment=line.comment_extern,
        quantity=line.quantity,
        part_price=line.part_price,
        discount=line.discount,
        amount=line.amount,
        vat_percent=line.vat_percent,
    )


def warnings_of(card: DocumentCard) -> tuple[str, ...]:
    """What a sender should know: a total that LogicTrade sees otherwise, a rate that nobody told."""
    found = []
    if card.total_differs:
        words = _("LogicTrade's total is € %(theirs)s, the lines on this paper come to € %(ours)s.")
        found.append(words % {"theirs": money.money(card.remote_total), "ours": money.money(card.totals.basis)})
    if not card.totals.complete:
        found.append(_("The VAT rate of a line is not known, so the total is not complete."))
    return tuple(found)


def connect() -> None:
    providers.register(providers.Provider("quote", quote_paper))
    providers.register(providers.Provider("order", order_paper))
