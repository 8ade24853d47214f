"""Our marker in a record of LogicTrade, by which a lost answer is found again (contract section 8, A5.1 key K)."""

import re
import secrets
from collections.abc import Mapping
from typing import Any, Protocol

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U
LENGTH = 12
_MARKER = re.compile(rf"BO-[{ALPHABET}]{{{LENGTH}}}")

# One line per kind of record. A path ending in `#` is the last line of a text that people write in too.
PLACES: dict[str, str] = {
    "order": "externNumber",
    "quote": "comment.intern#",
    "invoice": "comment.intern#",
    "purchaseorder": "comment.intern#",
    "customer": "externNumbers.number3",
}


def use_customer_number(number: int) -> None:
    """Which of a customer's three external numbers is ours: the operator's choice, told once at start."""
    if number not in {1, 2, 3}:
        raise ValueError(f"a customer has the external numbers 1 to 3, not {number}")
    PLACES["customer"] = f"externNumbers.number{number}"


class Random(Protocol):
    def getrandbits(self, k: int, /) -> int: ...


def new_marker(rng: Random | None = None) -> str:
    """`BO-` and 12 characters from 60 random bits."""
    bits = (rng or secrets.SystemRandom()).getrandbits(5 * LENGTH)
    return "BO-" + "".join(ALPHABET[bits >> (5 * place) & 31] for place in reversed(range(LENGTH)))


def is_marker(text: str) -> bool:
    return _MARKER.fullmatch(text) is not None


def has_place(kind: str) -> bool:
    """Whether records of this kind can carry a marker at all."""
    return kind in PLACES


def put(kind: str, body: Mapping[str, Any], marker: str) -> dict[str, Any]:
    """A copy of the body with the marker in its place, any older marker gone. Kinds without a place are only copied."""
    copy = dict(body)
    if kind not in PLACES:
        return copy
    *way, last = PLACES[kind].rstrip("#").split(".")
    target = copy
    for step in way:
        target[step] = dict(target.get(step) or {})
        target = target[step]
    shared_text = PLACES[kind].endswith("#")
    target[last] = put_text(target.get(last), marker) if shared_text else marker
    return copy


def find(kind: str, raw: Any) -> str | None:
    """The marker a record carries, or None. Exact, spaces around it aside; in a text the last line that is one, or its
    last word: an administration may join lines."""
    value = _field(kind, raw)
    if not isinstance(value, str):
        return None
    if not PLACES[kind].endswith("#"):
        return value.strip() if is_marker(value.strip()) else None
    parts = [*value.split()[-1:], *reversed(value.splitlines())]
    return next((part.strip() for part in parts if is_marker(part.strip())), None)


def stands_alone(kind: str, raw: Any) -> bool:
    """Whether the marker that `find` gives has a line of its own: behind other words a person may have written it."""
    value = _field(kind, raw)
    return isinstance(value, str) and any(is_marker(line.strip()) for line in value.splitlines())


def carries_field(kind: str, raw: Any) -> bool:
    """Whether the marker's field came along, even empty. A list may leave it out: then no marker means nothing."""
    return isinstance(_field(kind, raw), str)


def _field(kind: str, raw: Any) -> Any:
    value = raw if kind in PLACES else None
    for step in PLACES.get(kind, "").rstrip("#").split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def strip_text(text: str | None) -> str:
    """The text as people should read it: without marker lines, and without a marker as its last word."""
    lines = (text or "").splitlines(keepends=True)
    kept = [line for line in lines if not is_marker(line.strip())]
    if len(kept) != len(lines):
        return "".join(kept).rstrip("\r\n")
    words, _, last = (text or "").rpartition(" ")
    return words.rstrip() if is_marker(last.strip()) else text or ""


def put_text(text: str | None, marker: str) -> str:
    """What a person wrote, with the marker as its last line."""
    words = strip_text(text).rstrip()
    return f"{words}\n{marker}" if words else marker
