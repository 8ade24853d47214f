"""The page of a document in the making, its head, and throwing it away. Once sent, the page shows how that went."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.core.access import SIGNED_IN, requires
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.addresses import address_lines, address_of
from apps.documents.basis import basis_text
from apps.documents.builder.forms import LineAddForm
from apps.documents.builder.grid import LineView, head_form, line_views, reader_of, shown
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.builder.posted import seen_values
from apps.documents.builder.results import draft_result
from apps.documents.builder.summary import attention, draft_totals, in_stock
from apps.documents.kinds import document_url
from apps.documents.margin import total_margin
from apps.documents.models import Document, Draft, DraftLine
from apps.documents.selectors import document_get, draft_get, draft_lines
from apps.documents.sending import Refusal, sender_of
from apps.erp.notes import quoting_warnings
from apps.relations.selectors import customer_get


@require_safe
def draft_detail(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The builder, or how sending went; while that is open the page asks again each second."""
    if not draft.editable:
        return render_page(
            request,
            "documents/builder/result.html",
            {"result": draft_result(draft), "title": kind_of(draft).title(draft)},
            fragment="result",
        )
    if wants_fragment(request):
        # The page that waited for the result: LogicTrade refused, or it was taken back.
        return redirect_to(request, draft_url(draft))
    return builder_page(request, draft)


@require_safe
@requires(SIGNED_IN)
def draft_of_any_kind(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The one address of a draft that does not need its kind: leads on to its page, which asks for the right."""
    draft = draft_get(draft_id)
    if draft is None:
        raise Http404
    return redirect(draft_url(draft))


def builder_page(request: HttpRequest, draft: Draft, *, status: int = 200, **changed: Any) -> HttpResponse:
    """The whole page; ``changed`` puts a bound head, an add form or line views in place of the stored ones."""
    context = builder_context(request, draft) | changed
    return render_page(request, "documents/builder/detail.html", context, status=status)


def builder_context(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    views = line_views(draft, draft_lines(draft), reader_of(request.user))
    sender = sender_of(draft)
    refusal = sender.refusal(draft)
    form = head_form(draft)
    return {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "head": form,
        "head_was": head_was(draft),
        "add": add_form(),
        "views": views,
        "refusal": refusal,
        "refused_field": _head_field(refusal),
        "blocked": sender.blocked(),
        "address": address_lines(address_of(draft)),
        "source": source_of(draft),
        "write_token": uuid.uuid4(),
        "keys_template": "documents/builder/_keys.html",
        "removed": removed_line(request, draft),
        "warnings": quoting_warnings(draft.customer_id, [view.line.product_id for view in views]),
        **summary_context(request, draft, views),
    }


def add_form() -> LineAddForm:
    """The empty last line; its token makes that one form adds one line."""
    return LineAddForm(auto_id="add_%s", initial={"token": uuid.uuid4()})


def summary_context(request: HttpRequest, draft: Draft, views: list[LineView]) -> dict[str, Any]:
    """What follows from the lines: totals, attention, feasibility, the draft mark."""
    customer = customer_get(draft.customer_id)
    now, known = in_stock(views)
    sees_cost = reader_of(request.user).sees_cost
    remark = str(customer.raw.get("remark") or "") if customer else ""
    return {
        "draft": draft,
        "totals": draft_totals(draft, [view.line for view in views]),
        "basis": basis_text(),
        "attention": attention(views, remark),
        "in_stock": now,
        "stock_known": known,
        "count": sum(view.line.counts for view in views),
        "headings": [view for view in views if view.is_heading],
        "margin": total_margin([view.margin for view in views if view.line.counts]) if sees_cost else None,
        "sees_cost": sees_cost,
    }


def source_of(draft: Draft) -> dict[str, str] | None:
    """The document that it changes or is made from, by its number."""
    kind, pk = (draft.kind, draft.edits_id) if draft.edits_id else (draft.from_kind, draft.from_id)
    if not kind or pk is None:
        return None
    found = document_get(kind, pk)
    number = found.number if found and found.number else f"#{pk}"
    return {"url": document_url(kind, pk), "text": f"{Document.Kind(kind).label} {number}"}


def removed_line(request: HttpRequest, draft: Draft) -> DraftLine | None:
    """The line that was just taken out without scripts: the page offers to put it back."""
    asked = request.GET.get("removed", "")
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > 18:
        return None
    return DraftLine.every.filter(draft=draft, pk=int(asked)).exclude(removed_at=None).first()


def head_was(draft: Draft) -> list[tuple[str, str]]:
    """The head as it was drawn, posted along with each change."""
    return [
        (f"was_{name}", bound.isoformat() if hasattr(bound := getattr(draft, name), "isoformat") else shown(bound))
        for name in head_form(draft).fields
    ]


def _head_field(refusal: Refusal | None) -> str:
    return refusal.field if refusal and refusal.line_id is None else ""


@require_POST
def draft_update(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Fields of the head: those that are right are saved at once, the others come back with what was typed."""
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
        return redirect_to(request, draft_url(draft))
    status = 409 if clashes else 422 if form.errors else 200
    if not wants_fragment(request):
        if status == 200:
            return redirect_to(request, draft_url(draft))
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
    if draft.discount != before.get("discount", draft.discount):
        context["views"] = line_views(draft, draft_lines(draft), reader_of(request.user))
        context |= summary_context(request, draft, context["views"])
    return render_page(request, "documents/builder/_head_saved.html", context, status=status)


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
def draft_discard(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Asks, then throws the concept away; the audit log keeps what it held."""
    if not draft.editable:
        return redirect_to(request, draft_url(draft))
    if request.method != "POST":
        return render_page(
            request,
            "documents/builder/discard.html",
            {"draft": draft, "kind": kind_of(draft), "count": len(draft_lines(draft))},
        )
    try:
        documents.draft_discard(actor=actor_of(request), draft=draft)
    except documents.DraftFrozenError:
        return redirect_to(request, draft_url(draft))
    messages.success(request, _("Concept thrown away. Nothing went to LogicTrade"))
    return redirect_to(request, kind_of(draft).drafts_url)
