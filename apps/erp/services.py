"""Writes of the settings and status pages: code tables, the operator's yes to removals, reading again. All audited."""

from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.erp.models import CodeEntry, Quarantined, SyncState
from apps.erp.sync import retry


class TextTakenError(ValueError):
    """The table already has an entry for this text."""


def code_entry_save(
    *,
    actor: Actor,
    table: str,
    text: str,
    code: str,
    percent: Decimal | None = None,
    days: int | None = None,
    is_default: bool = False,
    entry: CodeEntry | None = None,
) -> CodeEntry:
    """Add an entry, or change ``entry``; a new default takes the mark from the old one. Raises `TextTakenError`."""
    before = _values(entry) if entry else None
    changed = entry or CodeEntry(table=table)
    changed.text, changed.code, changed.percent, changed.is_default = text, code, percent, is_default
    changed.days = days
    try:
        with transaction.atomic():
            if is_default:
                CodeEntry.objects.filter(table=table, is_default=True).exclude(pk=changed.pk).update(is_default=False)
            changed.save()
            after = _values(changed)
            if after != before:
                _record(actor, changed, before, after)
    except IntegrityError as error:
        raise TextTakenError(text) from error
    return changed


def code_entry_delete(*, actor: Actor, entry: CodeEntry) -> None:
    """Take an entry out of its table."""
    with transaction.atomic():
        before = _values(entry)
        entry_id = entry.pk
        entry.delete()
        entry.pk = entry_id
        _record(actor, entry, before, None)


def _values(entry: CodeEntry) -> dict[str, Any]:
    percent = None if entry.percent is None else Decimal(entry.percent).normalize()
    found = {"text": entry.text, "code": entry.code, "percent": percent, "default": entry.is_default}
    return found if entry.days is None else found | {"days": entry.days}


def _record(actor: Actor, entry: CodeEntry, before: Any, after: Any) -> None:
    record(
        Action.CODE_CHANGED,
        actor=actor,
        subject=f"code:{entry.table}:{entry.pk}",
        label=f"{entry.table}: {entry.text}",
        before=before,
        after=after,
    )


def removals_approve(*, actor: Actor, resource: str) -> bool:
    """Let the next full pass of a list remove what the guard held back; False when nothing waits for that."""
    with transaction.atomic():
        state = SyncState.objects.select_for_update().filter(pk=resource).first()
        if state is None or not state.sweep_waiting or state.sweep_approved:
            return False
        SyncState.objects.filter(pk=resource).update(sweep_approved=True)
        record(
            Action.SYNC_GONE_APPROVED,
            actor=actor,
            subject=f"sync:{resource}",
            label=resource,
            before={"approved": False},
            after={"approved": True, "records": state.sweep_waiting},
        )
    return True


class Retried(StrEnum):
    """What came of reading a record in quarantine again."""

    READ = "read"
    # The worker reads it from LogicTrade.
    ASKED = "asked"
    # It is as unreadable as it was, and cannot be asked for by itself.
    STILL = "still"


def quarantine_retry(*, actor: Actor, row: Quarantined) -> Retried:
    """Read one record again: what was stored, else LogicTrade's record by the worker."""
    with transaction.atomic():
        outcome = _retry(row)
        subject = f"{row.resource}:{row.remote_id}" if row.remote_id else f"sync:{row.resource}"
        record(
            Action.SYNC_READ_AGAIN,
            actor=actor,
            subject=subject,
            label=f"{row.resource} {row.remote_id}".strip(),
            before={"field": row.field, "reason": row.reason},
            after={"outcome": str(outcome)},
        )
        if outcome is Retried.ASKED:
            transaction.on_commit(_wake_reader)
    return outcome


def _retry(row: Quarantined) -> Retried:
    if retry.read_stored(row):
        return Retried.READ
    if not retry.can_ask(row):
        return Retried.STILL
    Quarantined.objects.filter(pk=row.pk).update(retry_at=clock.now())
    return Retried.ASKED


def quarantine_retry_all(*, actor: Actor) -> int:
    """Let the worker read everything in quarantine again; returns how many records that is."""
    with transaction.atomic():
        asked = Quarantined.objects.filter(retry_at=None).update(retry_at=clock.now())
        if asked:
            record(Action.SYNC_READ_AGAIN, actor=actor, subject="sync:quarantine", label="*", after={"records": asked})
            transaction.on_commit(_wake_reader)
    return asked


def _wake_reader() -> None:
    from apps.erp.tasks import read_again

    read_again()
