"""How a record of each kind looks where records of all kinds stand together: search, palette, recent and pinned."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.catalogue.labels import product_tags
from apps.catalogue.models import Product
from apps.catalogue.selectors import StockSummary
from apps.core import money
from apps.core.hits import Hit
from apps.core.labels import Label
from apps.delivery.models import Deliverable
from apps.documents.kinds import document_url
from apps.documents.labels import state_label
from apps.documents.models import Document
from apps.erp.mirror.fold import fold, is_phone, phone_digits
from apps.relations.models import Customer, Relation, Supplier

DOCUMENT_ICONS = {"quote": "file-text", "order": "shopping-cart", "invoice": "file-invoice"}
PHONES = ("phoneNumber", "phoneNumber2", "mobileNumber")


@dataclass(frozen=True)
class Entry(Hit):
    """A hit with the mark of a record that is gone or blocked, or the keys that do the same."""

    mark: Label | None = None
    gone: bool = False
    keys: tuple[str, ...] = ()


def customer_hit(row: Customer, query: str = "") -> Entry:
    icon = "building-store" if row.is_business else "user"
    return _relation_hit(row, "relations:customer_detail", icon, query)


def supplier_hit(row: Supplier, query: str = "") -> Entry:
    return _relation_hit(row, "relations:supplier_detail", "truck", query)


def product_hit(row: Product, query: str = "", stock: StockSummary | None = None) -> Entry:
    found = [text for text in (row.barcode, row.supplier_code) if _holds(text, query)]
    found += [row.found_by.words] if row.found_by else []
    free = _("free %(n)s") % {"n": money.quantity(stock.free)} if stock and stock.free is not None else ""
    tag = next(iter(product_tags(row)), "")
    return Entry(
        reverse("catalogue:product_detail", args=[row.pk]),
        row.number or row.name,
        _together(row.name if row.number else "", *found),
        _together(free, money.price(row.sales_price)),
        icon="package",
        mark=Label(tag, "bad" if row.gone_at else "warn", "bar") if tag else None,
        gone=row.gone_at is not None,
    )


def document_hit(row: Document) -> Entry:
    total = money.money(row.total) if row.total is not None else ""
    lamps = (row.stock_status, row.delivery_status, row.invoice_status) if row.kind == "order" else None
    return Entry(
        document_url(row.kind, row.remote_id),
        row.number or f"#{row.remote_id}",
        _together(row.party_name, row.reference, total),
        row.status_text if row.kind != "invoice" else str(state_label(row.kind, row.state).text),
        lamps=None if row.gone_at else lamps,
        icon=DOCUMENT_ICONS[row.kind],
        mark=_gone(row.gone_at),
        gone=row.gone_at is not None,
    )


def deliverable_hit(row: Deliverable) -> Entry:
    return Entry(
        reverse("delivery:deliverable_detail", args=[row.pk]),
        str(row),
        _together(row.party_name, row.city, row.delivery_type),
        icon="truck-delivery",
        mark=Label(_("no longer listed"), "muted", "bar") if row.gone_at else None,
        gone=row.gone_at is not None,
    )


def _relation_hit(row: Relation, url_name: str, icon: str, query: str) -> Entry:
    address = " ".join(part for part in (row.zip_code, row.house_number) if part)
    place = " ".join(part for part in (address, row.city) if part)
    return Entry(
        reverse(url_name, args=[row.pk]),
        row.name,
        _together(place, *_phones(row, query), row.email if _holds(row.email, query) else ""),
        row.number,
        icon=icon,
        mark=_gone(row.gone_at),
        gone=row.gone_at is not None,
    )


def phones_of(row: Relation) -> list[str]:
    """Every telephone number of its own, as LogicTrade holds it."""
    raw = row.raw
    return [number for name in PHONES if isinstance(number := raw.get(name), str)]


def _phones(row: Relation, query: str) -> list[str]:
    """The numbers that the query hit, of all that there are; without one, the number to call."""
    if is_phone(query.strip()):
        wanted = phone_digits(query)
        hit = [number for number in phones_of(row) if wanted in phone_digits(number)]
        if hit:
            return hit
    return [row.any_phone]


def _gone(gone_at: object) -> Label | None:
    return Label(_("removed in LogicTrade"), "bad", "bar") if gone_at else None


def _holds(text: str, query: str) -> bool:
    return bool(text) and any(fold(word) in fold(text) for word in query.split())


def _together(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
