"""What a search found, as the popup and the search page show it."""

from dataclasses import dataclass

from django.utils.functional import Promise

type Text = str | Promise


@dataclass(frozen=True)
class Hit:
    """One record: ``title`` and ``detail`` are marked where the query hit; ``end`` is what one wants to know of it."""

    url: str
    title: str
    detail: str = ""
    end: str = ""
    lamps: tuple[str | None, str | None, str | None] | None = None
    icon: str = "file-text"


@dataclass(frozen=True)
class HitGroup:
    """Hits of one kind. ``more_url`` leads to the list with the same query."""

    key: str
    label: Text
    hits: tuple[Hit, ...]
    more_url: str = ""
