"""Quotes, orders and invoices on paper: from the mirrored record, external comments only."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.catalogue.models import Product
from apps.catalogue.texts import code_key
from apps.core import money
from apps.documents.basis import prices_include_vat
from apps.documents.paper import providers
from apps.documents.paper.content import Fact, Found, Line, Paper
from apps.documents.paper.party import Party, delivery_lines, party_of
from apps.documents.totals import Totals, line_total, totals_of_amounts
from apps.erp import codes
from apps.erp.gateway import erp
from apps.logictrade import schemas
from apps.logictrade.schemas import parse
from apps.logictrade.schemas.shared import FreeLine, PaymentCondition
from apps.sales.discounts import discount_as_percent
from apps.sales.models import Invoice, QuoteFacts
from apps.sales.paper_texts import Sold, arranged
from apps.sales.selectors import draft_of_quote, order_get, quote_get

TOLERANCE = Decimal("0.02")


def quote_paper(pk: int) -> Found | None:
    row = quote_get(pk)
    if row is None:
        return None
    quote = parse(schemas.Quote, row.raw, "quote.list").record
    if "comment" not in quote.raw:
        # The list came without comments (contract section 6.1), and what is written for the customer belongs here.
        quote = erp().quotes.retrieve(pk).record
    party = party_of(quote.customer.id if quote.customer else None, quote.customer)
    paper = replace(_delivered(_paper("quote", quote, party), quote, party), valid_until=_valid_until(pk))
    return _found(paper, party, quote)


def _valid_until(pk: int) -> datetime.date | None:
    """What somebody chose for this quote, else what its draft said; None for the usual number of days."""
    facts = QuoteFacts.objects.filter(pk=pk).first()
    if facts is not None and facts.valid_until is not None:
        return facts.valid_until
    draft = draft_of_quote(pk)
    return draft.valid_until if draft else None


def order_paper(pk: int) -> Found | None:
    row = order_get(pk)
    if row is None:
        return None
    order = parse(schemas.Order, row.raw, "order.list").record
    if "comment" not in order.raw:
        order = erp().orders.retrieve(pk).record
    party = party_of(order.customer.id if order.customer else None, order.customer)
    paper = _delivered(_paper("order", order, party), order, party)
    confirmed = order.delivery.confirmed_date if order.delivery else None
    paid = sum((payment.amount or Decimal(0) for payment in order.payments), Decimal(0))
    paper = replace(
        paper,
        facts=(*paper.facts, Fact("confirmed", confirmed or "")),
        payment_terms=_terms(order.payment_condition),
        paid=paid or None,
    )
    return _found(paper, party, order)


def invoice_paper(pk: int) -> Found | None:
    """A copy: the invoice itself is LogicTrade's. One without a number is no invoice yet."""
    row = Invoice.objects.filter(pk=pk).first()
    if row is None:
        return None
    invoice = parse(schemas.Invoice, row.raw, "invoice.list").record
    if "comment" not in invoice.raw:
        invoice = erp().invoices.retrieve(pk).record
    party = party_of(invoice.customer.id if invoice.customer else None, invoice.customer, invoice.invoice_address)
    paper = replace(
        _paper("invoice", invoice, party),
        due=_due(invoice),
        mark="copy" if (invoice.number or "").strip() else "draft",
        payment_terms=_terms(invoice.payment_condition),
        paid=invoice.paid or None,
    )
    return _found(paper, party, invoice)


def _due(invoice: schemas.Invoice) -> datetime.date | None:
    """The invoice's date and the days that we keep for its payment condition: LogicTrade names no due date."""
    condition = invoice.payment_condition
    days = codes.payment_days().get((condition.code or "").lower()) if condition else None
    if invoice.date is None or days is None:
        return None
    return invoice.date + datetime.timedelta(days=days)


def _paper(kind: str, record: Sold, party: Party) -> Paper:
    """What all kinds share; there is no place for an internal comment in any of it."""
    lines = lines_on_paper(record.lines)
    comment = record.comment
    return Paper(
        kind=kind,
        number=(record.number or "").strip() or f"#{record.id}",
        date=record.date,
        party_name=party.name or (record.customer.display_name if record.customer else ""),
        attention=party.attention,
        address=party.address,
        country=party.country,
        lines=lines,
        totals=_totals(lines),
        facts=(*party.facts, Fact("reference", record.reference or "")),
        comment=(comment.extern or "") if comment else "",
    )


def _delivered(paper: Paper, record: schemas.Quote | schemas.Order, party: Party) -> Paper:
    """The same with who sold it, and when and how it comes."""
    delivery = record.delivery
    facts = [*paper.facts, Fact("contact", record.sales_man or "")]
    if delivery is None:
        return replace(paper, facts=facts)
    facts += [
        Fact("expected", delivery.expected_date or ""),
        Fact("delivery_type", delivery.type or ""),
        Fact("delivery_condition", delivery.condition or ""),
    ]
    return replace(paper, facts=facts, delivery_address=delivery_lines(delivery.address, party))


def lines_on_paper(lines: Sequence[FreeLine]) -> list[Line]:
    """Two queries: the products for unit and VAT code, and the rates where a line does not say its own."""
    keys = {code_key(line.code) for line in lines if line.code}
    rows = Product.objects.filter(number_key__in=keys).only("pk", "number_key", "vat_code", "unit")
    products = {row.number_key: row for row in rows.order_by("-gone_at", "-pk")}
    rates = codes.vat_percents() if any(line.vat is None for line in lines) else {}
    return [_line(line, products.get(code_key(line.code)), rates) for line in lines]


def _line(line: FreeLine, product: Product | None, rates: Mapping[str, Decimal]) -> Line:
    """Without a product, a price and an amount a line is a text."""
    discount = discount_as_percent(line.discount)
    amount = line.line_price
    if amount is None and line.quantity is not None and line.part_price is not None:
        amount = line_total(line.quantity, line.part_price, discount or Decimal(0))
    words = [*_choices(line), (line.comment.extern or "") if line.comment else ""]
    return Line(
        role="product" if line.code or line.part_price or amount else "text",
        code=line.code or "",
        description=line.description or "",
        comment="\n".join(word for word in words if word),
        quantity=line.quantity,
        unit=product.unit if product else "",
        part_price=line.part_price,
        discount=discount,
        amount=amount,
        vat_percent=line.vat if line.vat is not None else rates.get((product.vat_code if product else "").lower()),
    )


def _choices(line: FreeLine) -> Iterator[str]:
    """How a configurable product is made up, one choice a line."""
    for item in line.configuration.items if line.configuration else ():
        option, value = item.option or item.option_code or "", item.value or item.value_code or ""
        yield f"{option}: {value}" if option and value else option or value


def _totals(lines: Iterable[Line]) -> Totals:
    amounts = [(line.amount, line.vat_percent) for line in lines if line.amount is not None]
    return totals_of_amounts(amounts, prices_include_vat=prices_include_vat())


def _terms(condition: PaymentCondition) -> str:
    return (condition.description or condition.code or "") if condition else ""


def _found(paper: Paper, party: Party, record: Sold) -> Found:
    return Found(arranged(paper, record), party.recipient, tuple(_warnings(paper, record)))


def _warnings(paper: Paper, record: Sold) -> Iterator[str]:
    """What a sender should know: a total that LogicTrade sees otherwise, a rate that nobody told."""
    theirs, ours = record.total_amount, paper.totals.basis
    # 0 beside lines that cost is a known quirk (contract section 6.2).
    if theirs and abs(theirs - ours) > TOLERANCE:
        words = _("LogicTrade's total is € %(theirs)s, the lines on this paper come to € %(ours)s.")
        yield words % {"theirs": money.money(theirs), "ours": money.money(ours)}
    if not paper.totals.complete:
        yield _("The VAT rate of a line is not known, so the total is not complete.")
    if paper.mark == "draft":
        yield _("This invoice is a concept: it has no number yet.")


def connect() -> None:
    providers.register(providers.Provider("quote", quote_paper))
    providers.register(providers.Provider("order", order_paper))
    providers.register(providers.Provider("invoice", invoice_paper))
