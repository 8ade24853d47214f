"""The lines of a draft. For htmx only what follows from a change is drawn again, never a field in use."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from apps.accounts.actors import actor_of
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.builder.forms import LineAddForm, LineForm
from apps.documents.builder.grid import LineView, line_form, line_view, line_views
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.builder.picking import picker_context
from apps.documents.builder.posted import seen_values
from apps.documents.lines import MOST_LINES
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.views.builder.pages import builder_page, raw, summary_context
from apps.erp.messages import explain
from apps.logictrade.errors import LogicTradeError

PARTS = "documents/builder/"


def _back(request: HttpRequest, draft: Draft) -> HttpResponse:
    return redirect_to(request, draft_url(draft))


@require_POST
def line_add(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A line by a picked product or by code; a word that finds exactly one product will do."""
    form = LineAddForm(request.POST, auto_id="add_%s")
    choice: dict[str, Any] = {}
    if form.is_valid():
        try:
            line = _add(request, draft, form)
        except adding.UnknownProductError:
            form.add_error("code", _("Not found. Search by name or barcode"))
        except adding.ManyProductsError:
            choice = picker_context(draft, form.cleaned_data["code"])
            form.add_error("code", _("Several products match. Choose one from the list"))
        except documents.TooManyLinesError:
            form.add_error("code", str(kind_of(draft).words.too_many) % {"n": MOST_LINES})
        except documents.DraftFrozenError:
            return _back(request, draft)
    if form.errors:
        if not wants_fragment(request):
            return builder_page(request, draft, status=422, add=form, **choice)
        answer = render_page(
            request, PARTS + "_line_add_error.html", choice | {"draft": draft, "add": form}, status=422
        )
        return trigger_client_event(answer, "pickershown") if choice else answer
    if not wants_fragment(request):
        return _back(request, draft)
    draft.refresh_from_db()
    views = line_views(draft_lines(draft))
    context = summary_context(draft, views) | {
        "view": next(view for view in views if view.line.pk == line.pk),
        "add": LineAddForm(auto_id="add_%s"),
    }
    return render_page(request, PARTS + "_line_added.html", context)


def _add(request: HttpRequest, draft: Draft, form: LineAddForm) -> DraftLine:
    return adding.product_line_add(
        actor=actor_of(request),
        draft=draft,
        code=form.cleaned_data["code"],
        product_id=form.cleaned_data["product"],
        quantity=form.cleaned_data["quantity"] or Decimal(1),
    )


@require_POST
def line_update(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """Fields of one line: those that are right are saved at once, the others come back with what was typed."""
    line = DraftLine.objects.filter(draft=draft, pk=line_id).first()
    if line is None:
        return _back(request, draft)
    form = line_form(line, request.POST)
    form.is_valid()
    before = {name: getattr(line, name) for name in form.fields}
    changes = {**form.cleaned_data}
    if "discount" in changes:
        changes["discount"] = changes["discount"] or 0
    clashes: tuple[Any, ...] = ()
    try:
        line = documents.line_update(
            actor=actor_of(request),
            draft=draft,
            line_id=line_id,
            changes=changes,
            seen=seen_values(request.POST, LineForm.base_fields),
        )
    except documents.DraftClashError as clash:
        clashes = clash.clashes
    except (documents.LineGoneError, documents.DraftFrozenError):
        return _back(request, draft)
    status = 409 if clashes else 422 if form.errors else 200
    return _updated(request, draft, line, form, before, clashes, status)


def _updated(
    request: HttpRequest,
    draft: Draft,
    line: DraftLine,
    form: LineForm,
    before: dict[str, Any],
    clashes: tuple[Any, ...],
    status: int,
) -> HttpResponse:
    if not wants_fragment(request) and status == 200:
        return _back(request, draft)
    draft.refresh_from_db()
    views = _with(line_views(draft_lines(draft)), line, form, clashes)
    if not wants_fragment(request):
        return builder_page(request, draft, status=status, views=views)
    context = summary_context(draft, views) | {
        "view": next(view for view in views if view.line.pk == line.pk),
        "redraw": [name for name in before if name in form.errors or getattr(line, name) != before[name]],
    }
    return render_page(request, PARTS + "_line_saved.html", context, status=status)


def _with(views: list[LineView], line: DraftLine, form: LineForm, clashes: tuple[Any, ...]) -> list[LineView]:
    """The views with what was typed into one line in the place of what is stored."""
    names = {clash.field for clash in clashes}
    shown = [
        (clash.field, LineForm.base_fields[clash.field].label, raw(clash.theirs), raw(clash.mine)) for clash in clashes
    ]
    kept = {name: form.data[name] for name in form.fields if name not in names} if clashes else {}
    bound = _whole(line, form) if form.errors else None
    return [
        line_view(
            view.line,
            view.number,
            view.stock,
            bound if view.line.pk == line.pk else None,
            clashes=shown if view.line.pk == line.pk else (),
            kept=kept if view.line.pk == line.pk else {},
        )
        for view in views
    ]


def _whole(line: DraftLine, form: LineForm) -> LineForm:
    """The form with all its fields, those that were not posted as they are stored."""
    data = {name: raw(getattr(line, name)) for name in LineForm.base_fields} | {
        name: form.data[name] for name in form.fields
    }
    whole = line_form(line, data)
    whole.is_valid()
    return whole


@require_POST
def line_remove(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    try:
        documents.line_remove(actor=actor_of(request), draft=draft, line_id=line_id)
    except documents.DraftFrozenError:
        return _back(request, draft)
    return _all_lines(request, draft)


@require_POST
def line_move(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """``step`` up or down; anything else leaves the line where it is."""
    step = {"up": -1, "down": 1}.get(request.POST.get("step", ""))
    try:
        if step:
            documents.line_move(actor=actor_of(request), draft=draft, line_id=line_id, step=step)
    except documents.LineGoneError:
        pass
    except documents.DraftFrozenError:
        return _back(request, draft)
    # Its buttons stay open, so that the next press moves it on.
    return _all_lines(request, draft, open_line=line_id)


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
        return _back(request, draft)
    if not wants_fragment(request) and not lost:
        return _back(request, draft)
    draft.refresh_from_db()
    if not wants_fragment(request):
        return builder_page(request, draft, prices_lost=lost)
    views = line_views(draft_lines(draft))
    priced = {line.pk for line in changed}
    context = summary_context(draft, views) | {
        "views": [view for view in views if view.line.pk in priced],
        "redraw": ["part_price", "discount"],
        "prices_lost": lost,
    }
    return render_page(request, PARTS + "_lines_priced.html", context)


def _all_lines(request: HttpRequest, draft: Draft, **more: Any) -> HttpResponse:
    if not wants_fragment(request):
        return _back(request, draft)
    draft.refresh_from_db()
    views = line_views(draft_lines(draft))
    return render_page(request, PARTS + "_lines_moved.html", summary_context(draft, views) | {"views": views} | more)
