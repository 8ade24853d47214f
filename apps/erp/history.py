"""The past of one record: what changed in LogicTrade, what we wrote to it, what was done with it here; newest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.audit.models import AuditEntry
from apps.core.access import may
from apps.erp.mirror import registry
from apps.erp.mirror.models import FieldChange, MirroredRecord
from apps.erp.outbox import kinds
from apps.erp.outbox.models import Write

type Text = str | Promise

PAGE = 30
# Fields offered by the filter; a record with more has lines, which count as one.
MOST_FIELDS = 100


@dataclass(frozen=True)
class RecordKind:
    """A kind of record that has a history: who may see it, and the card on which its panel stands."""

    resource: str
    permission: str
    title: Text
    slot: str = ""


KINDS: tuple[RecordKind, ...] = (
    RecordKind("customer", "customers.view", _("Customer"), "customer"),
    RecordKind("supplier", "suppliers.view", _("Supplier"), "supplier"),
    RecordKind("product", "products.view", _("Product"), "product"),
    RecordKind("quote", "quotes.view", _("Quote"), "quote"),
    RecordKind("order", "orders.view", _("Order"), "order"),
    RecordKind("invoice", "invoices.view", _("Invoice"), "invoice"),
    RecordKind("deliverable", "deliveries.view", _("Deliverable order")),
)

# Names of fields, wherever they stand in a record, that need a permission of their own.
GUARDED: dict[str, str] = {"purchasePrice": "cost.view"}


@dataclass(frozen=True)
class Noticed:
    """The fields of a record that were found changed in one reading."""

    at: datetime
    rows: Sequence[FieldChange]
    write: Write | None = None


@dataclass(frozen=True)
class Done:
    """Something that was done in Backoffice; ``open`` when the reader may see the details."""

    at: datetime
    entry: AuditEntry
    open: bool


@dataclass(frozen=True)
class Sent:
    """A write of ours to the record."""

    at: datetime
    write: Write


type Event = Noticed | Sent | Done


@dataclass(frozen=True)
class Timeline:
    """One page: events newest first; ``older`` is the moment before which the next page goes on, None at the end."""

    events: Sequence[Event] = ()
    older: datetime | None = None


def kind_of(resource: str) -> RecordKind | None:
    return next((kind for kind in KINDS if kind.resource == resource), None)


def record(kind: RecordKind, remote_id: int) -> MirroredRecord | None:
    """The record as mirrored, also when it is gone; None when LogicTrade never had it."""
    resource = registry.find(kind.resource)
    return resource.model._default_manager.filter(pk=remote_id).first() if resource else None


def timeline(
    user: Any, kind: RecordKind, remote_id: int, *, field: str = "", before: datetime | None = None, limit: int = PAGE
) -> Timeline:
    """One page. With ``field`` only the changes of that field, seen in LogicTrade.

    ``field`` is a path, or the beginning of one: ``lines`` means every field of every line.
    """
    noticed = _noticed(user, kind, remote_id, field, before, limit + 1)
    rest: list[Event] = []
    if not field:
        rest = [*_sent(kind, remote_id, before, limit + 1), *_done(user, kind, remote_id, before, limit + 1)]
    events = sorted([*noticed, *rest], key=lambda event: event.at, reverse=True)
    shown = _page(events, limit)
    older = shown[-1].at if len(shown) < len(events) else None
    return Timeline(_with_writes(shown), older)


def _page(events: Sequence[Event], limit: int) -> Sequence[Event]:
    """The first ``limit``, and whatever happened at the very moment of the last: the next page goes on before it."""
    shown = list(events[:limit])
    for event in events[limit:]:
        if event.at != shown[-1].at:
            break
        shown.append(event)
    return shown


def fields_of(user: Any, kind: RecordKind, remote_id: int) -> list[str]:
    """The fields of a record that ever changed and that the user may see, for the filter; all lines are one."""
    found = _changes(user, kind, remote_id, "").filter(what=FieldChange.What.FIELD).order_by()
    names = found.values_list("field", flat=True).distinct()[: 50 * MOST_FIELDS]
    return sorted({name.partition("[")[0] for name in names})[:MOST_FIELDS]


def may_see(user: Any, path: str) -> bool:
    """Whether the user may see the values of a field."""
    return all(may(user, permission) for name, permission in GUARDED.items() if name in path.split("."))


def hidden_names(user: Any) -> frozenset[str]:
    """Names of fields that must not be shown inside a value either."""
    return frozenset(name for name, permission in GUARDED.items() if not may(user, permission))


def _changes(user: Any, kind: RecordKind, remote_id: int, path: str) -> QuerySet[FieldChange]:
    found = FieldChange.objects.filter(resource=kind.resource, remote_id=remote_id)
    for name in hidden_names(user):
        found = found.exclude(Q(field=name) | Q(field__endswith=f".{name}"))
    if path:
        found = found.filter(Q(field=path) | Q(field__startswith=f"{path}[") | Q(field__startswith=f"{path}."))
    return found


def _noticed(
    user: Any, kind: RecordKind, remote_id: int, path: str, before: datetime | None, limit: int
) -> Iterator[Noticed]:
    found = _changes(user, kind, remote_id, path)
    if before is not None:
        found = found.filter(noticed_at__lt=before)
    moments = list(found.order_by("-noticed_at").values_list("noticed_at", flat=True).distinct()[:limit])
    rows: dict[datetime, list[FieldChange]] = defaultdict(list)
    for row in found.filter(noticed_at__in=moments).order_by("id") if moments else ():
        rows[row.noticed_at].append(row)
    for at in moments:
        yield Noticed(at, rows[at])


def _sent(kind: RecordKind, remote_id: int, before: datetime | None, limit: int) -> Iterator[Sent]:
    names = [one.name for one in kinds.all_kinds() if one.resource == kind.resource]
    found = Write.objects.filter(
        Q(subject=f"{kind.resource}:{remote_id}") | Q(remote_id=remote_id, kind__in=names)
    ).select_related("depends_on")
    if before is not None:
        found = found.filter(created_at__lt=before)
    for write in found.order_by("-created_at")[:limit]:
        yield Sent(write.created_at, write)


def _done(user: Any, kind: RecordKind, remote_id: int, before: datetime | None, limit: int) -> Iterator[Done]:
    every = may(user, "audit.view")
    found = AuditEntry.objects.filter(subject=f"{kind.resource}:{remote_id}").select_related("details")
    if not every:
        found = found.filter(actor_id=user.pk)
    if before is not None:
        found = found.filter(at__lt=before)
    for entry in found.order_by("-seq")[:limit]:
        yield Done(entry.at, entry, every)


def _with_writes(events: Sequence[Event]) -> list[Event]:
    """The writes of ours that readings followed: one query for the page."""
    wanted = {_write_id(event) for event in events if isinstance(event, Noticed)} - {None}
    writes = Write.objects.in_bulk([pk for pk in wanted if pk]) if wanted else {}
    return [
        Noticed(event.at, event.rows, writes.get(_write_id(event))) if isinstance(event, Noticed) else event
        for event in events
    ]


def _write_id(event: Noticed) -> UUID | None:
    return event.rows[0].write_id
