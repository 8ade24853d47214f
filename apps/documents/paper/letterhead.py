"""Reading and writing the letterhead and the texts; every change is audited."""

import hashlib
import time
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.documents.paper.content import DUTCH
from apps.documents.paper.house import House, Logo
from apps.documents.paper.models import VALID_DAYS, Letterhead, PaperText
from apps.documents.paper.texts import Texts, usual_texts

SUBJECT = "letterhead:1"
# Seconds; another process may know of a change so much later.
ASK_AGAIN = 60.0
_valid_days: tuple[float, int] | None = None
FIELDS = (
    "company", "address", "phone", "email", "website", "coc_number", "vat_number", "iban", "bic", "colour", "footer_nl",
    "footer_en", "valid_days",
)  # fmt: skip


def letterhead_get() -> Letterhead:
    """The row, or an empty one that is not stored yet."""
    return Letterhead.objects.filter(pk=1).first() or Letterhead(pk=1)


def valid_days() -> int:
    """How many days a quote stands where nobody said otherwise. Lists ask often: a process asks once a minute."""
    global _valid_days
    now = time.monotonic()
    known = _valid_days
    if known is None or now - known[0] > ASK_AGAIN:
        days = Letterhead.objects.filter(pk=1).values_list("valid_days", flat=True).first()
        known = _valid_days = (now, days or VALID_DAYS)
    return known[1]


def forget_cached() -> None:
    """Read it anew at the next question (after a change of ours, and between tests)."""
    global _valid_days
    _valid_days = None


def house_of(row: Letterhead, language: str) -> House:
    """The letterhead as a paper in this language takes it."""
    return House(
        company=row.company,
        address=tuple(line.strip() for line in row.address.splitlines() if line.strip()),
        phone=row.phone,
        email=row.email,
        website=row.website,
        coc_number=row.coc_number,
        vat_number=row.vat_number,
        iban=row.iban,
        bic=row.bic,
        colour=row.colour,
        footer=row.footer_nl if language == DUTCH else row.footer_en,
        logo=Logo(row.logo_format, bytes(row.logo)) if row.logo else None,
    )


def texts_get(kind: str, language: str) -> Texts:
    row = PaperText.objects.filter(kind=kind, language=language).first()
    if row is None:
        return usual_texts(kind, language)
    return Texts(intro=row.intro, closing=row.closing, subject=row.subject, body=row.body)


@transaction.atomic
def letterhead_save(*, actor: Actor, values: Mapping[str, Any], logo: Logo | None, drop_logo: bool = False) -> None:
    """Store the letterhead; without a new ``logo`` the old one stays, unless it is dropped."""
    row = Letterhead.objects.select_for_update().filter(pk=1).first() or Letterhead(pk=1)
    before = _shown(row)
    for name in FIELDS:
        setattr(row, name, values[name])
    if logo is not None:
        row.logo, row.logo_format = logo.content, logo.format
    elif drop_logo:
        row.logo, row.logo_format = None, ""
    after = _shown(row)
    if before == after:
        return
    row.changed_at = clock.now()
    row.save()
    transaction.on_commit(forget_cached)
    changed = [name for name in after if before[name] != after[name]]
    record(
        Action.LETTERHEAD_CHANGED,
        actor=actor,
        subject=SUBJECT,
        label=row.company,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _shown(row: Letterhead) -> dict[str, Any]:
    """The values as the audit log keeps them: of a logo its kind and fingerprint."""
    picture = bytes(row.logo) if row.logo else b""
    logo = f"{row.logo_format} {hashlib.sha256(picture).hexdigest()[:16]}" if picture else ""
    return {name: getattr(row, name) for name in FIELDS} | {"logo": logo}


@transaction.atomic
def texts_save(*, actor: Actor, kind: str, language: str, texts: Texts) -> None:
    """Store the texts of one kind in one language."""
    before = texts_get(kind, language)
    if before == texts:
        return
    PaperText.objects.update_or_create(
        kind=kind,
        language=language,
        defaults={"intro": texts.intro, "closing": texts.closing, "subject": texts.subject, "body": texts.body},
    )
    record(
        Action.LETTERHEAD_CHANGED,
        actor=actor,
        subject=SUBJECT,
        label=f"{kind}, {language}",
        before=vars(before),
        after=vars(texts),
    )


@transaction.atomic
def texts_reset(*, actor: Actor, kind: str, language: str) -> None:
    """Back to the usual texts."""
    before = texts_get(kind, language)
    if PaperText.objects.filter(kind=kind, language=language).delete()[0]:
        record(
            Action.LETTERHEAD_CHANGED,
            actor=actor,
            subject=SUBJECT,
            label=f"{kind}, {language}",
            before=vars(before),
            after=vars(usual_texts(kind, language)),
        )
