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
    ),
)


def connect() -> None:
    kinds.register(QUOTE)
