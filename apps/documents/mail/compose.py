"""What a mail begins with, and what it becomes when it is sent off."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from apps.core import money
from apps.documents.mail.outbox import Letter
from apps.documents.paper.content import Found
from apps.documents.paper.make import Made
from apps.documents.paper.texts import fill, fill_line, values_of
from apps.documents.paper.words import title_of

_KILO = 1000


def first_values(made: Made, found: Found, user: Any) -> dict[str, str]:
    """The form as it opens: the customer's address, the texts in the language of the paper."""
    values = values_of(made.paper, made.house, sender=user.shown_name)
    return {
        "to": found.recipient.email,
        "cc": "",
        "language": made.paper.language,
        "subject": fill_line(made.texts.subject, values),
        "body": fill(made.texts.body, values),
    }


def letter(made: Made, found: Found, kind: str, remote_id: int, typed: Mapping[str, Any]) -> Letter:
    """The mail with the paper as it is drawn now. Raises `apps.documents.paper.render.PaperError`."""
    with override(made.paper.language):
        label = f"{title_of(made.paper)} {made.paper.number}"
    return Letter(
        kind=kind,
        remote_id=remote_id,
        label=label[:120],
        party_name=found.paper.party_name[:200],
        language=typed["language"],
        to=typed["to"],
        cc=typed["cc"],
        subject=typed["subject"],
        body=typed["body"],
        attachment=made.pdf(),
        attachment_name=made.file_name,
    )


def size_text(size: int) -> str:
    """36 kB, 1,2 MB: as the reader writes numbers."""
    kilobytes = Decimal(max(size, _KILO)) / _KILO
    return f"{money.fixed(kilobytes, 0)} kB" if kilobytes < _KILO else f"{money.fixed(kilobytes / _KILO, 1)} MB"
