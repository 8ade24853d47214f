"""The lines of a draft. For htmx only what follows from a change is drawn again, never a field in use."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from apps.accounts.actors import actor_of
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.builder.forms import LineForm
from apps.documents.builder.grid import (
    LineView,
    line_form,
    line_views,
    reader_of,
    shown,
    understand_prices,
)
from apps.documents.builder.kinds import draft_url
from apps.documents.builder.posted import seen_values
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.views.builder.pages import builder_page, raw, summary_context
from apps.erp.messages import explain
from apps.logictrade.errors import LogicTradeError

PARTS = "documents/builder/"


def back(request: HttpRequest, draft: Draft, query: str = "") -> HttpResponse:
    return redirect_to(request, draft_url(draft) + query)


def fresh_views(request: HttpRequest, draft: Draft) -> list[LineView]:
    """All lines as they are now stored; the draft follows."""
    draft.refresh_from_db()
    return line_views(draft, draft_lines(draft), reader_of(request.user))


@require_POST
def line_update(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """Fields of one line: those that are right are saved at once, the others come back with what was typed."""
    line = DraftLine.objects.filter(draft=draft, pk=line_id).first()
    if line is None:
        return back(request, draft)
    form = line_form(line, request.POST)
    understand_prices(form, draft, line, reader_of(request.user))
    form.is_valid()
    clashes: tuple[Any, ...] = ()
    try:
        line = documents.line_update(
            actor=actor_of(request),
            draft=draft,
            line_id=line_id,
            changes=form.cleaned_data,
            seen=seen_values(request.POST, LineForm.base_fields),
        )
    except documents.DraftClashError as clash:
        clashes = clash.clashes
    except (documents.LineGoneError, documents.DraftFrozenError):
        return back(request, draft)
    status = 409 if clashes else 422 if form.errors else 200
    return _updated(request, draft, line, form, clashes, status)


def _updated(
    request: HttpRequest, draft: Draft, line: DraftLine, form: LineForm, clashes: tuple[Any, ...], status: int
) -> HttpResponse:
    if not wants_fragment(request) and status == 200:
        return back(request, draft)
    views = fresh_views(request, draft)
    _show_typed(views, line, form, clashes)
    if not wants_fragment(request):
        return builder_page(request, draft, status=status, views=views)
    context = summary_context(request, draft, views) | {
        "view": next(view for view in views if view.line.pk == line.pk),
        "redraw": [name for name in form.fields if name in form.errors or _differs(form, line, name)],
    }
    return render_page(request, PARTS + "_line_saved.html", context, status=status)


def _differs(form: LineForm, line: DraftLine, name: str) -> bool:
    """Whether the page shows something else than is stored: a sum that was worked out, or somebody else's value."""
    if name == "optional":
        return False
    stored = form.fields[name].prepare_value(getattr(line, name)) if hasattr(form.fields[name], "prepare_value") else ""
    return form.data.get(name, "").strip() not in {shown(getattr(line, name)), str(stored or "")}


def _show_typed(views: list[LineView], line: DraftLine, form: LineForm, clashes: tuple[Any, ...]) -> None:
    """Put what was typed into one line in the place of what is stored."""
    if not clashes and not form.errors:
        return
    names = {clash.field for clash in clashes}
    at = next(index for index, view in enumerate(views) if view.line.pk == line.pk)
    views[at] = replace(
        views[at],
        given_form=_whole(line, form) if form.errors else None,
        clashes=[
            (clash.field, LineForm.base_fields[clash.field].label, raw(clash.theirs), raw(clash.mine))
            for clash in clashes
        ],
        kept={name: form.data.get(name, "") for name in form.fields if name not in names} if clashes else {},
    )


def _whole(line: DraftLine, form: LineForm) -> LineForm:
    """The form with all its fields, those that were not posted as they are stored; it says what was wrong before."""
    every = line_form(line)
    data = {name: raw(getattr(line, name)) for name in every.fields} | {
        name: form.data.get(name, "") for name in form.fields
    }
    whole = line_form(line, data)
    whole.is_valid()
    whole.errors.clear()
    whole.errors.update(form.errors)
    return whole


@require_POST
def line_remove(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """Out it goes; the answer offers to put it back."""
    try:
        documents.line_remove(actor=actor_of(request), draft=draft, line_id=line_id)
    except documents.DraftFrozenError:
        return back(request, draft)
    if not wants_fragment(request):
        return back(request, draft, f"?removed={line_id}")
    context = summary_context(request, draft, fresh_views(request, draft))
    context["removed"] = DraftLine.every.filter(draft=draft, pk=line_id).first()
    return render_page(request, PARTS + "_line_removed.html", context)


@require_POST
def line_restore(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    try:
        line = documents.line_restore(actor=actor_of(request), draft=draft, line_id=line_id)
    except (documents.LineGoneError, documents.DraftFrozenError):
        return back(request, draft)
    return placed(request, draft, line)


@require_POST
def line_move(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """``step`` up or down; anything else leaves the line where it is."""
    step = {"up": -1, "down": 1}.get(request.POST.get("step", ""))
    try:
        if step:
            documents.line_move(actor=actor_of(request), draft=draft, line_id=line_id, step=step)
        line = DraftLine.objects.filter(draft=draft, pk=line_id).first()
    except documents.LineGoneError:
        line = None
    except documents.DraftFrozenError:
        return back(request, draft)
    if line is None:
        return back(request, draft)
    return placed(request, draft, line, moved=True)


@require_POST
def line_price_back(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """Back to what LogicTrade gave."""
    try:
        line = documents.line_price_back(actor=actor_of(request), draft=draft, line_id=line_id)
    except (documents.LineGoneError, documents.DraftFrozenError):
        return back(request, draft)
    if not wants_fragment(request):
        return back(request, draft)
    views = fresh_views(request, draft)
    context = summary_context(request, draft, views) | {
        "view": next(view for view in views if view.line.pk == line.pk),
        "redraw": ["part_price", "discount", "price_reason"],
    }
    return render_page(request, PARTS + "_line_saved.html", context)


@require_POST
def line_prices(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What this customer pays, for lines that still have the list price: one call. Without an answer they keep it."""
    lost = ""
    changed: list[DraftLine] = []
    try:
        changed = adding.prices_fill(actor=actor_of(request), draft=draft)
    except LogicTradeError as error:
        lost = explain(error).sentence
    except documents.DraftFrozenError:
        return back(request, draft)
    if not wants_fragment(request) and not lost:
        return back(request, draft)
    if not wants_fragment(request):
        draft.refresh_from_db()
        return builder_page(request, draft, prices_lost=lost)
    views = fresh_views(request, draft)
    priced = {line.pk for line in changed}
    # Lines of somebody else, or whose answer was lost, stand in no row of this page yet.
    have = set(request.POST["have"].split(",")) if "have" in request.POST else None
    context = summary_context(request, draft, views) | {
        "views": [view for view in views if view.line.pk in priced and (have is None or str(view.line.pk) in have)],
        "redraw": ["part_price", "discount"],
        "prices_lost": lost,
    }
    return render_page(request, PARTS + "_lines_priced.html", context)


def placed(request: HttpRequest, draft: Draft, line: DraftLine, **more: Any) -> HttpResponse:
    """One row in its place, wherever it stood before, and what follows from it."""
    if not wants_fragment(request):
        return back(request, draft)
    views = fresh_views(request, draft)
    at = next(index for index, view in enumerate(views) if view.line.pk == line.pk)
    context = summary_context(request, draft, views) | {
        "view": views[at],
        "after": views[at + 1] if at + 1 < len(views) else None,
    }
    answer = render_page(request, PARTS + "_line_placed.html", context | more)
    return priced_soon(answer) if views[at].at_list_price and draft.customer_id is not None else answer


def priced_soon(answer: HttpResponse) -> HttpResponse:
    """Tell the page to ask for prices when no line came for a moment, so that ten lines ask once."""
    return trigger_client_event(answer, "askprices")
