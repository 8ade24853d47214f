"""The palette: records of every kind, pages and what can be done on the open record, in one list; from here alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import menu
from apps.core.access import SIGNED_IN, may
from apps.core.pages import Action, ListPage
from apps.core.paging import CappedCount
from apps.dashboard.hits import Entry
from apps.dashboard.ranks import EXACT, rank_of, words_start
from apps.dashboard.records import entries_of, kind_and_id
from apps.dashboard.search import SearchGroup, search_everywhere
from apps.dashboard.selectors import kept
from apps.erp.mirror.fold import fold

HITS = 5
PAGES = 6
# The groups of an empty box, in this order; what the page itself offers is put before them by the browser.
ACTIONS_FIRST, PINNED_NEXT, RECENT_NEXT, PAGES_LAST = range(4)


@dataclass(frozen=True)
class RecordAction:
    """Something to do with a record, by the same address and key as on its card.

    ``query`` is the name that the record's id has in the address; without it the id is part of the path. ``present``:
    only while LogicTrade still has the record.
    """

    kinds: tuple[str, ...]
    label: str | Promise
    url_name: str
    permission: str
    icon: str
    key: str = ""
    query: str = ""
    present: bool = True


RECORD_ACTIONS = (
    RecordAction(("customer",), gettext_lazy("New quote"), "sales:quote_new", "quotes.write", "plus", "q", "customer"),
    RecordAction(("customer",), gettext_lazy("New order"), "sales:order_new", "orders.write", "plus", "", "customer"),
    RecordAction(("customer",), gettext_lazy("Change"), "relations:customer_edit", "customers.write", "pencil", "e"),
    RecordAction(("supplier",), gettext_lazy("Change"), "relations:supplier_edit", "suppliers.write", "pencil", "e"),
    RecordAction(("product",), gettext_lazy("Change"), "catalogue:product_edit", "products.write", "pencil", "e"),
    RecordAction(("delivery",), gettext_lazy("Plan the delivery"), "delivery:plan", "deliveries.plan", "route"),
    *(
        RecordAction((kind,), gettext_lazy("History"), f"erp:history_{name}", permission, "history", "h", present=False)
        for kind, name, permission in (
            ("customer", "customer", "customers.view"),
            ("supplier", "supplier", "suppliers.view"),
            ("product", "product", "products.view"),
            ("quote", "quote", "quotes.view"),
            ("order", "order", "orders.view"),
            ("invoice", "invoice", "invoices.view"),
            ("delivery", "deliverable", "deliveries.view"),
        )
    ),
)


def palette_groups(user: Any, query: str, subject: str = "") -> list[SearchGroup]:
    """What the palette offers; ``subject`` is the open record. Without a query: that record, pins, recent, pages."""
    if not query:
        found = [_actions(user, "", subject), *kept_groups(user, but=subject), _pages(user, "")]
        return [group for group in found if group.hits]
    found = [*search_everywhere(user, query, HITS), _actions(user, query, subject), _pages(user, query)]
    return sorted((group for group in found if group.hits), key=lambda group: group.rank)


def kept_groups(user: Any, *, but: str = "") -> list[SearchGroup]:
    """Pinned and recent records, for every empty search box."""
    found = kept(user, but=but)
    groups = [
        _group("pinned", _("Pinned"), found.pinned, PINNED_NEXT),
        _group("recent", _("Opened last"), found.recent, RECENT_NEXT),
    ]
    return [group for group in groups if group.hits]


def _group(key: str, label: str | Promise, entries: Sequence[Entry], rank: int) -> SearchGroup:
    return SearchGroup(key, label, tuple(entries), CappedCount(len(entries), False), rank=rank)


# On the open record ---------------------------------------------------------------------------------------------------


def _actions(user: Any, query: str, subject: str) -> SearchGroup:
    parts = kind_and_id(subject)
    record = entries_of(user, [subject]).get(subject) if parts else None
    if parts is None or record is None:
        return _group("actions", "", (), ACTIONS_FIRST)
    kind, pk = parts
    offered = [
        Entry(url, str(one.label), icon=one.icon, keys=(one.key,) if one.key else ())
        for one in RECORD_ACTIONS
        if kind.name in one.kinds and not (record.gone and one.present) and may(user, one.permission)
        if (url := _address(one, pk))
    ]
    label = _("On %(name)s") % {"name": record.title}
    best = _best(offered, query)
    return _group("actions", label, best, _rank(query, best[0]) if query and best else ACTIONS_FIRST)


def _address(action: RecordAction, pk: int) -> str:
    if not action.query:
        return address_of(action.url_name, pk)
    url = address_of(action.url_name)
    return f"{url}?{urlencode({action.query: pk})}" if url else ""


def address_of(url_name: str, *args: Any) -> str:
    """The address; empty when no app answers there."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


# Pages ----------------------------------------------------------------------------------------------------------------


def _pages(user: Any, query: str) -> SearchGroup:
    """The places of the menu, what lists let one make, and the reader's own pages."""
    offered = [
        Entry(reverse(item.url_name), str(item.label), icon=item.icon, keys=("g", item.go_key) if item.go_key else ())
        for item in menu.registered()
        if may(user, item.permission)
    ]
    offered += [
        Entry(reverse(action.url_name), str(action.label), icon=action.icon)
        for action in _list_actions()
        if may(user, action.permission)
    ]
    offered += [
        Entry(url, str(label), icon=icon, keys=keys)
        for label, url_name, icon, permission, keys in (
            (_("Preferences"), "accounts:preferences", "settings", SIGNED_IN, ()),
            (_("Keys"), "core:keys", "help", SIGNED_IN, ("?",)),
        )
        if may(user, permission) and (url := address_of(url_name))
    ]
    best = _best(offered, query)[: PAGES if query else None]
    return _group("pages", _("Go to"), best, _rank(query, best[0]) if query and best else PAGES_LAST)


@cache
def _list_actions() -> tuple[Action, ...]:
    """What the lists let one make ("New quote"), once each: the lists themselves say so."""
    found: dict[str, Action] = {}
    for pattern in _patterns(get_resolver()):
        page = getattr(pattern.callback, "view_class", None)
        if isinstance(page, type) and issubclass(page, ListPage):
            for action in page.actions:
                found.setdefault(action.url_name, action)
    return tuple(found.values())


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


# Of texts that are few the words alone decide -------------------------------------------------------------------------


def _best(entries: Sequence[Entry], query: str) -> list[Entry]:
    """Those whose name holds the words typed, best first; all of them without words."""
    wanted = fold(query)
    if not wanted:
        return list(entries)
    found = [entry for entry in entries if words_start(wanted, fold(entry.title))]
    return sorted(found, key=lambda entry: _rank(query, entry))


def _rank(query: str, entry: Entry) -> int:
    return EXACT if fold(entry.title) == fold(query) else rank_of(query, name=entry.title)
