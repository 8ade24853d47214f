"""The column chooser: which columns a reader may choose from, and in which order they stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from apps.core.tables import Table

type Text = str | Promise


@dataclass(frozen=True)
class Choice:
    """One line of the chooser. ``fixed``: the column with the row's link, which is always on."""

    name: str
    label: Text
    on: bool
    fixed: bool


def read_names(text: str) -> tuple[str, ...]:
    """Names of columns from an address or a form: with commas between."""
    return tuple(name for name in text[:2000].split(",") if name)


def choices(table: Table, on: Sequence[str] | None = None, order: Sequence[str] = ()) -> list[Choice]:
    """All columns on offer: those of ``order`` first (default: what the table shows), the rest as declared."""
    on = table.chosen if on is None else on
    offered = {one.name: one.column for one in table.offered}
    names = dict.fromkeys([name for name in (order or on) if name in offered])
    names |= dict.fromkeys(offered)
    link = table.link_name
    return [
        Choice(name, offered[name].verbose_name or offered[name].head(), name in on or name == link, name == link)
        for name in names
    ]


def moved(order: Sequence[str], name: str, step: int) -> list[str]:
    """The order with one name a place up (-1) or down (1)."""
    names = list(order)
    if name in names and 0 <= names.index(name) + step < len(names):
        at = names.index(name)
        names.insert(at + step, names.pop(at))
    return names
