"""Reads of the log: newest first, by keyset, with filters; the history of one record; the last check."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.audit.models import AuditCheck, AuditDetails, AuditEntry

PAGE = 50
# Days outside cannot be in the log and overflow when moved to another zone.
_YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """``group`` is the part of the action before the colon; ``subject`` a kind, a "kind:id", or words of the label;
    the days are those of the office, both included."""

    person: str = ""
    action: str = ""
    group: str = ""
    subject: str = ""
    text: str = ""
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries newest first, each with ``.details`` (None when erased); ``older`` and ``newer`` are keys or None."""

    entries: list[AuditEntry]
    details: dict[int, AuditDetails]
    older: int | None
    newer: int | None


def entries(
    filters: EntryFilter | None = None, *, before: int | None = None, after: int | None = None, limit: int = PAGE
) -> EntryPage:
    """One page: the newest, those older than ``before``, or those just newer than ``after``."""
    found = _filtered(filters or EntryFilter())
    if after is not None:
        rows = list(found.filter(seq__gt=after).order_by("seq")[: limit + 1])
        more_newer, more_older = len(rows) > limit, True
        rows = rows[:limit][::-1]
    else:
        if before is not None:
            found = found.filter(seq__lt=before)
        rows = list(found.order_by("-seq")[: limit + 1])
        more_newer, more_older = before is not None, len(rows) > limit
        rows = rows[:limit]
    return EntryPage(
        entries=rows,
        details=AuditDetails.objects.in_bulk([row.seq for row in rows]),
        older=rows[-1].seq if rows and more_older else None,
        newer=rows[0].seq if rows and more_newer else None,
    )


def history(subject: str, *, limit: int = PAGE) -> list[AuditEntry]:
    """What happened to one record, newest first."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("-seq").select_related("details")[:limit])


def last_check() -> AuditCheck | None:
    """The newest result."""
    return AuditCheck.objects.exclude(whole=None).first()


def check_asked() -> AuditCheck | None:
    """A verification that waits for the worker."""
    return AuditCheck.objects.filter(whole=None).first()


def last_seq() -> int:
    """The number of the newest entry, which is also how many there are."""
    return AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def people() -> list[str]:
    """Names that stand in the log, for the filter: one step of the index per name, whatever the length of the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE found(name) AS (
                SELECT MIN(actor_name) FROM audit_auditentry
                UNION ALL
                SELECT (SELECT MIN(actor_name) FROM audit_auditentry WHERE actor_name > found.name)
                FROM found WHERE found.name IS NOT NULL
            )
            SELECT name FROM found WHERE name IS NOT NULL AND name <> '' LIMIT 500
            """
        )
        return [row[0] for row in cursor.fetchall()]


def _filtered(filters: EntryFilter) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if filters.person:
        found = found.filter(actor_name=filters.person)
    if filters.action:
        found = found.filter(action=filters.action)
    if filters.group:
        found = found.filter(action__startswith=f"{filters.group}:")
    if filters.subject:
        exact = Q(subject=filters.subject) if ":" in filters.subject else Q(label__icontains=filters.subject)
        found = found.filter(exact)
    if filters.text:
        found = found.filter(label__icontains=filters.text)
    if filters.date_from and filters.date_from.year in _YEARS:
        found = found.filter(at__gte=_midnight(filters.date_from))
    if filters.date_to and filters.date_to.year in _YEARS:
        found = found.filter(at__lt=_midnight(filters.date_to + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
