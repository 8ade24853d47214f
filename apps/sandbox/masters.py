"""What a master record becomes when it is written: keys left out, empty texts, blanks, dates (contract section 4)."""

from collections.abc import Callable, Mapping
from typing import Any

from . import problems
from .call import Call
from .documents import read_date
from .facets import fold, part
from .moments import naive_text
from .problems import ProblemError
from .store import Row
from .validate import Kind, Many, Shape, Spec, tolerant

Record = dict[str, Any]
# Makes what is read of what is written: the call, the written value, and what the record held before.
Resolve = Callable[[Call, Any, Any], Any]
_LEFT_OUT = object()
# A relation or product that stands on one of these cannot be removed.
DOCUMENTS = ("quote", "order", "invoice")


def written(
    call: Call, shape: Shape, old: Record | None, resolvers: Mapping[str, Resolve] | None = None
) -> tuple[Record, Record]:
    """The checked body, and the record's writable part after this write (open question 13)."""
    body = call.body(tolerant(shape, old) if old is not None else shape)
    fields = (tolerant(shape, old) if old is not None else shape).fields
    merging = old is not None and call.dialect["update_meaning"] == "merge"
    made: Record = {}
    for name, spec in fields.items():
        before = (old or {}).get(name)
        if name not in body and (merging or name not in shape.fields):
            value = before if merging and old is not None and name in old else _LEFT_OUT
        elif resolvers and name in resolvers and body.get(name) is not None:
            value = resolvers[name](call, body[name], before)
        else:
            value = _value(call, spec, body.get(name), before if merging else None)
        if value is not _LEFT_OUT:
            made[name] = value
    return body, made


def _value(call: Call, spec: Spec, value: Any, before: Any) -> Any:
    match spec:
        case Kind.TEXT:
            return _text(call, value)
        case Kind.DATE:
            return read_date(value)
        case Kind.ANY:
            return _LEFT_OUT if value is None else value
        case Many():
            return value or []
        case Shape() if isinstance(value, dict):
            return _object(call, spec, value, before if isinstance(before, dict) else {})
        case _:
            return value


def _object(call: Call, spec: Shape, value: Record, before: Record) -> Record:
    made: Record = {}
    for name, inner in spec.fields.items():
        found = before[name] if name not in value and name in before else _value(call, inner, value.get(name), None)
        if found is not _LEFT_OUT:
            made[name] = found
    return made


def _text(call: Call, value: str | None) -> Any:
    text = value.strip() if value and call.dialect["outer_blanks"] == "trimmed" else value
    if text:
        return text
    match call.dialect["empty_text"]:
        case "text":
            return ""
        case "null":
            return None
        case "absent":
            return _LEFT_OUT
        case _:
            return text


def kept(shape: Shape, old: Record) -> Record:
    """What LogicTrade fills itself and an update leaves alone."""
    return {name: value for name, value in old.items() if name in shape.read_only}


def timed(call: Call, record: Record, old: Record | None) -> Record:
    now = naive_text(call.clock.stamp())
    return record | {"modifiedDate": now, **({} if old is not None else {"createdDate": now})}


class Complaints:
    """What LogicTrade does not accept; a value that was there before is never complained about."""

    def __init__(self, old: Record | None, new: Record) -> None:
        self._old = old
        self._new = new
        self._found: list[tuple[str, str]] = []

    def require(self, path: str) -> None:
        if part(self._new, path) in (None, "") and (self._old is None or part(self._old, path) not in (None, "")):
            self.add(problems.REQUIRED, f"{path} is verplicht.")

    def unless(self, path: str, good: Callable[[Any], bool], code: str, words: str) -> None:
        """Complain about a new value that is not good; `{}` in the words stands for it."""
        value = part(self._new, path)
        if value in (None, "") or (self._old is not None and part(self._old, path) == value) or good(value):
            return
        self.add(code, f"{words.format(value)} ({path}).")

    def add(self, code: str, words: str) -> None:
        self._found.append((code, words))

    def close(self) -> None:
        """ProblemError with the code of the first complaint and the words of all."""
        if self._found:
            raise ProblemError(400, self._found[0][0], " ".join(words for _, words in self._found))


def learn_word(call: Call, kind: str, word: object) -> None:
    """An unknown infix or title is made without a word (contract section 4.1)."""
    text = str(word or "").strip()
    if text and not call.store.ids_with(kind, "text", fold(text)):
        call.save(kind, {"id": call.store.next_number(kind), "text": text}, "create")


def is_used(call: Call, kinds: tuple[str, ...], facet: str, value: object) -> bool:
    return any(call.store.ids_with(kind, facet, fold(value)) for kind in kinds)


def remove(call: Call, kind: str, *, used: bool, along: tuple[str, ...] = ()) -> None:
    """Take a record away with what belongs to it; 403 when it is in use."""
    if used:
        raise ProblemError(403)
    record_id = call.record_id or 0
    call.store.delete(kind, record_id)
    for other in along:
        call.store.delete(other, record_id)
    call.journal.effect(call.number, kind, record_id, "remove")


def rewrite(call: Call, kind: str, record: Record) -> None:
    """Store a record whose copies of other records changed; its own time stands still."""
    call.store.put(Row(kind, record["id"], call.store.modified(kind, record["id"]) or 0, record))
