"""The chain of a document: quote, order, purchases, delivery, invoice, as far as they are known to belong together.

LogicTrade keeps no links between them. Ours are known; the rest goes by the customer's own reference, which is a
reading of ours and is said to be one. Apps above add what the register does not hold by a `Source`.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.access import may
from apps.core.labels import Label
from apps.documents.kinds import PAGES, document_url
from apps.documents.labels import state_label
from apps.documents.links import linked_to
from apps.documents.models import Document

type Text = str | Promise

STAGES: dict[str, Text] = {
    "quote": _("Quote"),
    "order": _("Order"),
    "purchase_order": _("Purchase"),
    "delivery": _("Delivery"),
    "invoice": _("Invoice"),
}
_IN_REGISTER = ("quote", "order", "invoice")
# What is not there yet, by stage; purchases need not be.
_MISSING: dict[str, Text] = {
    "quote": _("no quote"),
    "order": _("no order yet"),
    "delivery": _("nothing delivered yet"),
    "invoice": _("no invoice yet"),
}
# By the orders' own lamp, where no delivery of theirs is listed.
_DELIVERED: dict[str, Text] = {"complete": _("delivered"), "partial": _("partly delivered")}
# A reference such as "Kitchen" may stand on a hundred documents of one customer.
MOST = 40
SHOWN = 3


@dataclass(frozen=True)
class Entry:
    """One document of the chain. ``certain``: the link is ours or LogicTrade's, not read from a reference."""

    stage: str
    number: str
    url: str = ""
    label: Label | None = None
    date: datetime.date | None = None
    current: bool = False
    certain: bool = False


@dataclass(frozen=True)
class Stage:
    """One place of the strip: its documents, the open one first; ``missing`` says what is not there yet."""

    name: Text
    entries: Sequence[Entry]
    more: int = 0
    missing: Text = ""

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


@dataclass(frozen=True)
class Chain:
    """``by_reference``: at least one link was read from the reference."""

    stages: Sequence[Stage] = ()
    by_reference: bool = False

    @property
    def known(self) -> bool:
        """Whether there is more to show than the document itself."""
        return sum(len(stage.entries) for stage in self.stages) > 1


class Source(Protocol):
    """An app that knows documents of a chain which the register does not hold."""

    def entries(self, user: Any, order_ids: Sequence[int]) -> Iterable[Entry]: ...


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app add to chains (from its ready()); one query each, however many orders."""
    _sources.append(source)


def chain_of(user: Any, document: Document | None, *, at: str = "") -> Chain:
    """The chain of one document as its reader may see it; the newest of each kind first.

    ``at`` is the stage where the reader stands, if not at the document itself: a delivery is found by its order.
    """
    if document is None:
        return Chain()
    linked = linked_to(document.kind, document.remote_id)
    found = _relatives(document, linked)
    orders = [one.remote_id for one in found if one.kind == "order"]
    entries = [_entry(one, None if at else document, linked) for one in found if _may_see(user, one.kind)]
    for source in _sources:
        entries += source.entries(user, orders) if orders else ()
    if at:
        entries = [replace(entry, current=True, url="") if entry.stage == at else entry for entry in entries]
    lamps = [one.delivery_status for one in found if one.kind == "order"]
    missing = dict(_MISSING)
    if lamps:
        missing["delivery"] = _DELIVERED.get(lamps[0], missing["delivery"])
    else:
        del missing["delivery"]
    stages = [_stage(name, entries, missing) for name in STAGES]
    doubtful = any(not entry.certain and entry.number != document.number for entry in entries)
    return Chain([stage for stage in stages if stage.entries or stage.missing], doubtful)


def order_ids_of(document: Document) -> list[int]:
    """The orders of a document's chain, itself among them if it is one."""
    found = _relatives(document, linked_to(document.kind, document.remote_id))
    return [one.remote_id for one in found if one.kind == "order"]


def _relatives(document: Document, linked: Collection[tuple[str, int]]) -> list[Document]:
    """The document, those linked to it, and those of the same customer with the same reference: one query."""
    wanted = Q()
    for kind, remote_id in linked:
        wanted |= Q(kind=kind, remote_id=remote_id)
    if document.reference and document.party_id is not None:
        wanted |= Q(party_id=document.party_id, reference=document.reference, kind__in=_IN_REGISTER, gone_at=None)
    if not wanted:
        return [document]
    rows = Document.objects.filter(wanted).exclude(pk=document.pk).defer("search_key", "name_key", "number_key")
    found = [
        one
        for one in rows.order_by("-date", "-pk")[:MOST]
        if (one.kind, one.remote_id) in linked or _in_time(document, one)
    ]
    return [document, *found]


_TURN = {name: place for place, name in enumerate(STAGES)}


def _in_time(document: Document, other: Document) -> bool:
    """An order does not come before its quote, nor an invoice before its order."""
    if document.date is None or other.date is None or document.kind == other.kind:
        return document.kind != other.kind
    earlier, later = sorted((document, other), key=lambda one: _TURN[one.kind])
    return (earlier.date or later.date) <= later.date  # type: ignore[operator]


def _may_see(user: Any, kind: str) -> bool:
    page = PAGES.get(kind)
    return page is None or may(user, page.permission)


def _entry(one: Document, here: Document | None, linked: Collection[tuple[str, int]]) -> Entry:
    current = here is not None and one.pk == here.pk
    label = state_label(one.kind, one.state, one.status_text, gone=one.gone_at is not None)
    number = one.number or f"#{one.remote_id}"
    url = "" if current else document_url(one.kind, one.remote_id)
    return Entry(one.kind, number, url, label, one.date, current, certain=(one.kind, one.remote_id) in linked)


def _stage(name: str, entries: Sequence[Entry], missing: Mapping[str, Text]) -> Stage:
    own = sorted((entry for entry in entries if entry.stage == name), key=lambda entry: not entry.current)
    shown = own[:SHOWN]
    return Stage(STAGES[name], shown, len(own) - len(shown), "" if own else missing.get(name, ""))
