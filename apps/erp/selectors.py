"""Reads for the pages of the outbox and of the code tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.core.access import may
from apps.core.paging import RowPage
from apps.erp.models import CodeEntry, SeenText, SyncState
from apps.erp.outbox.models import OPEN, State, Write

MOST_COUNTED = 99


def read_state(resource: str) -> SyncState | None:
    """How far the reading of a resource is; None before it began."""
    return SyncState.objects.filter(pk=resource).first()


def writes_of(user: Any) -> QuerySet[Write]:
    """The writes that a person may see: their own, or everybody's with ``writes.all``."""
    if may(user, "writes.all"):
        return Write.objects.all()
    if may(user, "writes.view"):
        return Write.objects.filter(actor=user)
    return Write.objects.none()


def writes_waiting(user: Any) -> QuerySet[Write]:
    """Those of them that are not final yet, at most 99, in no order."""
    return writes_of(user).filter(state__in=OPEN).order_by()[:MOST_COUNTED]


def write_list(user: Any, filters: Mapping[str, Any], order: Sequence[Any], limit: int, offset: int) -> RowPage[Write]:
    """One page of writes. ``filters``: state, kind, person (user name), day (a date)."""
    found = writes_of(user).select_related("depends_on")
    if state := filters.get("state"):
        found = found.filter(state=state)
    if kind := filters.get("kind"):
        found = found.filter(kind=kind)
    if person := filters.get("person"):
        found = found.filter(actor__username=person)
    if day := filters.get("day"):
        begin = timezone.make_aware(datetime.combine(day, time()))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
        found = found.filter(created_at__gte=begin, created_at__lt=end)
    return RowPage.of(found.order_by(*order, "-pk"), limit=limit, offset=offset)


def write_get(user: Any, write_id: UUID) -> Write | None:
    """A write with all that its page shows, None when it does not exist or is not the reader's to see."""
    return (
        writes_of(user)
        .select_related("actor", "depends_on", "replaces")
        .prefetch_related("attempts", "dependants")
        .filter(pk=write_id)
        .first()
    )


def replaced_by(write: Write) -> Write | None:
    """The write that corrects this one."""
    return Write.objects.filter(replaces=write).order_by("-created_at").first()


def open_counts(user: Any) -> dict[str, int]:
    """How many writes stand in each state that is not final."""
    rows = writes_of(user).filter(state__in=OPEN).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def write_people() -> list[tuple[str, str]]:
    """Everybody who ever wrote, as (user name, name)."""
    found = User.objects.filter(writes__isnull=False).distinct().order_by("username")
    return [(user.username, user.shown_name) for user in found]


def may_decide(user: Any, write: Write) -> bool:
    """Whether the person may take it back, release it or answer for it: their own, or anybody's with writes.all."""
    return may(user, "writes.decide") and (write.actor_id == user.pk or may(user, "writes.all"))


def is_moving(write: Write) -> bool:
    """Whether the worker can change it any moment, so that its page should look again."""
    return write.state in {State.INTENT, State.SENDING, State.UNKNOWN}


@dataclass(frozen=True)
class CodeTable:
    """One code table: its entries, and the texts of the mirror that have no code yet."""

    name: str
    entries: Sequence[CodeEntry]
    missing: Sequence[str]


def code_tables() -> list[CodeTable]:
    """All code tables in the order of the settings page; two queries for all, one more for the salesmen."""
    entries: dict[str, list[CodeEntry]] = {}
    for entry in CodeEntry.objects.all():
        entries.setdefault(entry.table, []).append(entry)
    seen: dict[str, list[str]] = {}
    for table, text in SeenText.objects.values_list("table", "text"):
        seen.setdefault(table, []).append(text)
    seen[CodeEntry.Table.SALESMAN] = list(
        User.objects.filter(is_active=True).order_by("username").values_list("username", flat=True)
    )
    return [_code_table(str(name), entries.get(name, []), seen.get(name, [])) for name in CodeEntry.Table.values]


def code_table(name: str) -> CodeTable | None:
    """One of them; None for a table that does not exist."""
    return next((table for table in code_tables() if table.name == name), None)


def _code_table(name: str, entries: Sequence[CodeEntry], seen: Sequence[str]) -> CodeTable:
    known = {entry.text.lower() for entry in entries}
    if name != CodeEntry.Table.SALESMAN:
        known |= {entry.code.lower() for entry in entries}
    return CodeTable(name, entries, [text for text in seen if text.lower() not in known])
