"""The previous and the next record of the list that a card was opened from.

A row's address carries its list: ``?list=<query of the list>&at=<place in it>``. A card that calls `neighbours` shows
where its record stands and leads on, at the price of the list's own query and nothing else.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from apps.core import money
from apps.core.listing import open_list
from apps.core.pages import ListPage, shown_count
from apps.core.paging import MAX_PAGE

# The list may have moved since it was drawn: so many rows on either side are looked at.
REACH = 5


@dataclass(frozen=True)
class Neighbours:
    """Where a record stands ("3 of 412") and the addresses beside it; empty at either end."""

    position: str
    previous_url: str
    next_url: str
    list_url: str


def neighbours(request: HttpRequest, key: str, pk: object) -> Neighbours | None:
    """The neighbours of a record in the list that its address names.

    ``key`` is the name of the list's address, ``pk`` the record's `Table.row_key`. None when the card was not opened
    from a list, or the record stands nowhere near its place any more; junk in the address is no list either.
    """
    place = request.GET.get("at", "")
    if "list" not in request.GET or not (place.isascii() and place.isdigit()) or len(place) > 9:
        return None
    try:
        page = open_list(request, key, request.GET["list"])
    except (Http404, PermissionDenied):
        return None
    at = int(place)
    if at >= MAX_PAGE * page.page_size:
        return None
    page.bare = True
    first = max(0, at - REACH)
    rows = page.get_rows(page.filters, page.order, at - first + REACH + 1, first)
    table = page.make_table(rows.rows, first=first)
    keys = [table.row_key(row) for row in rows.rows]
    if str(pk) not in keys:
        return None
    here = keys.index(str(pk))
    addresses = table.addresses()
    return Neighbours(
        _("%(place)s of %(count)s") % {"place": money.quantity(first + here + 1), "count": shown_count(rows.total)},
        addresses[here - 1] if here else "",
        addresses[here + 1] if here + 1 < len(addresses) else "",
        _list_url(page, first + here),
    )


def _list_url(page: ListPage, place: int) -> str:
    """The list again, at the page where the record stands."""
    number = place // page.page_size + 1
    parts = (page.query, f"page={number}" if number > 1 else "")
    return f"{page.request.path}?{'&'.join(filter(None, parts)) or 'view=all'}"
