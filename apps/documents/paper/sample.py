"""An invented document, to see the letterhead with."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.core import dates
from apps.documents.basis import prices_include_vat
from apps.documents.paper.content import Fact, Found, Line, Paper, Recipient
from apps.documents.totals import line_total, totals_of_amounts


def sample_paper(kind: str, language: str) -> Found:
    """Three lines, two rates and a discount; everything about it is invented."""
    with override(language):
        lines = [
            Line(role="heading", description=_("Dining room")),
            _line("V10010", _("Table, oak, 220 x 100 cm"), "1", "849.00", "0"),
            _line("V10032", _("Chair, grey fabric"), "6", "129.50", "10", comment=_("Legs in black")),
            _line("B20007", _("Book on the care of wood"), "1", "24.95", "0", vat="9"),
        ]
        name, terms = _("Example customer"), _("Within 30 days")
    amounts = [(line.amount, line.vat_percent) for line in lines if line.amount is not None]
    paper = Paper(
        kind=kind,
        number="V26-00001",
        date=dates.today(),
        party_name=name,
        address=("Dorpsstraat 1", "1234 AB  VOORBEELD"),
        lines=lines,
        totals=totals_of_amounts(amounts, prices_include_vat=prices_include_vat()),
        language=language,
        facts=(Fact("customer_number", "10001"), Fact("reference", "PO 4711")),
        payment_terms=terms,
    )
    return Found(paper, Recipient(name=name, language=language))


def _line(code: str, name: str, count: str, price: str, off: str, *, vat: str = "21", comment: str = "") -> Line:
    quantity, part_price, discount = Decimal(count), Decimal(price), Decimal(off)
    return Line(
        code=code,
        description=name,
        comment=comment,
        quantity=quantity,
        part_price=part_price,
        discount=discount,
        amount=line_total(quantity, part_price, discount),
        vat_percent=Decimal(vat),
    )
