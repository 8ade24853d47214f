"""What fills the grid of a draft and stands around it, each by one tag: the builder's page needs to know nothing."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy

from apps.core.access import may
from apps.documents import release
from apps.documents.builder.kinds import BuilderKind, builder_kinds
from apps.documents.models import Draft
from apps.documents.new_customer import pending
from apps.documents.pasting.selectors import pasted_view
from apps.documents.selectors import draft_lines
from apps.documents.views.helping.pasting import PasteForm

register = template.Library()
COPY = {
    "quote": gettext_lazy("Copy to a new quote"),
    "order": gettext_lazy("Copy to a new order"),
    "invoice": gettext_lazy("Copy to a new invoice"),
}


@register.inclusion_tag("documents/helping/_add_from.html")
def add_from(draft: Draft) -> dict[str, Any]:
    """Pasting, the usual basket, earlier documents."""
    return {"draft": draft, "paste": PasteForm.fresh()}


@register.inclusion_tag("documents/helping/_pasted.html")
def pasted_list(draft: Draft) -> dict[str, Any]:
    """Rows of pastes that somebody must look at."""
    return {"draft": draft, "pasted": pasted_view(draft), "oob": False}


@register.inclusion_tag("documents/helping/_customer_state.html", takes_context=True)
def customer_state(context: template.Context, draft: Draft) -> dict[str, Any]:
    """How it stands with a customer who is being made."""
    user = context["request"].user
    return {"draft": draft, "pending": pending(draft), "may_correct": may(user, "customers.write")}


@register.inclusion_tag("documents/helping/_standing.html", takes_context=True)
def standing(context: template.Context, draft: Draft) -> dict[str, Any]:
    """What speaks against sending it, and its release."""
    user = context["request"].user
    stands = release.standing(draft, draft_lines(draft))
    return {"draft": draft, "standing": stands, "may_release": may(user, release.PERMISSION)}


@register.inclusion_tag("documents/helping/_objections.html")
def speaks_against(kind: BuilderKind, customer_id: int) -> dict[str, Any]:
    """Before a document is begun: what is known against selling to this customer."""
    return {"objections": release.objections(Draft(kind=kind.key, customer_id=customer_id), [])}


@register.inclusion_tag("documents/helping/_new_customer.html", takes_context=True)
def new_customer(context: template.Context) -> dict[str, Any]:
    """On the page that chooses a customer: the way to make one."""
    user, kind = context["request"].user, context["kind"]
    return {
        "url": kind.customer_new_url if may(user, "customers.write") else "",
        "query": context.get("query", ""),
        "none": context.get("query") and not context.get("rows"),
    }


@register.inclusion_tag("documents/helping/_copy.html", takes_context=True)
def copy_of(context: template.Context, from_kind: str, remote_id: int) -> dict[str, Any]:
    """On the card of a document: the same once more, as a concept of its own kind, or as a quote."""
    user = context["request"].user
    kinds = {one.key: one for one in builder_kinds() if may(user, one.permission)}
    kind = kinds.get(from_kind) or kinds.get("quote")
    if kind is None:
        return {"copy_url": ""}
    return {
        "copy_url": kind.copy_url(from_kind, remote_id),
        "label": COPY[kind.key],
        "csrf_token": context.get("csrf_token"),
    }
