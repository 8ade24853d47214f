"""Lines of before: the customer's earlier documents, what they usually buy, and a whole document once more."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.catalogue.stock import stock_summaries
from apps.core.access import may
from apps.core.forms import SearchField
from apps.core.htmx import redirect_to, render_page
from apps.documents import copying
from apps.documents import services as documents
from apps.documents.builder.kinds import BuilderKind, draft_url, kind_of
from apps.documents.earlier import EarlierDocument, earlier_get, earlier_search, readable_kinds, takeable
from apps.documents.kinds import PAGES, document_url, kinds_for
from apps.documents.lines import MOST_LINES
from apps.documents.models import Document, Draft, DraftLine
from apps.documents.sold import BasketRow, basket
from apps.documents.views.helping.shared import added_text, back, numbers, too_many, typed_quantity

MOST_IN_BASKET = 60


@require_safe
def draft_earlier(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The customer's documents to choose one from; ``q`` searches among them."""
    if not draft.editable or draft.customer_id is None:
        return back(request, draft)
    query = SearchField().clean(request.GET.get("q", ""))
    rows = earlier_search(draft.customer_id, readable_kinds(kinds_for(request.user)), query)
    shown = [
        (row, Document.Kind(row.kind).label, draft_url(draft, "earlier_lines", row.kind, row.remote_id)) for row in rows
    ]
    context = {"draft": draft, "kind": kind_of(draft), "title": kind_of(draft).title(draft), "query": query}
    return render_page(request, "documents/helping/earlier.html", context | {"rows": shown}, fragment="found")


@require_http_methods(["GET", "HEAD", "POST"])
def earlier_lines(request: HttpRequest, draft: Draft, from_kind: str, remote_id: int) -> HttpResponse:
    """The lines of one of them, with ticks and quantities; POST puts those that are ticked in the draft."""
    if not draft.editable:
        return back(request, draft)
    source = _source(request, from_kind, remote_id)
    if source.customer_id is None or source.customer_id != draft.customer_id:
        raise Http404
    if request.method == "POST":
        wanted = _wanted(request, {line.place: line.quantity or Decimal(1) for line in source.lines})
        actor = actor_of(request)
        return _add(
            request, draft, lambda: copying.lines_copy(actor=actor, draft=draft, source=source, quantities=wanted)
        )
    context = {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "source": source,
        "source_kind": Document.Kind(source.kind).label,
        "rows": takeable(source.lines),
    }
    return render_page(request, "documents/helping/earlier_lines.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft_basket(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What this customer usually buys, with the usual quantity; POST puts what is ticked in the draft."""
    if not draft.editable or draft.customer_id is None:
        return back(request, draft)
    rows = basket(draft.customer_id, limit=MOST_IN_BASKET)
    if request.method == "POST":
        wanted = _wanted(request, {row.product.pk: row.usual for row in rows})
        actor = actor_of(request)
        return _add(request, draft, lambda: copying.products_add(actor=actor, draft=draft, quantities=wanted))
    context = {"draft": draft, "kind": kind_of(draft), "title": kind_of(draft).title(draft), "rows": _with_stock(rows)}
    return render_page(request, "documents/helping/basket.html", context)


def _with_stock(rows: Sequence[BasketRow]) -> list[tuple[BasketRow, object]]:
    stocks = stock_summaries([row.product.pk for row in rows], with_locations=False)
    return [(row, stocks[row.product.pk]) for row in rows]


def _wanted(request: HttpRequest, usual: dict[int, Decimal]) -> dict[int, Decimal]:
    """What was ticked, in the order of the page, so many of each as was typed."""
    ticked = set(numbers(request.POST.getlist("take")))
    return {
        key: typed_quantity(request.POST.get(f"quantity_{key}", "")) or quantity
        for key, quantity in usual.items()
        if key in ticked
    }


def _add(request: HttpRequest, draft: Draft, add: Callable[[], Sequence[DraftLine]]) -> HttpResponse:
    try:
        lines = add()
    except documents.TooManyLinesError:
        messages.error(request, too_many(draft))
    except documents.DraftFrozenError:
        pass
    else:
        messages.success(request, added_text(len(lines)))
    return redirect_to(request, draft_url(draft))


@require_POST
def document_copy(request: HttpRequest, kind: BuilderKind, from_kind: str, remote_id: int) -> HttpResponse:
    """A whole document once more, as a concept of this kind with the prices of today."""
    source = _source(request, from_kind, remote_id)
    if not isinstance(request.user, User):
        raise Http404
    try:
        copied = copying.document_copy(actor=actor_of(request), user=request.user, kind=kind.key, source=source)
    except LookupError:
        raise Http404 from None
    except documents.TooManyLinesError:
        messages.error(request, str(kind.words.too_many) % {"n": MOST_LINES})
        return redirect_to(request, document_url(from_kind, remote_id))
    if copied.lost:
        gone = ", ".join(line.code for line in copied.lost[:5])
        text = ngettext(
            "%(n)d line was left out, its product is not in LogicTrade any more: %(codes)s",
            "%(n)d lines were left out, their products are not in LogicTrade any more: %(codes)s",
            len(copied.lost),
        )
        messages.warning(request, text % {"n": len(copied.lost), "codes": gone})
    else:
        messages.success(request, _("Copied from %(number)s. Prices are those of today.") % {"number": source.number})
    return redirect_to(request, draft_url(copied.draft))


def _source(request: HttpRequest, from_kind: str, remote_id: int) -> EarlierDocument:
    """A document that the reader may see, or nothing that exists."""
    page = PAGES.get(from_kind)
    if page is None or not may(request.user, page.permission) or remote_id >= 2**63:
        raise Http404
    source = earlier_get(from_kind, remote_id)
    if source is None:
        raise Http404
    return source
