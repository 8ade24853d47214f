"""The column chooser: which columns a reader may choose from, in which order they stand and how wide they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from apps.core.tables import Table

type Text = str | Promise
# Pixels that a column may have for what stands in it.
BOUNDS = (50, 800)


@dataclass(frozen=True)
class Choice:
    """One line of the chooser. ``fixed``: the column with the row's link, always on; no ``width``: as it fits."""

    name: str
    label: Text
    on: bool
    fixed: bool
    width: int | None = None


def read_names(text: str) -> tuple[str, ...]:
    """Names of columns from an address or a form: with commas between."""
    return tuple(name for name in text[:2000].split(",") if name)


def read_width(text: str) -> int | None:
    """A width from a form, within bounds; None, as it fits, for nothing, zero and what is no number."""
    digits = text.strip()[:6]
    return sorted((int(digits), *BOUNDS))[1] if digits.isdecimal() and int(digits) else None


def choices(
    table: Table,
    on: Sequence[str] | None = None,
    order: Sequence[str] = (),
    widths: Mapping[str, int | None] | None = None,
) -> list[Choice]:
    """All columns on offer: those of ``order`` first (default: what the table shows), the rest as declared."""
    wide = {**(table.widths or {}), **(widths or {})}
    on = table.chosen if on is None else on
    offered = {one.name: one.column for one in table.offered}
    names = dict.fromkeys([name for name in (order or on) if name in offered])
    names |= dict.fromkeys(offered)
    link = table.link_name
    return [
        Choice(
            name,
            offered[name].verbose_name or offered[name].head(),
            name in on or name == link,
            name == link,
            wide.get(name),
        )
        for name in names
    ]


def moved(order: Sequence[str], name: str, step: int) -> list[str]:
    """The order with one name a place up (-1) or down (1)."""
    names = list(order)
    if name in names and 0 <= names.index(name) + step < len(names):
        at = names.index(name)
        names.insert(at + step, names.pop(at))
    return names
