"""What the outbox must know of each kind of write; the domain apps register theirs at start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise

from apps.erp.outbox.models import Write

type Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Message:
    """One request as it leaves: ids of the path, query, body with the marker in its place."""

    body: Any
    path: Mapping[str, int] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """A field whose value in LogicTrade is not what was sent (A3 row 23)."""

    field: str
    sent: str
    found: str


class Domain(Protocol):
    """What only the domain knows of its writes. Methods run in the worker."""

    def message(self, write: Write) -> Message:
        """The request. Raises `apps.logictrade.errors.WireError` when a value cannot be written."""

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        """Whether a record of LogicTrade could be this write without its marker: party, date, codes, quantities."""

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        """Whether a list row without comments is worth reading by id: same party, same number of lines."""

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        """What LogicTrade changed of what was sent."""

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        """Our own records follow, inside the transaction that confirms."""

    def rejected(self, write: Write) -> None:
        """Our own records follow, inside the transaction that rejects or cancels: the draft may be edited again."""


class ConflictError(Exception):
    """LogicTrade's record was changed where this write changes it too: a person must choose (A5.2 step 5)."""


class ForbiddenError(Exception):
    """LogicTrade's record is in a state in which it must not be written over; ``reason`` is the write's."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MergingDomain(Domain, Protocol):
    """A kind that writes a whole record back: what leaves depends on what LogicTrade has at that moment."""

    def merged(self, write: Write, theirs: Raw) -> Message:
        """The request over ``theirs``; without a body when LogicTrade shows all of it already.

        Raises `ConflictError`, `ForbiddenError`, and `apps.logictrade.errors.WireError`.
        """

    def wanted(self, write: Write, theirs: Raw) -> Raw:
        """``theirs`` as the write will leave it, for the audit log."""

    def put_back(self, write: Write, before: Raw, between: Raw, after: Raw) -> Sequence[str]:
        """Fields of somebody else's change that this write undid (A5.2 step 8)."""

    def lost(self, before: Raw, after: Raw) -> Sequence[Difference]:
        """Parts that only went along and that LogicTrade no longer shows."""


@dataclass(frozen=True)
class WriteKind:
    """One kind of write.

    ``marker_kind`` names the marker's place (contract section 8); empty means that the write may be repeated and is
    judged by reading the record back. ``most_sends`` counts attempts that may have reached LogicTrade (A5.1 step 9).
    ``merges``: the domain is a `MergingDomain`, and LogicTrade's record is read before each send. ``removes``: a
    record that is not there is what was wanted. ``unmarked``: makes a record that cannot carry a marker; it is known
    again by all that was sent, and never sent twice without a person. ``by_content``: after a yes that names no record,
    the one new record that holds all that was sent counts, where markers do not survive.
    """

    name: str
    endpoint: str
    resource: str
    permission: str
    domain: Domain
    marker_kind: str = ""
    # What people read: verb and thing, "Place quote".
    title: str | Promise = ""
    most_sends: int = 3
    merges: bool = False
    removes: bool = False
    unmarked: bool = False
    by_content: bool = False
    # What people call a record by.
    number_field: str = "number"

    @property
    def repeatable(self) -> bool:
        return not self.marker_kind and not self.unmarked


_kinds: dict[str, WriteKind] = {}


def register(kind: WriteKind) -> None:
    """Declare a kind of write (at start, from an app's ready())."""
    _kinds[kind.name] = kind


def get(name: str) -> WriteKind:
    return _kinds[name]


def all_kinds() -> list[WriteKind]:
    return list(_kinds.values())


def of_marker_kind(marker_kind: str) -> list[WriteKind]:
    return [kind for kind in _kinds.values() if kind.marker_kind == marker_kind]
