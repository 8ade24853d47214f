"""A new document: choose the customer, then the concept is made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.forms import SearchField
from apps.core.htmx import redirect_to, render_page
from apps.documents.builder.adding import draft_begin
from apps.documents.builder.kinds import BuilderKind, draft_url, kind_of
from apps.documents.builder.posted import uuid_of
from apps.documents.models import Draft
from apps.documents.services import draft_copy
from apps.erp.notes import quoting_warnings
from apps.relations.models import Customer
from apps.relations.selectors import customer_get, customer_search

HITS = 12


@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: HttpRequest, kind: BuilderKind) -> HttpResponse:
    """GET chooses (``customer`` fills in, ``q`` searches), POST makes the concept."""
    if request.method == "POST":
        return _create(request, kind)
    return _choose(request, kind, _customer(request.GET.get("customer", "")), status=200)


def _create(request: HttpRequest, kind: BuilderKind) -> HttpResponse:
    customer = _customer(request.POST.get("customer", ""))
    if customer is None or not isinstance(request.user, User):
        return _choose(request, kind, None, status=422, error=_("Choose a customer from the list"))
    draft = draft_begin(
        actor=actor_of(request),
        user=request.user,
        customer_id=customer.pk,
        kind=kind.key,
        draft_id=uuid_of(request.POST.get("token", "")),
    )
    return redirect_to(request, draft_url(draft))


def _customer(text: str) -> Customer | None:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        return None
    customer = customer_get(int(text))
    return customer if customer is not None and customer.gone_at is None else None


def _choose(
    request: HttpRequest, kind: BuilderKind, customer: Customer | None, *, status: int, error: str = ""
) -> HttpResponse:
    query = SearchField().clean(request.POST.get("q") or request.GET.get("q", ""))
    rows, total = customer_search(query, HITS, with_gone=False) if query and customer is None else ([], None)
    context: dict[str, Any] = {
        "kind": kind,
        "customer": customer,
        "query": query,
        "rows": rows,
        "total": total,
        "error": error,
    }
    context["warnings"] = quoting_warnings(customer.pk) if customer else []
    return render_page(request, "documents/builder/new.html", context, status=status)


@require_POST
def draft_copy_view(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A new concept with the same head and lines."""
    if not isinstance(request.user, User):
        return redirect_to(request, kind_of(draft).drafts_url)
    copy = draft_copy(actor=actor_of(request), user=request.user, draft=draft)
    return redirect_to(request, draft_url(copy))
