"""How reading, writing and the worker stand: what the status page, the commands and the probes tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Max, Sum

from apps.core import clock, dates, triggers
from apps.erp import link
from apps.erp.mirror import registry
from apps.erp.mirror.registry import Resource
from apps.erp.models import FieldDrift, Heartbeat, Kind, Link, Quarantined, SyncState, Write
from apps.erp.outbox import kinds

# Silence of the worker that is an alarm (A3 row 62).
SILENT_AFTER = timedelta(minutes=3)
DRIFT_DAYS = 7
WORKER = "worker"


@dataclass(frozen=True)
class ResourceHealth:
    """One mirrored list. ``age`` is how old its newest reading is; ``late`` when it is older than it should be."""

    name: str
    stored: int
    state: SyncState
    granted: bool
    quarantined: int
    age: timedelta | None
    late: bool

    @property
    def reading(self) -> bool:
        return self.state.phase != SyncState.Phase.IDLE

    @property
    def waits(self) -> bool:
        """Whether removals wait for an operator's yes."""
        return bool(self.state.sweep_waiting) and not self.state.sweep_approved


@dataclass(frozen=True)
class WorkerHealth:
    """The worker's last sign of life; ``silent`` when it is too long ago or never came."""

    beat_at: datetime | None
    silent: bool


@dataclass(frozen=True)
class KindHealth:
    """A kind of write: whether its marker was seen to survive (None: not tried yet, or it needs none)."""

    name: str
    has_marker: bool
    repeatable: bool
    proved: bool | None
    listed_after: float


@dataclass(frozen=True)
class DriftLine:
    """A field that was not as the contract says, over the last days."""

    resource: str
    field: str
    times: int
    last_day: Any


def resources() -> list[ResourceHealth]:
    """Every mirrored list in the order of reading; three queries and one count per table."""
    states = SyncState.objects.in_bulk()
    set_aside = dict(Quarantined.objects.order_by().values_list("resource").annotate(Count("pk")))
    now = clock.now()
    return [
        _resource(resource, states.get(resource.name) or SyncState(resource=resource.name), set_aside, now)
        for resource in registry.all_resources()
    ]


def _resource(resource: Resource, state: SyncState, set_aside: dict[str, int], now: datetime) -> ResourceHealth:
    age = now - state.last_ok_at if state.last_ok_at else None
    expected = resource.delta_every if resource.delta else resource.full_every
    granted = link.granted(resource.scope) and not state.not_granted
    return ResourceHealth(
        name=resource.name,
        stored=resource.model._default_manager.count(),
        state=state,
        granted=granted,
        quarantined=set_aside.get(resource.name, 0),
        age=age,
        # One missed turn is no news; a list that is being read is not late.
        late=granted
        and state.phase == SyncState.Phase.IDLE
        and (age is None or age > 2 * expected + timedelta(minutes=2)),
    )


def worker() -> WorkerHealth:
    beat_at = Heartbeat.objects.filter(pk=WORKER).values_list("at", flat=True).first()
    return WorkerHealth(beat_at, beat_at is None or clock.now() - beat_at > SILENT_AFTER)


def link_row() -> Link:
    return link.read_link(fresh=True)


def breaker_open(row: Link) -> bool:
    return row.failures >= link.FAILURES_TO_OPEN


def writes_by_state() -> dict[str, int]:
    return dict(Write.objects.order_by().values_list("state").annotate(Count("pk")))


def write_kinds() -> list[KindHealth]:
    known = Kind.objects.in_bulk()
    found = []
    for kind in kinds.all_kinds():
        row = known.get(kind.name)
        found.append(
            KindHealth(
                kind.name,
                bool(kind.marker_kind),
                kind.repeatable,
                row.marker_proved if row and kind.marker_kind else None,
                row.listed_after if row else 0.0,
            )
        )
    return found


def quarantine(limit: int) -> Sequence[Quarantined]:
    return list(Quarantined.objects.all()[:limit])


def drift(days: int = DRIFT_DAYS) -> list[DriftLine]:
    since = dates.today() - timedelta(days=days - 1)
    rows = (
        FieldDrift.objects.filter(day__gte=since)
        .order_by()
        .values_list("resource", "field")
        .annotate(total=Sum("times"), last=Max("day"))
        .order_by("-total", "resource", "field")[:100]
    )
    return [DriftLine(*row) for row in rows]


def missing_triggers() -> list[str]:
    return triggers.missing()


def unapplied_migrations() -> list[str]:
    """Names of migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def rate() -> int:
    """Requests a minute that Backoffice allows itself."""
    return int(settings.LOGICTRADE_RATE)
