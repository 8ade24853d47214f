"""A concept on paper: what the customer would get, marked as a concept."""

from apps.core import dates
from apps.documents.addresses import address_of
from apps.documents.amounts import draft_amounts
from apps.documents.configurations import choices_of
from apps.documents.models import Draft, DraftLine
from apps.documents.paper.content import Fact, Found, Line, Paper
from apps.documents.paper.party import delivery_lines, party_of
from apps.documents.selectors import draft_lines
from apps.documents.totals import combined, line_total
from apps.erp import codes
from apps.erp.models import CodeEntry
from apps.logictrade.schemas import Address

Table = CodeEntry.Table


def draft_paper(draft: Draft) -> Found:
    """From the draft as it is saved now; the mirror tells who the customer is."""
    party = party_of(draft.customer_id)
    rows = draft_lines(draft)
    address = address_of(draft)
    paper = Paper(
        kind=draft.kind,
        number=draft.edits_number,
        date=draft.date or dates.today(),
        party_name=party.name or draft.customer_name,
        attention=party.attention,
        address=party.address,
        country=party.country,
        lines=[line_on_paper(line, draft) for line in rows],
        totals=draft_amounts(draft, rows),
        mark="draft",
        valid_until=draft.valid_until,
        facts=(
            *party.facts,
            Fact("reference", draft.reference),
            Fact("contact", draft.owner.shown_name),
            Fact("expected", draft.expected_date or ""),
            Fact("delivery_type", _text(Table.DELIVERY_TYPE, draft.delivery_type)),
            Fact("delivery_condition", _text(Table.DELIVERY_CONDITION, draft.delivery_condition)),
        ),
        delivery_address=delivery_lines(Address(**address) if address else None, party),
        comment=draft.comment_extern,
        payment_terms=_text(Table.PAYMENT_CONDITION, draft.payment_condition),
    )
    return Found(paper, party.recipient)


def line_on_paper(line: DraftLine, draft: Draft) -> Line:
    """Discounts of a line and of the document are one on paper, as in LogicTrade; an option has only its own."""
    if line.role != DraftLine.Role.PRODUCT:
        return Line(role=line.role, description=line.description, comment=line.comment_extern)
    discount = line.discount if line.optional else combined(line.discount, draft.discount)
    return Line(
        code=line.code,
        description=line.description,
        comment="\n".join(word for word in (*choice_words(line.configuration), line.comment_extern) if word),
        quantity=line.quantity,
        unit=line.unit,
        part_price=line.part_price,
        discount=discount,
        amount=None if line.part_price is None else line_total(line.quantity, line.part_price, discount),
        vat_percent=line.vat_percent,
        optional=line.optional,
    )


def choice_words(configuration: str) -> list[str]:
    """How a configurable product is made up, one choice a line; ``configuration`` is LogicTrade's object as JSON."""
    return [
        f"{one.option}: {one.value}" if one.option and one.value else one.option or one.value
        for one in choices_of(configuration)
    ]


def _text(table: str, code: str) -> str:
    return dict(codes.choices(table)).get(code, code) if code else ""
