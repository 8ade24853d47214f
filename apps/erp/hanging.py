"""What refers to a record that somebody is about to remove: each app tells of its own, the higher ones too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Hanging:
    """So many records of a kind, and where they can be seen."""

    text: str | Promise
    url: str = ""


type Source = Callable[[Any, int], Sequence[Hanging]]

_sources: dict[str, dict[str, Source]] = {}


def register(kind: str, name: str, source: Source) -> None:
    """From an app's ready(): ``source(user, record_id)``; the same name replaces."""
    _sources.setdefault(kind, {})[name] = source


def hangs_on(user: Any, kind: str, record_id: int) -> list[Hanging]:
    """All that is known to refer to the record."""
    return [one for source in _sources.get(kind, {}).values() for one in source(user, record_id)]
