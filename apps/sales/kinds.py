"""The kinds of documents that are written here: their words, and what sending one does."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.documents.builder import kinds
from apps.documents.builder.kinds import BuilderKind, Words
from apps.documents.models import Draft


def _creates_quote(count: int, total: str) -> str:
    return ngettext(
        "Creates 1 quote with %(n)d line, € %(total)s. Cannot be deleted here.",
        "Creates 1 quote with %(n)d lines, € %(total)s. Cannot be deleted here.",
        count,
    ) % {"n": count, "total": total}


def _creates_order(count: int, total: str) -> str:
    return ngettext(
        "Creates 1 order with %(n)d line, € %(total)s. Cannot be deleted here.",
        "Creates 1 order with %(n)d lines, € %(total)s. Cannot be deleted here.",
        count,
    ) % {"n": count, "total": total}


def _creates_invoice(count: int, total: str) -> str:
    return ngettext(
        "Creates 1 invoice with %(n)d line, € %(total)s. Cannot be deleted here.",
        "Creates 1 invoice with %(n)d lines, € %(total)s. Cannot be deleted here.",
        count,
    ) % {"n": count, "total": total}


QUOTE = BuilderKind(
    key=Draft.Kind.QUOTE,
    permission="quotes.write",
    creates=_creates_quote,
    head_fields=("reference", "expected_date", "valid_until", "delivery_type", "delivery_condition", "discount"),
    words=Words(
        title=_("Quote for %(customer)s"),
        check=_("Check the quote for %(customer)s"),
        many=_("Quotes"),
        new=_("New quote"),
        start=_("Start quote"),
        again=_("New quote for this customer"),
        open=_("Open the quote"),
        lines=_("Lines of the quote"),
        refused=_("LogicTrade refused this quote."),
        too_many=_("A quote takes at most %(n)d lines"),
        changed=_("The quote was changed after you opened this page. Check it again and send it."),
        too_old=_("This page is too old to send. Check the quote again and send it."),
        no_drafts=_("A quote that you start is kept here until LogicTrade has it."),
        used=_("in this quote"),
        twin=_("The same quote was sent a moment ago."),
        changing=_("Change of quote %(number)s, %(customer)s"),
        change=_("Change"),
        changes=_("Changes quote %(number)s: %(what)s. Comes to € %(total)s."),
    ),
)

ORDER = BuilderKind(
    key=Draft.Kind.ORDER,
    permission="orders.write",
    creates=_creates_order,
    head_fields=(
        "reference", "expected_date", "delivery_type", "delivery_condition", "payment_condition", "discount",
    ),
    follows=("quote",),
    make_key="o",
    words=Words(
        title=_("Order for %(customer)s"),
        check=_("Check the order for %(customer)s"),
        many=_("Orders"),
        new=_("New order"),
        start=_("Start order"),
        again=_("New order for this customer"),
        open=_("Open the order"),
        lines=_("Lines of the order"),
        refused=_("LogicTrade refused this order."),
        too_many=_("An order takes at most %(n)d lines"),
        changed=_("The order was changed after you opened this page. Check it again and send it."),
        too_old=_("This page is too old to send. Check the order again and send it."),
        no_drafts=_("An order that you start is kept here until LogicTrade has it."),
        used=_("in this order"),
        twin=_("The same order was sent a moment ago."),
        changing=_("Change of order %(number)s, %(customer)s"),
        change=_("Change"),
        changes=_("Changes order %(number)s: %(what)s. Comes to € %(total)s."),
        make=_("Make order"),
    ),
)  # fmt: skip

INVOICE = BuilderKind(
    key=Draft.Kind.INVOICE,
    permission="invoices.write",
    creates=_creates_invoice,
    # Its payment condition is LogicTrade's own (contract section 6.3, inferred).
    head_fields=("reference", "date", "discount"),
    follows=("order",),
    make_key="i",
    new_customers=False,
    words=Words(
        title=_("Invoice for %(customer)s"),
        check=_("Check the invoice for %(customer)s"),
        many=_("Invoices"),
        new=_("New invoice"),
        start=_("Start invoice"),
        again=_("New invoice for this customer"),
        open=_("Open the invoice"),
        lines=_("Lines of the invoice"),
        refused=_("LogicTrade refused this invoice."),
        too_many=_("An invoice takes at most %(n)d lines"),
        changed=_("The invoice was changed after you opened this page. Check it again and send it."),
        too_old=_("This page is too old to send. Check the invoice again and send it."),
        no_drafts=_("An invoice that you start is kept here until LogicTrade has it."),
        used=_("in this invoice"),
        twin=_("The same invoice was sent a moment ago."),
        changing=_("Change of invoice %(number)s, %(customer)s"),
        change=_("Change"),
        changes=_("Changes invoice %(number)s: %(what)s. Comes to € %(total)s."),
        make=_("Make invoice"),
    ),
)


def connect() -> None:
    for kind in (QUOTE, ORDER, INVOICE):
        kinds.register(kind)
