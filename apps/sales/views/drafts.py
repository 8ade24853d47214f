"""The page of a quote in the making, its head, and throwing it away. Once sent, the page shows how that went."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.core.access import requires
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.basis import basis_text
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.erp.notes import quoting_warnings
from apps.relations.selectors import customer_get
from apps.sales.builder import attention, draft_totals, head_form, in_stock, line_views, shown
from apps.sales.forms import LineAddForm
from apps.sales.posted import seen_values
from apps.sales.refusal import Refusal, refusal_of
from apps.sales.results import draft_result
from apps.sales.review import writes_blocked
from apps.sales.views.access import draft_or_404


@require_safe
@requires("quotes.write")
def draft_detail(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The builder, or how sending went; while that is open the page asks again each second."""
    draft = draft_or_404(draft_id)
    if not draft.editable:
        return render_page(request, "sales/draft_result.html", {"result": draft_result(draft)}, fragment="result")
    if wants_fragment(request):
        # The page that waited for the result: LogicTrade refused, or it was taken back.
        return redirect_to(request, reverse("sales:draft_detail", args=[draft.pk]))
    return builder_page(request, draft)


def builder_page(request: HttpRequest, draft: Draft, *, status: int = 200, **changed: Any) -> HttpResponse:
    """The whole page; ``changed`` puts a bound head, an add form or line views in place of the stored ones."""
    return render_page(request, "sales/draft_detail.html", builder_context(draft) | changed, status=status)


def builder_context(draft: Draft) -> dict[str, Any]:
    views = line_views(draft_lines(draft))
    refusal = refusal_of(draft.write)
    form = head_form(draft)
    return {
        "draft": draft,
        "head": form,
        "head_was": head_was(draft),
        "add": LineAddForm(auto_id="add_%s"),
        "views": views,
        "refusal": refusal,
        "refused_field": _head_field(refusal),
        "blocked": writes_blocked(),
        "warnings": quoting_warnings(draft.customer_id, [view.line.product_id for view in views]),
        **summary_context(draft, views),
    }


def summary_context(draft: Draft, views: list[Any]) -> dict[str, Any]:
    """What follows from the lines: totals, attention, feasibility, the draft mark."""
    customer = customer_get(draft.customer_id)
    now, known = in_stock(views)
    remark = str(customer.raw.get("remark") or "") if customer else ""
    return {
        "draft": draft,
        "totals": draft_totals([view.line for view in views]),
        "basis": basis_text(),
        "attention": attention(views, remark),
        "in_stock": now,
        "stock_known": known,
        "count": len(views),
    }


def head_was(draft: Draft) -> list[tuple[str, str]]:
    """The head as it was drawn, posted along with each change."""
    return [
        (f"was_{name}", bound.isoformat() if hasattr(bound := getattr(draft, name), "isoformat") else shown(bound))
        for name in head_form(draft).fields
    ]


def _head_field(refusal: Refusal | None) -> str:
    return refusal.field if refusal and refusal.line_id is None else ""


@require_POST
@requires("quotes.write")
def draft_update(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Fields of the head: those that are right are saved at once, the others come back with what was typed."""
    draft = draft_or_404(draft_id)
    form = head_form(draft, request.POST)
    for name in [name for name in form.fields if name not in request.POST]:
        del form.fields[name]
    form.is_valid()
    before = {name: getattr(draft, name) for name in form.fields}
    clashes: tuple[Any, ...] = ()
    try:
        draft = documents.draft_update(
            actor=actor_of(request),
            draft=draft,
            changes=form.cleaned_data,
            seen=seen_values(request.POST, head_form(draft).fields),
        )
    except documents.DraftClashError as clash:
        clashes = clash.clashes
    except documents.DraftFrozenError:
        return redirect_to(request, reverse("sales:draft_detail", args=[draft.pk]))
    status = 409 if clashes else 422 if form.errors else 200
    if not wants_fragment(request):
        if status == 200:
            return redirect_to(request, reverse("sales:draft_detail", args=[draft.pk]))
        return builder_page(
            request, draft, status=status, head=form if form.errors else head_form(draft), **_clash(clashes, form)
        )
    context = {
        "draft": draft,
        "head": form if form.errors else head_form(draft),
        "redraw": [name for name in before if name in form.errors or getattr(draft, name) != before[name]],
        "head_was": head_was(draft),
        **_clash(clashes, form),
    }
    return render_page(request, "sales/_head_saved.html", context, status=status)


def _clash(clashes: tuple[Any, ...], form: Any) -> dict[str, Any]:
    """Both values of each field, and what else was typed, so that the choice saves all of it."""
    names = {clash.field for clash in clashes}
    kept = {name: form.data.get(name, "") for name in form.fields if name not in names} if clashes else {}
    labels = head_labels(form)
    return {
        "head_clashes": [(clash.field, labels[clash.field], raw(clash.theirs), raw(clash.mine)) for clash in clashes],
        "head_kept": kept,
    }


def head_labels(form: Any) -> dict[str, Any]:
    return {name: field.label for name, field in form.base_fields.items()}


def raw(value: Any) -> str:
    """A value as a form posts it: dates in the neutral notation, numbers in the reader's."""
    return str(value.isoformat()) if hasattr(value, "isoformat") else shown(value)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("quotes.write")
def draft_discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Asks, then throws the concept away; the audit log keeps what it held."""
    draft = draft_or_404(draft_id)
    if not draft.editable:
        return redirect_to(request, reverse("sales:draft_detail", args=[draft.pk]))
    if request.method != "POST":
        return render_page(request, "sales/draft_discard.html", {"draft": draft, "count": len(draft_lines(draft))})
    try:
        documents.draft_discard(actor=actor_of(request), draft=draft)
    except documents.DraftFrozenError:
        return redirect_to(request, reverse("sales:draft_detail", args=[draft.pk]))
    messages.success(request, _("Concept thrown away. Nothing went to LogicTrade"))
    return redirect_to(request, reverse("sales:draft_list"))
