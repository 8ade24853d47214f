"""From the stored before and after to the lines of a field diff."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Change:
    """One field: ``old`` and ``new`` as shown, None where there was nothing; ``fresh`` when the whole record is new."""

    field: str
    old: str | None
    new: str | None
    fresh: bool = False


def changes(before: Any, after: Any) -> list[Change]:
    """The fields that differ, in the order of their names; nested fields read "line 2 quantity"."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        Change(" ".join(path), _shown(old.get(path)), _shown(new.get(path)), fresh=before is None)
        for path in sorted(old.keys() | new.keys(), key=_natural)
        if old.get(path) != new.get(path)
    ]


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, (*path, str(key)))
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _flat(item, (*path, str(number)))
    elif value is not None and value != "":
        yield path, value


def _natural(path: tuple[str, ...]) -> list[tuple[int, str]]:
    """Line 2 before line 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in path]


def _shown(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (int, Decimal)):
        return number_format(value, force_grouping=isinstance(value, Decimal))
    return str(value)
