"""Two edits of one list of lines (A5.2): matched by their numbers, merged field by field, asked about when either side
took lines away or moved them. Pure.

LogicTrade most likely replaces the lines of a document that is written back, so the whole list always goes out: what
nobody changed as it was read, with fields that we do not know.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from apps.erp.outbox.merge import Field, Kind, normal, pick
from apps.logictrade import codec
from apps.logictrade.wire import is_nothing, line_body
from apps.sales.writing.payload import line_draft
from apps.sales.writing.reading import LINE_FIELDS, STEP, line_number, line_places

type Raw = Mapping[str, Any]

# A price and its discount only make sense together.
_TOGETHER = frozenset({"part_price", "discount"})


@dataclass(frozen=True)
class Wanted:
    """A line as it is to be: ``base`` is its number before, None for a new one; ``changed`` the fields that differ."""

    number: int
    values: Mapping[str, Any]
    base: int | None = None
    changed: frozenset[str] = frozenset()

    @property
    def renumbered(self) -> bool:
        return self.base is not None and self.base != self.number


@dataclass
class LinesClash:
    """What only a person can choose: ``numbers`` of lines with the fields of each, or ``whole`` the list itself."""

    whole: bool = False
    fields: dict[int, list[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.whole or bool(self.fields)


@dataclass(frozen=True)
class MergedLines:
    lines: Sequence[Raw]
    clash: LinesClash


def wanted_of(payload: Iterable[Raw]) -> list[Wanted]:
    """The lines of a stored intent."""
    return [Wanted(line["line_number"], line, line.get("base"), frozenset(line.get("changed", ()))) for line in payload]


def merge_lines(
    base: Sequence[Raw], theirs: Sequence[Raw], wanted: Sequence[Wanted], *, again: bool = False
) -> MergedLines:
    """My lines over theirs, or what must be chosen first.

    ``again``: they were sent before, so a new line of theirs that is just like one of mine may be mine.
    """
    was, now = keyed(base), keyed(theirs)
    if was is None or now is None:
        return _unnumbered(base, theirs, wanted)
    clash = LinesClash()
    mine = _Mine(was, wanted)
    if not mine.anything or shows(now, wanted, removed=mine.removed):
        return MergedLines(list(theirs), clash)
    their_change = _changed(was, now)
    if (mine.moved and their_change) or (mine.anything and _moved(was, now)):
        clash.whole = True
        return MergedLines(list(theirs), clash)
    for line in wanted:
        if line.base is not None and (fields := _clashing(line, was[line.base], now[line.base])):
            clash.fields[line.base] = fields
    return MergedLines(_written(now, wanted, was, again=again), clash)


def keyed(lines: Sequence[Raw]) -> dict[int, Raw] | None:
    """The lines by their numbers; None where one has no number, or two have the same."""
    found = {number: line for line in lines if (number := line_number(line)) is not None}
    return found if len(found) == len(lines) else None


def _unnumbered(base: Sequence[Raw], theirs: Sequence[Raw], wanted: Sequence[Wanted]) -> MergedLines:
    """Without numbers to match by, my lines go over an unchanged list only, by their places."""
    was, now = (dict(zip(line_places(side), side, strict=True)) for side in (base, theirs))
    mine = _Mine(was, wanted)
    if not mine.anything:
        return MergedLines(list(theirs), LinesClash())
    if [facts(line) for line in base] != [facts(line) for line in theirs]:
        return MergedLines(list(theirs), LinesClash(whole=True))
    return MergedLines(_written(now, wanted, was), LinesClash())


class _Mine:
    """What I did to the list as a whole."""

    def __init__(self, was: Mapping[int, Raw], wanted: Sequence[Wanted]) -> None:
        kept = [line.base for line in wanted if line.base is not None]
        self.removed = set(was) - set(kept)
        reordered = kept != [number for number in was if number in set(kept)]
        self.moved = bool(self.removed) or reordered or any(line.renumbered for line in wanted)
        self.anything = self.moved or any(line.base is None or line.changed for line in wanted)


def facts(line: Raw) -> dict[str, Any]:
    """What a line says, as it is compared."""
    found = {name: normal(one, pick(line, one.path)) for name, one in LINE_FIELDS.items()}
    configuration = line.get("configuration")
    return found | {
        "code": normal(Field("code"), line.get("code")),
        "configuration": "" if is_nothing(configuration) else codec.dumps(configuration),
    }


def _changed(was: Mapping[int, Raw], now: Mapping[int, Raw]) -> bool:
    return list(was) != list(now) or any(facts(was[number]) != facts(now[number]) for number in was)


def _moved(was: Mapping[int, Raw], now: Mapping[int, Raw]) -> bool:
    """Lines taken away or put in another order; more lines at other numbers move nothing."""
    return list(was) != [number for number in now if number in was]


def _clashing(line: Wanted, was: Raw, now: Raw) -> list[str]:
    """My changed fields that somebody else changed to something else."""
    before, after = facts(was), facts(now)
    if after["code"] != before["code"]:
        return ["code", *sorted(line.changed)] if line.changed else []
    found = []
    for name in LINE_FIELDS:
        group = _TOGETHER if name in _TOGETHER else frozenset({name})
        others = any(before[one] != after[one] for one in group)
        if name in line.changed and others and value_to_write(line, name) != after[name]:
            found.append(name)
    return found


def value_to_write(line: Wanted, name: str) -> Any:
    """My value of a field, as it is compared."""
    value = line.values[name]
    return normal(LINE_FIELDS[name], Decimal(value) if LINE_FIELDS[name].kind is Kind.NUMBER else value)


def _written(
    now: Mapping[int, Raw], wanted: Sequence[Wanted], was: Mapping[int, Raw], *, again: bool = False
) -> list[Raw]:
    """The whole list as it goes out: kept lines as they stand now with my changes, new ones, and others' new ones."""
    others = {number: line for number, line in now.items() if number not in was}
    there = _arrived(others, wanted) if again else set()
    taken = {*others, *(line.number for line in wanted if line.base is not None)}
    lines: list[Raw] = []
    for line in wanted:
        if line.base is not None:
            lines.append(_over(now[line.base], line))
        elif id(line) not in there:
            number = line.number if line.number not in taken else _free(taken)
            taken.add(number)
            lines.append(new_line(line, number))
    if not others:
        return lines
    return sorted([*lines, *others.values()], key=lambda line: line_number(line) or 0)


def _arrived(others: Mapping[int, Raw], wanted: Sequence[Wanted]) -> set[int]:
    """My new lines that LogicTrade has already, under whatever number it gave them."""
    left = list(others.values())
    found = set()
    for line in wanted:
        same = next((one for one in left if line.base is None and _is_there(one, line)), None)
        if same is not None:
            left.remove(same)
            found.add(id(line))
    return found


def _free(taken: Iterable[int]) -> int:
    return (max(taken, default=0) // STEP + 1) * STEP


def new_line(line: Wanted, number: int) -> dict[str, Any]:
    """A line that LogicTrade does not have yet."""
    return line_body(line_draft({**line.values, "line_number": number}), f"lines.{number}")


def _over(now: Raw, line: Wanted) -> Raw:
    """Their line with my changes; untouched it is the very line that was read."""
    if not line.changed and not line.renumbered:
        return now
    found = dict(now)
    if line.renumbered:
        found["lineNumber"] = line.number
    mine = new_line(line, line.number) if line.changed else {}
    for name in line.changed:
        path = LINE_FIELDS[name].path
        first, _, inner = path.partition(".")
        if inner:
            comment = found.get("comment")
            known = comment if isinstance(comment, Mapping) else {"intern": "", "extern": ""}
            found["comment"] = {**known, inner: line.values[name]}
        else:
            found[first] = mine.get(first, "")
    return found


def shows(now: Mapping[int, Raw], wanted: Sequence[Wanted], *, removed: Iterable[int]) -> bool:
    """Whether LogicTrade shows every change already, such as after a write whose answer was lost."""
    return not set(removed) & (set(now) - {line.number for line in wanted}) and all(
        line.number in now and _is_there(now[line.number], line) for line in wanted
    )


def _is_there(found: Raw, line: Wanted) -> bool:
    """The same product, and my values where I changed or made it."""
    told = facts(found)
    if told["code"] != line.values["code"]:
        return False
    names = LINE_FIELDS if line.base is None else line.changed
    return all(told[name] == value_to_write(line, name) for name in names)
