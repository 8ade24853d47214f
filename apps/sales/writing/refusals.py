"""Where LogicTrade's words about a refused quote belong: a line, a field of the head, or the whole (A3 row 13)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from apps.documents.sending import Refusal
from apps.erp.labels import explain_write
from apps.erp.models import Write
from apps.erp.outbox.models import CONFLICT, State

# LogicTrade names fields by path; in running text it uses Dutch words. One line each.
WORDS = (
    (re.compile(r"delivery\.type|leverwijze|levering?stype", re.I), "delivery_type"),
    (re.compile(r"delivery\.condition|leveringsvoorwaarde|leverconditie", re.I), "delivery_condition"),
    (re.compile(r"delivery\.expectedDate|expectedDate|leverdatum", re.I), "expected_date"),
    (re.compile(r"paymentCondition|betalings?conditie", re.I), "payment_condition"),
    (re.compile(r"delivery\.address|invoiceAddress|afleveradres|factuuradres", re.I), "address"),
    (re.compile(r"\breference\b|referentie", re.I), "reference"),
)
REFUSED = "refused"
LINE_FIELDS = {"code": "code", "quantity": "quantity", "partPrice": "part_price", "discount": "discount"}
_PATH = re.compile(r"lines[.\[](\d+)\]?(?:\.(\w+))?")
_NUMBER = re.compile(r"\bregel (\d+)", re.I)
_CODE = re.compile(r"[Aa]rtikel '([^']+)'")


def refusal_of(write: Write | None) -> Refusal | None:
    """The refusal of a draft's last write; None when that was not refused."""
    if write is None or write.state != State.REJECTED:
        return None
    if write.reason == CONFLICT:
        words = _("Somebody changed the same in LogicTrade after you began. Nothing was sent.")
        return Refusal(words, ours=True, choose=True)
    if write.reason != REFUSED:
        # Nothing was sent: something under way, a value that cannot be written.
        return Refusal(explain_write(write), ours=True)
    if write.error_status == 404:
        return Refusal(
            _("LogicTrade no longer has this document: somebody removed it. Nothing was changed."), ours=True
        )
    words = write.error_detail or write.error_code
    field, line_id = place(words, write.content.get("lines", []))
    return Refusal(words, write.error_code, field, line_id)


def place(words: str, lines: list[dict[str, Any]]) -> tuple[str, int | None]:
    """(field, line id); both empty for words that name no place we know."""
    if found := _PATH.search(words):
        index = int(found[1])
        if index < len(lines):
            return LINE_FIELDS.get(found[2] or "", "code"), lines[index].get("line")
    for pattern, key, cast in ((_NUMBER, "line_number", int), (_CODE, "code", str)):
        if found := pattern.search(words):
            for line in lines:
                if line.get(key) == cast(found[1]):
                    return "code", line.get("line")
    for pattern, field in WORDS:
        if pattern.search(words):
            return field, None
    return "", None
