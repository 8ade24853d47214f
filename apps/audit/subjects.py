"""Where the record of an entry can be opened: each app registers its kinds ("quote", "customer", …)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch
from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name for people, and the address of one (from the text after the colon)."""

    name: str
    text: str | Promise
    url: Callable[[str], str]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """From an app's ready(); the same name replaces."""
    _kinds[kind.name] = kind


def url_of(subject: str) -> str:
    """The page of the record, or nothing when its kind has none."""
    name, _, record_id = subject.partition(":")
    kind = _kinds.get(name)
    if kind is None or not record_id:
        return ""
    try:
        return kind.url(record_id)
    except (NoReverseMatch, ValueError):
        return ""
