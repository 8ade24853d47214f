"""Records by their subject ("customer:123"): which kinds have a card, who may open one, and how it is listed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.catalogue.selectors import products_by_id
from apps.core.access import may
from apps.dashboard.hits import Entry, customer_hit, deliverable_hit, document_hit, product_hit, supplier_hit
from apps.delivery.models import Deliverable
from apps.documents.models import Document
from apps.relations.selectors import customers_by_id, suppliers_by_id

# LogicTrade's ids fit in 63 bits; a subject with more digits is nobody's.
SUBJECT = re.compile(r"([a-z]+):([1-9][0-9]{0,17})")


@dataclass(frozen=True)
class RecordKind:
    """A kind of record with a card: the name of the card's address, and how those of some ids are listed.

    ``edit_url_name``: the address of its form, where it has one.
    """

    name: str
    url_name: str
    permission: str
    entries: Callable[[Sequence[int]], Mapping[int, Entry]]
    edit_url_name: str = ""


def _customers(ids: Sequence[int]) -> dict[int, Entry]:
    return {pk: customer_hit(row) for pk, row in customers_by_id(ids).items()}


def _suppliers(ids: Sequence[int]) -> dict[int, Entry]:
    return {pk: supplier_hit(row) for pk, row in suppliers_by_id(ids).items()}


def _products(ids: Sequence[int]) -> dict[int, Entry]:
    return {pk: product_hit(row) for pk, row in products_by_id(ids).items()}


def _documents(kind: str) -> Callable[[Sequence[int]], dict[int, Entry]]:
    def of_kind(ids: Sequence[int]) -> dict[int, Entry]:
        rows = Document.objects.defer("search_key", "name_key").filter(kind=kind, remote_id__in=ids)
        return {row.remote_id: document_hit(row) for row in rows}

    return of_kind


def _deliverables(ids: Sequence[int]) -> dict[int, Entry]:
    rows = Deliverable.objects.defer("data", "search_key").filter(pk__in=ids)
    return {row.pk: deliverable_hit(row) for row in rows}


KINDS: dict[str, RecordKind] = {
    kind.name: kind
    for kind in (
        RecordKind("customer", "relations:customer_detail", "customers.view", _customers, "relations:customer_edit"),
        RecordKind("supplier", "relations:supplier_detail", "suppliers.view", _suppliers, "relations:supplier_edit"),
        RecordKind("product", "catalogue:product_detail", "products.view", _products, "catalogue:product_edit"),
        RecordKind("quote", "sales:quote_detail", "quotes.view", _documents("quote")),
        RecordKind("order", "sales:order_detail", "orders.view", _documents("order")),
        RecordKind("invoice", "sales:invoice_detail", "invoices.view", _documents("invoice")),
        RecordKind("delivery", "delivery:deliverable_detail", "deliveries.view", _deliverables),
    )
}
_BY_ADDRESS = {kind.url_name: kind for kind in KINDS.values()}
_BY_FORM = {kind.edit_url_name: kind for kind in KINDS.values() if kind.edit_url_name}


def subject_of(view_name: str, kwargs: Mapping[str, Any]) -> str:
    """The subject of the card at this address; empty for every other page."""
    return _subject(_BY_ADDRESS.get(view_name), kwargs)


def edited_at(view_name: str, kwargs: Mapping[str, Any]) -> str:
    """The subject of the record whose form is at this address; empty for every other page.

    A document in the making is no record with a card, but people meet there as well: ``draft:<uuid>``.
    """
    if view_name.endswith("_draft_detail"):
        draft_id = kwargs.get("draft_id")
        return f"draft:{draft_id.hex}" if isinstance(draft_id, UUID) else ""
    return _subject(_BY_FORM.get(view_name), kwargs)


def _subject(kind: RecordKind | None, kwargs: Mapping[str, Any]) -> str:
    subject = f"{kind.name}:{kwargs.get('pk')}" if kind else ""
    return subject if SUBJECT.fullmatch(subject) else ""


def kind_and_id(subject: str) -> tuple[RecordKind, int] | None:
    """A subject taken apart; None for what names no record with a card."""
    found = SUBJECT.fullmatch(subject)
    kind = KINDS.get(found[1]) if found else None
    return (kind, int(found[2])) if kind and found else None


def entries_of(user: Any, subjects: Iterable[str]) -> dict[str, Entry]:
    """The records of these subjects that exist and that the user may open, in the same order: one query per kind."""
    wanted = [(subject, parts) for subject in subjects if (parts := kind_and_id(subject))]
    ids: dict[str, list[int]] = {}
    for _subject, (kind, pk) in wanted:
        if may(user, kind.permission):
            ids.setdefault(kind.name, []).append(pk)
    found = {name: KINDS[name].entries(list(dict.fromkeys(pks))) for name, pks in ids.items()}
    entries = {subject: found.get(kind.name, {}).get(pk) for subject, (kind, pk) in wanted}
    return {subject: entry for subject, entry in entries.items() if entry is not None}
