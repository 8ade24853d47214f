"""Writes on the log besides `record`: export, and erasing details."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Protocol

from django.db import connection, transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.audit.models import AuditCheck, AuditDetails, AuditEntry
from apps.audit.verify import Head, rows
from apps.core import clock


def export_lines(*, actor: Actor) -> Iterator[str]:
    """The whole log as JSON lines, oldest first; the last line is the head, to be kept elsewhere.

    The export itself is recorded first, so the head vouches for it too. Details are the texts exactly as signed.
    """
    with transaction.atomic():
        last = record(Action.EXPORT_MADE, actor=actor, subject="audit:log", label="audit log")
    for entry, details in rows():
        if entry.seq > last.seq:
            break
        yield json.dumps(_line(entry, details))
    yield json.dumps({"head": str(Head(last.seq, last.mac))})


def _line(entry: AuditEntry, details: AuditDetails | None) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject": entry.subject,
        "label": entry.label,
        "details": {
            "before": details.before,
            "after": details.after,
            "answer": details.answer,
            "request_id": details.request_id,
            "address": details.address,
            "salt": details.salt,
        }
        if details
        else None,
        "details_hash": entry.details_hash,
        "key_id": entry.key_id,
        "format": entry.format,
        "mac": entry.mac,
    }


def check_request() -> None:
    """Ask for a verification of the whole chain; the worker does it. One that is asked for already is enough."""
    with transaction.atomic():
        if not AuditCheck.objects.filter(whole=None).exists():
            AuditCheck.objects.create(at=clock.now())


class ValueHolder(Protocol):
    """Where else values of records are kept: erased together with the details of the log."""

    def erase_subject(self, subject: str) -> int:
        """Erase the values of one record; returns how many."""

    def erase_before(self, moment: datetime) -> int:
        """Erase the values older than a moment; returns how many."""


_holders: list[ValueHolder] = []


def register_holder(holder: ValueHolder) -> None:
    """From an app's ready()."""
    _holders.append(holder)


def details_erase_before(*, actor: Actor, before: datetime, reason: str) -> int:
    """Erase the details of every entry older than ``before`` (retention); the chain keeps who, what and when.

    The entry that says so names the last entry concerned. Returns how many details were erased.
    """
    first_kept = AuditEntry.objects.filter(at__gte=before).order_by("seq").values_list("seq", flat=True).first()
    last = AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    upto = first_kept - 1 if first_kept else last
    _forget_freed_pages()
    with transaction.atomic():
        erased, _ = AuditDetails.objects.filter(pk__lte=upto).delete()
        values = sum(holder.erase_before(before) for holder in _holders)
        if erased or values:
            after = {"erased": erased, "values": values}
            record(Action.AUDIT_ERASED, actor=actor, subject=f"details:{upto}", label=reason, after=after)
    return erased


def details_erase_subject(*, actor: Actor, subject: str, reason: str) -> int:
    """Erase the details of every entry about one record (a person's request). Returns how many."""
    _forget_freed_pages()
    with transaction.atomic():
        entries = AuditEntry.objects.filter(subject=subject).exclude(action=Action.AUDIT_ERASED)
        erased, _ = AuditDetails.objects.filter(entry__in=entries).delete()
        values = sum(holder.erase_subject(subject) for holder in _holders)
        if erased or values:
            after = {"erased": erased, "values": values}
            record(Action.AUDIT_ERASED, actor=actor, subject=subject, label=reason, after=after)
    return erased


def _forget_freed_pages() -> None:
    """On SQLite what is deleted must also leave the file, not wait in a free page."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
