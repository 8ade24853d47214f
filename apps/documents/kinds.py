"""Per kind of document: where its page is and which right opens it. The pages belong to the apps above."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from apps.core.access import may
from apps.documents.models import Document


@dataclass(frozen=True)
class KindPage:
    url_name: str
    permission: str


PAGES: dict[str, KindPage] = {
    "quote": KindPage("sales:quote_detail", "quotes.view"),
    "order": KindPage("sales:order_detail", "orders.view"),
    "invoice": KindPage("sales:invoice_detail", "invoices.view"),
    "delivery": KindPage("delivery:deliverable_detail", "deliveries.view"),
}


def document_title(kind: str, remote_id: int) -> str:
    """What people call a document: its number, or its id while LogicTrade has given it none."""
    number = Document.objects.filter(kind=kind, remote_id=remote_id).values_list("number", flat=True).first()
    return number or f"#{remote_id}"


def kinds_for(user: Any) -> list[str]:
    """The kinds of documents that a user may see."""
    return [kind for kind, page in PAGES.items() if may(user, page.permission)]


def document_url(kind: str, remote_id: int) -> str:
    """The page of a document; empty for a kind that has none."""
    page = PAGES.get(kind)
    if page is None:
        return ""
    try:
        return reverse(page.url_name, args=[remote_id])
    except NoReverseMatch:
        return ""
