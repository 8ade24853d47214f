"""The menu: each app registers its items; a page shows those its reader may open."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.access import SIGNED_IN, may

type Text = str | Promise
type Rows = QuerySet[Any]

# In the order shown; the first has no heading, the last stands at the foot.
GROUPS: dict[str, Text] = {
    "home": "",
    "sales": _("Sales"),
    "catalogue": _("Products"),
    "purchasing": _("Purchasing"),
    "delivery": _("Delivery"),
    "foot": "",
}


@dataclass(frozen=True)
class MenuItem:
    """One place in the menu.

    ``match`` are beginnings of view names ("relations:customer") under which the item is current; without it the
    view's own entity is taken. ``go_key`` is the key after ``g``. ``bar`` is the place in the phone's bottom bar
    (0: not there). ``count`` gives the small number behind the label, or the rows that are counted for it: few, by
    an index, and cut off (``[:99]``); those of all items together are one query.
    """

    group: str
    label: Text
    url_name: str
    icon: str
    permission: str = SIGNED_IN
    go_key: str = ""
    order: int = 100
    match: tuple[str, ...] = ()
    bar: int = 0
    count: Callable[[HttpRequest], Rows | int | None] | None = None

    def matches(self, view_name: str) -> int:
        """How much of the view's name this item claims; 0 when it is another page."""
        claims = self.match or (self.url_name.rsplit("_", 1)[0],)
        return max((len(claim) for claim in claims if view_name.startswith(claim)), default=0)


@dataclass(frozen=True)
class ShownItem:
    label: Text
    url: str
    icon: str
    go_key: str
    current: bool
    count: int | None
    bar: int


@dataclass(frozen=True)
class ShownGroup:
    key: str
    label: Text
    items: tuple[ShownItem, ...]


_items: dict[str, MenuItem] = {}


def register(item: MenuItem) -> None:
    """Add an item (from an app's ready()); the same URL name replaces."""
    if item.group not in GROUPS:
        raise ValueError(f"no menu group {item.group!r}; groups are {', '.join(GROUPS)}")
    _items[item.url_name] = item


def registered() -> list[MenuItem]:
    order = list(GROUPS)
    return sorted(_items.values(), key=lambda item: (order.index(item.group), item.order, item.url_name))


def menu_for(request: HttpRequest) -> tuple[ShownGroup, ...]:
    """The groups and items this reader may open, with the current one marked."""
    allowed = [item for item in registered() if may(request.user, item.permission)]
    match = request.resolver_match
    view_name = match.view_name if match else ""
    best = max(allowed, key=lambda item: item.matches(view_name), default=None)
    current = best if best and best.matches(view_name) else None
    counts = _counts(allowed, request)
    return tuple(
        ShownGroup(key, GROUPS[key], tuple(_shown(item, counts, item is current) for item in items))
        for key, items in groupby(allowed, key=lambda item: item.group)
    )


def _shown(item: MenuItem, counts: Mapping[str, int], current: bool) -> ShownItem:
    count = counts.get(item.url_name) or None
    return ShownItem(item.label, reverse(item.url_name), item.icon, item.go_key, current, count, item.bar)


def _counts(items: Sequence[MenuItem], request: HttpRequest) -> dict[str, int]:
    """The numbers behind the labels, by the items' addresses: one query for all that are counted."""
    told = {item.url_name: item.count(request) for item in items if item.count}
    parts: dict[str, tuple[str, tuple[Any, ...]]] = {}
    for name, rows in told.items():
        if isinstance(rows, QuerySet):
            with suppress(EmptyResultSet):
                parts[name] = rows.values("pk").query.sql_with_params()
    counts = {name: count for name, count in told.items() if isinstance(count, int)}
    if not parts:
        return counts
    # What stands in the statement is what the ORM made.
    each = (f"(SELECT COUNT(*) FROM ({sql}) AS part{n})" for n, (sql, _) in enumerate(parts.values()))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each)}", [value for _, values in parts.values() for value in values])
        return counts | dict(zip(parts, cursor.fetchone(), strict=True))
