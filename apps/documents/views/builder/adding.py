"""New lines of a draft: by code or name, a copy, a text, a heading."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from apps.accounts.actors import actor_of
from apps.core.htmx import render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.builder.forms import LineAddForm
from apps.documents.builder.kinds import kind_of
from apps.documents.builder.picking import picker_context
from apps.documents.builder.posted import uuid_of
from apps.documents.lines import MOST_LINES
from apps.documents.models import Draft, DraftLine
from apps.documents.views.builder.lines import PARTS, back, placed
from apps.documents.views.builder.pages import add_form, builder_page


@require_POST
def line_add(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A line by a picked product or by code; a word that finds exactly one product will do."""
    form = LineAddForm(request.POST, auto_id="add_%s")
    choice: dict[str, Any] = {}
    if form.is_valid():
        try:
            return placed(request, draft, _add(request, draft, form), added=True, add=add_form())
        except adding.UnknownProductError:
            form.add_error("code", _("Not found. Search by name or barcode"))
        except adding.ManyProductsError:
            choice = picker_context(draft, form.cleaned_data["code"])
            form.add_error("code", _("Several products match. Choose one from the list"))
        except documents.TooManyLinesError:
            form.add_error("code", too_many(draft))
        except documents.DraftFrozenError:
            return back(request, draft)
    if not wants_fragment(request):
        return builder_page(request, draft, status=422, add=form, **choice)
    context = choice | {"draft": draft, "add": form}
    answer = render_page(request, PARTS + "_line_add_error.html", context, status=422)
    return trigger_client_event(answer, "pickershown") if choice else answer


def _add(request: HttpRequest, draft: Draft, form: LineAddForm) -> DraftLine:
    return adding.product_line_add(
        actor=actor_of(request),
        draft=draft,
        code=form.cleaned_data["code"],
        product_id=form.cleaned_data["product"],
        quantity=form.cleaned_data["quantity"] or Decimal(1),
        token=form.cleaned_data["token"],
        before=form.cleaned_data["before"],
    )


def too_many(draft: Draft) -> str:
    return str(kind_of(draft).words.too_many) % {"n": MOST_LINES}


@require_POST
def line_write(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A text line or a heading, at the end or before the line named; empty, to be filled in its place."""
    role = request.POST.get("role", "")
    if role not in {DraftLine.Role.TEXT, DraftLine.Role.HEADING}:
        return back(request, draft)
    before = request.POST.get("before", "")
    try:
        line = documents.line_write(
            actor=actor_of(request),
            draft=draft,
            role=role,
            token=uuid_of(request.POST.get("token", "")),
            before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else None,
        )
    except documents.TooManyLinesError:
        return builder_page(request, draft, status=422, notice=too_many(draft))
    except documents.DraftFrozenError:
        return back(request, draft)
    return placed(request, draft, line, written=True)


@require_POST
def line_copy(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """The same line once more, below itself."""
    try:
        line = documents.line_copy(actor=actor_of(request), draft=draft, line_id=line_id)
    except documents.TooManyLinesError:
        return builder_page(request, draft, status=422, notice=too_many(draft))
    except (documents.LineGoneError, documents.DraftFrozenError):
        return back(request, draft)
    return placed(request, draft, line)
