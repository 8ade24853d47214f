"""Saved views and layouts of lists: reads, and the few things that people do with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from apps.core.access import may
from apps.core.models import ListLayout, SavedView

SHARE = "views.share"
# Per person and list: a row of tabs beyond that is a list of its own.
MOST_VIEWS = 30


class TooManyViewsError(Exception):
    """One more view would be more than a person can keep for a list."""


@dataclass(frozen=True)
class Kept:
    """What one reader keeps about one list: the views to choose from, columns and widths, the view that opens first."""

    views: Sequence[SavedView] = ()
    columns: tuple[str, ...] = ()
    home: SavedView | None = None
    widths: Mapping[str, int] = field(default_factory=dict)


def kept(*, reader: Any, page: str) -> Kept:
    """The views a reader sees, own and shared, and their layout: two queries."""
    if not reader.is_authenticated or not page:
        return Kept()
    seen = SavedView.objects.filter(Q(owner=reader) | Q(shared=True), page=page)
    # What all see comes first, in the same order for all.
    views = list(seen.order_by("-shared", "position", "pk"))
    layout = ListLayout.objects.filter(owner=reader, page=page).first()
    if layout is None:
        return Kept(views)
    home = next((view for view in views if view.pk == layout.home_id), None)
    return Kept(views, tuple(name for name in layout.columns.split(",") if name), home, layout.widths)


def view_get(*, actor: Any, pk: int) -> SavedView | None:
    """A view that the actor may change: an own one, or a shared one for who may share."""
    view = SavedView.objects.filter(pk=pk).first()
    return view if view is not None and may_change(actor, view) else None


def view_seen(*, reader: Any, pk: int) -> SavedView | None:
    """A view that the reader sees among the tabs of its list."""
    return SavedView.objects.filter(Q(owner=reader) | Q(shared=True), pk=pk).first()


def may_change(actor: Any, view: SavedView) -> bool:
    return view.owner_id == actor.pk or (view.shared and may(actor, SHARE))


@transaction.atomic
def view_save(*, actor: Any, page: str, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep an address under a name; an own view with that name takes the new address. Raises TooManyViewsError."""
    own = SavedView.objects.filter(owner=actor, page=page)
    view = own.filter(name=name).first()
    if view is None:
        if own.count() >= MOST_VIEWS:
            raise TooManyViewsError
        last = SavedView.objects.filter(page=page).aggregate(last=Max("position"))["last"] or 0
        view = SavedView(owner=actor, page=page, name=name, position=last + 1)
    view.query = query
    view.shared = shared and may(actor, SHARE)
    view.save()
    return view


def view_update(*, actor: Any, view: SavedView, name: str, shared: bool) -> None:
    """Rename, share or take back. Sharing needs the permission; without it the flag stays as it is."""
    view.name = name
    if may(actor, SHARE):
        view.shared = shared
    view.save(update_fields=["name", "shared"])


def name_is_free(*, view: SavedView, name: str) -> bool:
    return not SavedView.objects.filter(owner=view.owner_id, page=view.page, name=name).exclude(pk=view.pk).exists()


def view_delete(*, view: SavedView) -> None:
    view.delete()


@transaction.atomic
def view_move(*, view: SavedView, step: int) -> None:
    """One place up (-1) or down (1): a shared view among the shared, an own one among the own."""
    views = SavedView.objects.filter(page=view.page, shared=view.shared).order_by("position", "pk")
    rows = list(views if view.shared else views.filter(owner=view.owner_id))
    at = next(place for place, one in enumerate(rows) if one.pk == view.pk)
    if not 0 <= at + step < len(rows):
        return
    rows.insert(at + step, rows.pop(at))
    for place, one in enumerate(rows, 1):
        one.position = place
    SavedView.objects.bulk_update(rows, ["position"])


def home_set(*, actor: Any, page: str, view: SavedView | None) -> None:
    """Which view opens first for the actor; None: the whole list."""
    ListLayout.objects.update_or_create(owner=actor, page=page, defaults={"home": view})


@transaction.atomic
def columns_set(*, actor: Any, page: str, names: Sequence[str], widths: Mapping[str, int | None]) -> None:
    """The columns that the actor wants, in order (none: as the list declares them), and widths as in `widths_set`."""
    ListLayout.objects.update_or_create(owner=actor, page=page, defaults={"columns": ",".join(names)})
    widths_set(actor=actor, page=page, widths=widths)


@transaction.atomic
def widths_set(*, actor: Any, page: str, widths: Mapping[str, int | None]) -> None:
    """How wide columns are for the actor; None: as it fits. Columns that are not named stay as they are."""
    layout, _new = ListLayout.objects.select_for_update().get_or_create(owner=actor, page=page)
    layout.widths = {name: width for name, width in {**layout.widths, **widths}.items() if width}
    layout.save(update_fields=["widths"])


def layout_reset(*, actor: Any, page: str) -> None:
    """Columns, order and widths as the list declares them."""
    ListLayout.objects.filter(owner=actor, page=page).update(columns="", widths={})
