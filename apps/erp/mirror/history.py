"""What changed in LogicTrade: the fields of a record that differ from what the mirror held, kept as rows.

LogicTrade tells the present only, so this is all that is known of its past. We notice late: a row says when *we* saw
it. Nothing here runs for records that are new or unchanged.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from apps.core import clock
from apps.erp.mirror.models import FieldChange
from apps.erp.mirror.registry import Raw, Resource
from apps.logictrade import codec

# Stands at the side where a long text was cut.
CUT = "…"
LONGEST = 400
# Of a long text this much before the first difference is kept.
LEAD = 40
# More changed fields of one record than these are only counted: a document whose every line moved says no more by them.
MOST_FIELDS = 60
DEEPEST = 8
# LogicTrade's own time of change stands in a column; as a field it would only repeat that something changed.
SKIPPED = frozenset({"modifiedDate"})
# What tells one entry of a list from another, the first that all of them have.
KEYS = ("lineNumber", "id", "code")
# A field that comes or goes in nearly all changed records of a page at once is news of the API, not of the records.
MANY = 10

_EMPTY: tuple[Any, ...] = (None, "", [], {})

type Key = str | int


@dataclass(frozen=True)
class Change:
    """One field, its path as ``address.city`` or ``lines[10].quantity``; values as received, None for nothing."""

    field: str
    old: Any
    new: Any
    # The field stood in only one of the two records.
    one_sided: bool = False


@dataclass(frozen=True)
class Stored:
    """What the mirror held of a record before this reading."""

    data: str
    synced_at: datetime
    gone: bool


@dataclass(frozen=True)
class Seen:
    """A record as it is now."""

    raw: Raw
    modified: datetime | None


def changes(old: Any, new: Any, told: Container[str] = ()) -> list[Change]:
    """The fields that differ. Nothing, null and an empty text are the same; 1 and 1.0 too.

    ``told`` are the paths that the answer speaks of at all: LogicTrade leaves empty fields out, and lists leave out
    fields that a record read by id has. A field that is missing counts as empty only when it is among them.
    """
    return list(_differences(old, new, "", "", told, 0))


def paths(value: Any, path: str = "", depth: int = 0) -> Iterator[str]:
    """Every path that a record speaks of, without the numbers of list entries."""
    if depth > DEEPEST:
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            place = f"{path}.{name}" if path else str(name)
            yield place
            yield from paths(item, place, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, path, depth + 1)


def _differences(old: Any, new: Any, path: str, shape: str, told: Container[str], depth: int) -> Iterator[Change]:
    if _same(old, new):
        return
    if depth < DEEPEST:
        if _is_object(old, new):
            yield from _objects(old or {}, new or {}, path, shape, told, depth)
            return
        keys = _keys(old or [], new or []) if _is_list(old, new) else None
        if keys is not None:
            yield from _lists(keys, path, shape, told, depth)
            return
    yield Change(path, old, new)


def _same(old: Any, new: Any) -> bool:
    return bool(old == new) or (_is_empty(old) and _is_empty(new))


def _is_empty(value: Any) -> bool:
    return value in _EMPTY


def _is_object(old: Any, new: Any) -> bool:
    return all(isinstance(one, Mapping) or _is_empty(one) for one in (old, new))


def _is_list(old: Any, new: Any) -> bool:
    return all(isinstance(one, list) or _is_empty(one) for one in (old, new))


def _objects(
    old: Mapping[str, Any], new: Mapping[str, Any], path: str, shape: str, told: Container[str], depth: int
) -> Iterator[Change]:
    whole = bool(old) and bool(new)
    for name in dict.fromkeys([*new, *old]):
        if name in SKIPPED and depth == 0:
            continue
        place = f"{path}.{name}" if path else str(name)
        form = f"{shape}.{name}" if shape else str(name)
        missing = name not in old or name not in new
        if missing and whole and form not in told:
            continue
        for change in _differences(old.get(name), new.get(name), place, form, told, depth + 1):
            yield Change(change.field, change.old, change.new, change.one_sided or (missing and whole))


def _lists(
    keys: tuple[dict[Key, Any], dict[Key, Any]], path: str, shape: str, told: Container[str], depth: int
) -> Iterator[Change]:
    old, new = keys
    for key in dict.fromkeys([*new, *old]):
        place = f"{path}[{key}]"
        if key in old and key in new:
            yield from _differences(old[key], new[key], place, shape, told, depth + 1)
        else:
            yield Change(place, old.get(key), new.get(key))
    stayed, stays = [key for key in old if key in new], [key for key in new if key in old]
    if stayed != stays:
        yield Change(path, ", ".join(map(str, stayed)), ", ".join(map(str, stays)))


def _keys(old: Sequence[Any], new: Sequence[Any]) -> tuple[dict[Key, Any], dict[Key, Any]] | None:
    """Both lists by what tells their entries apart: a line that was put in moves no other. None for bare values."""
    entries = [*old, *new]
    if not all(isinstance(entry, Mapping) for entry in entries):
        return None
    for name in KEYS:
        found = [entry.get(name) for entry in entries]
        if not all(isinstance(key, str | int) and not isinstance(key, bool) and key != "" for key in found):
            continue
        before, after = found[: len(old)], found[len(old) :]
        if len(set(before)) == len(before) and len(set(after)) == len(after):
            return dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True))
    return dict(enumerate(old, 1)), dict(enumerate(new, 1))


def shortened(old: Any, new: Any) -> tuple[str, str]:
    """Both values as JSON for their columns. Of long texts the part around the first difference stays."""
    if isinstance(old, str) and isinstance(new, str):
        start = max(0, _first_difference(old, new) - LEAD) if max(len(old), len(new)) > LONGEST else 0
        return _json(_window(old, start)), _json(_window(new, start))
    return _json(_brief(old)), _json(_brief(new))


def _first_difference(old: str, new: str) -> int:
    shorter = min(len(old), len(new))
    return next((place for place in range(shorter) if old[place] != new[place]), shorter)


def _window(text: str, start: int) -> str:
    kept = text[start : start + LONGEST]
    return f"{CUT if start else ''}{kept}{CUT if start + LONGEST < len(text) else ''}"


def _brief(value: Any) -> Any:
    """A value that is no pair of texts: itself while it is short, else the beginning of its JSON."""
    if isinstance(value, str):
        return _window(value, 0)
    if isinstance(value, Mapping | list):
        text = codec.dumps(value)
        return value if len(text) <= LONGEST else _window(text, 0)
    return value


def _json(value: Any) -> str:
    return "" if _is_empty(value) else codec.dumps(value)


# Paths that the lists of each resource were seen to speak of, in this process: a page of one record tells little.
_told: dict[str, set[str]] = {}
_MOST_PATHS = 5000


class Told:
    """The paths that an answer speaks of, looked up only when a field stands on one side alone.

    A record read by id is judged by what lists speak of: what only it has says nothing about what was there before.
    """

    def __init__(self, resource: Resource, records: Sequence[Raw], *, listed: bool) -> None:
        self._name, self._records = resource.name, records if listed else ()

    def __contains__(self, path: object) -> bool:
        known = _told.setdefault(self._name, set())
        if self._records:
            known.update(path for raw in self._records for path in paths(raw))
            self._records = ()
            if len(known) > _MOST_PATHS:
                _told[self._name] = set()
        return path in known


def forget_told() -> None:
    """Begin anew (between tests)."""
    _told.clear()


def note_changes(
    resource: Resource,
    before: Mapping[int, Stored],
    after: Mapping[int, Seen],
    told: Container[str],
    *,
    listed: bool,
    at: datetime,
) -> None:
    """Keep what changed in these records, in the caller's transaction: one question for our own writes, one insert."""
    found = {pk: changes(codec.loads(row.data), after[pk].raw, told) for pk, row in before.items()}
    if listed:
        _drop_news_of_the_api(found)
    rows = [row for pk in found for row in _rows(resource, pk, found[pk], before[pk], after[pk], at)]
    if rows:
        writes = _own_writes(resource, {pk: before[pk].synced_at for pk in {row.remote_id for row in rows}})
        for row in rows:
            row.write_id = writes.get(row.remote_id)
        FieldChange.objects.bulk_create(rows)


def _drop_news_of_the_api(found: dict[int, list[Change]]) -> None:
    if len(found) < MANY:
        return
    times = Counter(change.field for lines in found.values() for change in lines if change.one_sided)
    news = {field for field, count in times.items() if count * 10 >= len(found) * 9}
    for pk, lines in found.items():
        found[pk] = [change for change in lines if not (change.one_sided and change.field in news)]


def _rows(
    resource: Resource, pk: int, lines: Sequence[Change], before: Stored, after: Seen, at: datetime
) -> Iterator[FieldChange]:
    common = {"resource": resource.name, "remote_id": pk, "noticed_at": at, "remote_modified": after.modified}
    if before.gone:
        yield FieldChange(what=FieldChange.What.BACK, **common)
    for change in lines[:MOST_FIELDS]:
        old, new = shortened(change.old, change.new)
        yield FieldChange(field=change.field[:200], old=old, new=new, **common)
    if len(lines) > MOST_FIELDS:
        yield FieldChange(what=FieldChange.What.MORE, new=codec.dumps(len(lines) - MOST_FIELDS), **common)


def note_gone(resource: Resource, pk: int, *, since: datetime, at: datetime) -> None:
    """A record that was last read at ``since`` was found to be no longer there."""
    FieldChange.objects.create(
        resource=resource.name,
        remote_id=pk,
        what=FieldChange.What.GONE,
        noticed_at=at,
        write_id=_own_writes(resource, {pk: since}).get(pk),
    )


def _own_writes(resource: Resource, since: Mapping[int, datetime]) -> dict[int, UUID]:
    """For each record the write of ours that was confirmed after the mirror's last reading of it."""
    from apps.erp.outbox import kinds
    from apps.erp.outbox.models import State, Write

    names = [kind.name for kind in kinds.all_kinds() if kind.resource == resource.name]
    if not names:
        return {}
    subjects = {f"{resource.name}:{pk}": pk for pk in since}
    mine = Q(remote_id__in=list(since)) | Q(subject__in=list(subjects))
    confirmed = Write.objects.filter(
        mine, kind__in=names, state=State.CONFIRMED, changed_at__gte=min(since.values())
    ).order_by("changed_at")
    found: dict[int, UUID] = {}
    for pk, remote_id, subject, changed_at in confirmed.values_list("pk", "remote_id", "subject", "changed_at"):
        record = remote_id if remote_id in since else subjects.get(subject)
        if record is not None and changed_at >= since[record]:
            found[record] = pk
    return found


PURGED_AT_ONCE = 5000


def purge() -> int:
    """Drop what is older than `HISTORY_DAYS`, a piece at a time so that nobody waits for the database."""
    oldest = clock.now() - timedelta(days=settings.HISTORY_DAYS)
    dropped = 0
    while True:
        last = FieldChange.objects.filter(noticed_at__lt=oldest).order_by("noticed_at").values_list("pk", flat=True)
        piece = list(last[:PURGED_AT_ONCE])
        if not piece:
            return dropped
        dropped += FieldChange.objects.filter(pk__in=piece).delete()[0]


class Values:
    """The values that the history holds, for the erasing of audit details: what changed and when stays."""

    @staticmethod
    def erase_subject(subject: str) -> int:
        """Of one record, "customer:5"."""
        resource, _, remote_id = subject.partition(":")
        if not remote_id.isdecimal() or len(remote_id) > 18:
            return 0
        return _erase(Q(resource=resource, remote_id=int(remote_id)))

    @staticmethod
    def erase_before(moment: datetime) -> int:
        """Of everything noticed before a moment."""
        return _erase(Q(noticed_at__lt=moment))


def _erase(which: Q) -> int:
    rows = FieldChange.objects.filter(which, what=FieldChange.What.FIELD, erased=False)
    return rows.update(old="", new="", erased=True)
