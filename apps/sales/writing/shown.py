"""What LogicTrade changed of a write, in the reader's words."""

from dataclasses import dataclass

from apps.core import dates, money
from apps.erp.labels import field_text
from apps.erp.models import Write
from apps.logictrade import codec


@dataclass(frozen=True)
class Shown:
    """One difference: the field, what was sent, what LogicTrade made of it (empty: nothing)."""

    field: str
    sent: str
    found: str


def shown_differences(write: Write) -> list[Shown]:
    """The stored differences with dates and numbers as people write them."""
    if not write.differences:
        return []
    found = codec.loads(write.differences)
    return [Shown(_field(one["field"]), _value(one, "sent"), _value(one, "found")) for one in found]


def _field(path: str) -> str:
    """Our paths carry LogicTrade's line numbers (10, 20), which are what people see on the page."""
    first, _, rest = path.partition(".")
    number, _, name = rest.partition(".")
    if first == "lines" and number.isdecimal():
        return ", ".join(filter(None, (f"{field_text('lineNumber')} {number}", field_text(name) if name else "")))
    return field_text(path)


def _value(one: dict[str, str], side: str) -> str:
    text = one[side]
    if not text:
        return ""
    try:
        if one["field"].endswith("expectedDate"):
            return dates.day(dates.parse_date(text))
        if one["field"].rpartition(".")[2] in {"quantity", "partPrice", "discount"}:
            return money.editable(codec.loads(text))
    except (ValueError, TypeError):
        return text
    return text
