"""Two people (or two tabs) in one draft: what can be taken over, and what somebody must choose. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

type Values = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """A field that was changed meanwhile and is changed again: both values, nothing lost."""

    field: str
    theirs: Any
    mine: Any


@dataclass(frozen=True)
class Merged:
    """``changes`` can be taken over; with ``clashes`` nothing is, until a person chose."""

    changes: dict[str, Any]
    clashes: tuple[Clash, ...] = ()


def merge(current: Values, seen: Values, mine: Values, groups: Iterable[frozenset[str]] = ()) -> Merged:
    """Take over what I changed, where nobody else did.

    ``seen`` is what the form showed when it was drawn. Fields of one group only make sense together: a change of one
    by me and of another by them is a clash of both.
    """
    base = {name: seen.get(name, current[name]) for name in mine}
    changed = {name for name in mine if mine[name] != base[name]}
    others = {name for name in current if name in seen and current[name] != seen[name]}
    clashing = {name for name in changed & others if mine[name] != current[name]}
    for group in groups:
        if changed & group and others & group and any(mine[n] != current[n] for n in changed & group):
            clashing |= {name for name in (changed | others) & group if name in mine and mine[name] != current[name]}
    clashes = tuple(Clash(name, current[name], mine[name]) for name in mine if name in clashing)
    changes = {name: mine[name] for name in mine if name in changed and mine[name] != current[name]}
    return Merged(changes, clashes)
