"""Reads the whole chain, row by row, and says whether it is whole; constant memory, any length."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from apps.audit import chain
from apps.audit.actions import Action
from apps.audit.models import AuditCheck, AuditDetails, AuditEntry, AuditHead
from apps.core import clock, triggers

CHUNK = 1000
# After the first break the rest is still read; this many problems are enough to see what happened.
MOST_PROBLEMS = 20
CHECKS_KEPT = 100


class Fault(StrEnum):
    GAP = "gap"
    CHANGED = "changed"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_FORMAT = "unknown-format"
    DETAILS_CHANGED = "details-changed"
    DETAILS_GONE = "details-gone"
    HEAD_DIFFERS = "head-differs"
    TAIL_CUT = "tail-cut"
    TRIGGER_MISSING = "trigger-missing"


_TEXTS = {
    Fault.GAP: "entries are missing before this one",
    Fault.CHANGED: "this entry, or the one before it, is not as it was signed",
    Fault.UNKNOWN_KEY: "signed with a key that is not in AUDIT_KEY or AUDIT_OLD_KEYS",
    Fault.UNKNOWN_FORMAT: "written in a format this version does not know",
    Fault.DETAILS_CHANGED: "its details are not as they were signed",
    Fault.DETAILS_GONE: "its details are gone without an entry that says who erased them",
    Fault.HEAD_DIFFERS: "the head row does not point at the last entry",
    Fault.TAIL_CUT: "the exported head is not in the chain: entries were cut off or replaced",
    Fault.TRIGGER_MISSING: "a trigger that guards the log is missing",
}


@dataclass(frozen=True, slots=True)
class Problem:
    seq: int
    fault: Fault
    note: str = ""

    def __str__(self) -> str:
        return f"broken at {self.seq}: {self.fault}: {_TEXTS[self.fault]}{f' ({self.note})' if self.note else ''}"


@dataclass(slots=True)
class Verification:
    """``upto`` and ``mac`` name the last entry read; ``erased`` counts details that were erased openly."""

    upto: int = 0
    mac: str = chain.GENESIS
    erased: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0

    @property
    def whole(self) -> bool:
        return not self.problems

    def add(self, seq: int, fault: Fault, note: str = "") -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(seq, fault, note))
        else:
            self.more_problems += 1


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as exported earlier and kept elsewhere."""

    seq: int
    mac: str

    @classmethod
    def parse(cls, text: str) -> "Head":
        """From "SEQ:MAC". Raises ValueError."""
        seq, _, mac = text.strip().partition(":")
        if not seq.isdecimal() or len(mac) != 64:
            raise ValueError("a head looks like 4821:<64 hexadecimal digits>")
        return cls(int(seq), mac.lower())

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"


class _Erasures:
    """Which details are gone by an erasure that the chain itself records (see `erase`)."""

    def __init__(self) -> None:
        self._upto = 0
        self._subjects: dict[str, int] = {}
        rows = AuditEntry.objects.filter(action=Action.AUDIT_ERASED).order_by("seq").values_list("seq", "subject")
        for seq, subject in rows.iterator():
            kind, _, rest = subject.partition(":")
            if kind == "details":
                self._upto = max(self._upto, int(rest)) if rest.isdecimal() and int(rest) < seq else self._upto
            else:
                self._subjects[subject] = seq

    def cover(self, entry: AuditEntry) -> bool:
        return entry.seq <= self._upto or entry.seq < self._subjects.get(entry.subject, 0)


def verify(head: Head | None = None) -> Verification:
    """Check every signature, every gap, every details row, the head row, the triggers and an exported head."""
    result = Verification()
    keys = chain.known_keys()
    erasures = _Erasures()
    head_seen = head is None
    for entry, details in rows():
        if entry.seq != result.upto + 1:
            result.add(entry.seq, Fault.GAP)
        _check_entry(entry, result, keys)
        _check_details(entry, details, result, erasures)
        result.upto, result.mac = entry.seq, entry.mac
        if head and entry.seq == head.seq:
            head_seen = entry.mac == head.mac
    if head and not head_seen:
        result.add(head.seq, Fault.TAIL_CUT)
    _check_head(result)
    for name in triggers.missing():
        if name.startswith("audit_"):
            result.add(result.upto, Fault.TRIGGER_MISSING, name)
    return result


def check(head: Head | None = None) -> Verification:
    """`verify`, and keep the result for the page; checks that were asked for meanwhile are answered by it."""
    asked = list(AuditCheck.objects.filter(whole=None).values_list("id", flat=True))
    result = verify(head)
    AuditCheck.objects.filter(id__in=asked).delete()
    AuditCheck.objects.create(
        at=clock.now(),
        upto=result.upto,
        whole=result.whole,
        erased=result.erased,
        problems="\n".join(map(str, result.problems)),
    )
    old = AuditCheck.objects.values_list("id", flat=True)[CHECKS_KEPT:]
    AuditCheck.objects.filter(id__in=list(old)).delete()
    return result


def rows(after: int = 0) -> Iterator[tuple[AuditEntry, AuditDetails | None]]:
    """By the counter, in small reads of their own: no long transaction, and rows added meanwhile are seen too."""
    while True:
        entries = list(AuditEntry.objects.filter(seq__gt=after).order_by("seq")[:CHUNK])
        if not entries:
            return
        last = entries[-1].seq
        details = AuditDetails.objects.filter(pk__gt=after, pk__lte=last).in_bulk()
        for entry in entries:
            yield entry, details.get(entry.seq)
        after = last


def _check_entry(entry: AuditEntry, result: Verification, keys: chain.Keys) -> None:
    key = keys.get(entry.key_id)
    if key is None:
        result.add(entry.seq, Fault.UNKNOWN_KEY, entry.key_id)
    elif entry.format != chain.FORMAT:
        result.add(entry.seq, Fault.UNKNOWN_FORMAT, str(entry.format))
    elif not chain.same(entry.mac, chain.sign(entry, result.mac, key)):
        result.add(entry.seq, Fault.CHANGED)


def _check_details(entry: AuditEntry, details: AuditDetails | None, result: Verification, erasures: _Erasures) -> None:
    if details is not None:
        if not chain.same(entry.details_hash, chain.details_hash(details)):
            result.add(entry.seq, Fault.DETAILS_CHANGED)
    elif erasures.cover(entry):
        result.erased += 1
    else:
        result.add(entry.seq, Fault.DETAILS_GONE)


def _check_head(result: Verification) -> None:
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        if result.upto:
            result.add(result.upto, Fault.HEAD_DIFFERS, "no head row")
        return
    # Rows may have been added since the last read; the head moves with them, never back.
    newer = AuditEntry.objects.filter(seq=head.seq, mac=head.mac).exists() and head.seq > result.upto
    if (head.seq, head.mac) != (result.upto, result.mac) and not newer:
        result.add(result.upto, Fault.HEAD_DIFFERS, f"head {head.seq}")
