"""What the views that fill the grid share: the page again, or all lines and what follows from them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.core.money import parse_decimal
from apps.documents.builder.grid import line_views, reader_of
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.lines import MOST_LINES
from apps.documents.models import Draft
from apps.documents.pasting.selectors import pasted_view
from apps.documents.selectors import draft_lines
from apps.documents.views.builder.lines import priced_soon
from apps.documents.views.builder.pages import summary_context

GRID = "documents/helping/_grid_redrawn.html"
MOST_QUANTITY = Decimal(10) ** 9
_STEP = Decimal("0.001")


def back(request: HttpRequest, draft: Draft) -> HttpResponse:
    return redirect_to(request, draft_url(draft))


def redrawn(request: HttpRequest, draft: Draft, *, status: int = 200, said: str = "", **more: Any) -> HttpResponse:
    """All lines, what follows from them and what is left of pastes; without scripts the page again."""
    if not wants_fragment(request):
        if said:
            messages.success(request, said)
        return back(request, draft)
    draft.refresh_from_db()
    views = line_views(draft, draft_lines(draft), reader_of(request.user))
    context = {
        **summary_context(request, draft, views),
        "kind": kind_of(draft),
        "views": views,
        "pasted": pasted_view(draft),
        "said": said,
        **more,
    }
    answer = render_page(request, GRID, context, status=status)
    return priced_soon(answer) if draft.customer_id and any(view.at_list_price for view in views) else answer


def too_many(draft: Draft) -> str:
    return str(kind_of(draft).words.too_many) % {"n": MOST_LINES}


def typed_quantity(text: str) -> Decimal | None:
    """A quantity as typed; None for nothing, for what cannot be read and for what no line takes."""
    try:
        number = parse_decimal(text.strip()) if text.strip() else None
    except ValueError:
        return None
    if number is None or not 0 < number < MOST_QUANTITY or number != number.quantize(_STEP):
        return None
    return number


def numbers(texts: Iterable[str]) -> list[int]:
    """The ids and places among posted texts, junk left out."""
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 18]


def added_text(count: int) -> str:
    return ngettext("%(n)d line added", "%(n)d lines added", count) % {"n": count} if count else _("No lines added")
