"""What LogicTrade has no line for: texts, headings and options of a draft, told in external comments."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from apps.core import money
from apps.documents.models import DraftLine
from apps.documents.totals import line_total

# The language of the papers that LogicTrade prints.
LANGUAGE = "nl"


def comments_of(lines: Sequence[DraftLine]) -> tuple[Mapping[int, str], str]:
    """(external comment per line that counts, what goes below the document's own).

    A text or heading belongs to the product line below it; those after the last, and options, to the whole document.
    """
    found: dict[int, str] = {}
    waiting: list[str] = []
    options: list[str] = []
    for line in lines:
        if line.role != DraftLine.Role.PRODUCT:
            waiting.append(_joined(line.description, line.comment_extern))
        elif line.optional:
            options.append(option_text(line))
        else:
            found[line.pk] = _joined(*waiting, line.comment_extern)
            waiting = []
    return found, _joined(*waiting, *options)


def option_text(line: DraftLine) -> str:
    """An option as the customer reads it, with the price of one after its discount."""
    with translation.override(LANGUAGE):
        return _("Optional: %(quantity)s x %(name)s, € %(price)s per %(unit)s") % {
            "quantity": money.quantity(line.quantity),
            "name": line.description or line.code,
            "price": money.money(line_total(Decimal(1), line.part_price, line.discount)),
            "unit": line.unit or _("piece"),
        }


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
