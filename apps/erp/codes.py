"""Code tables: from LogicTrade's display texts to the codes that a write needs (contract sections 6.1 and 7)."""

from decimal import Decimal

from django.db.models import Q

from apps.erp.models import CodeEntry
from apps.logictrade.errors import UntranslatableValue

Table = CodeEntry.Table


class MissingCodeError(UntranslatableValue):
    """A text that its code table does not hold; nothing can be sent until a person fills it at /settings/codes/."""

    def __init__(self, table: str, text: str) -> None:
        super().__init__(table, text, table)
        self.text = text


def code_for(table: str, text: str) -> str:
    """The code to write for a display text; a text that is itself a code of the table stands for itself.

    An exact match wins over one that differs in letter case only. Raises `MissingCodeError`.
    """
    wanted = text.strip()
    found = CodeEntry.objects.filter(Q(text__iexact=wanted) | Q(code__iexact=wanted), table=table) if wanted else ()
    entries = sorted(found, key=lambda entry: (entry.text != wanted, entry.text.lower() != wanted.lower()))
    if not entries:
        raise MissingCodeError(table, text)
    return entries[0].code


def choices(table: str) -> list[tuple[str, str]]:
    """The table as (code, text) pairs for a form, by text; a code with several texts is offered once."""
    seen: dict[str, str] = {}
    for code, text in CodeEntry.objects.filter(table=table).order_by("-is_default", "text").values_list("code", "text"):
        seen.setdefault(code, text)
    return sorted(seen.items(), key=lambda pair: pair[1].lower())


def text_of(table: str, code: str) -> str:
    """The text that belongs to a code; empty for none."""
    return dict(choices(table)).get(code, "") if code else ""


def default_code(table: str) -> str:
    """The code that a new document starts with; empty when none was chosen."""
    return CodeEntry.objects.filter(table=table, is_default=True).values_list("code", flat=True).first() or ""


def vat_percent(vat_code: str) -> Decimal | None:
    """The percentage of a product's VAT code (21 is ``Decimal("21.00")``); None while nobody has filled it in."""
    return vat_percents().get(vat_code.strip().lower()) if vat_code else None


def vat_percents() -> dict[str, Decimal]:
    """All known VAT codes and texts in lower case with their percentage, for a page with many lines."""
    rows = CodeEntry.objects.filter(table=Table.VAT).exclude(percent=None).values_list("code", "text", "percent")
    found: dict[str, Decimal] = {}
    for code, text, percent in rows:
        if percent is not None:
            found[code.lower()] = found[text.lower()] = percent
    return found


def payment_days() -> dict[str, int]:
    """Days until an invoice falls due, by the code of its payment condition in lower case; unknown ones lack."""
    rows = CodeEntry.objects.filter(table=Table.PAYMENT_CONDITION).exclude(days=None).values_list("code", "days")
    return {code.lower(): days for code, days in rows if days is not None}


def salesman_for(username: str) -> str:
    """LogicTrade's login name of a Backoffice user, else the default one; empty when there is neither."""
    entry = CodeEntry.objects.filter(table=Table.SALESMAN, text__iexact=username).first() if username else None
    return entry.code if entry else default_code(Table.SALESMAN)
