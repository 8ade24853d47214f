"""What to offer instead, where there is too little of a line's product: one small panel below the line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.catalogue.alternatives import alternatives
from apps.catalogue.selectors import product_get
from apps.core.htmx import render_page
from apps.documents import services as documents
from apps.documents.builder.kinds import kind_of
from apps.documents.instead import line_replace
from apps.documents.models import Draft, DraftLine
from apps.documents.views.helping.shared import back, numbers, redrawn, too_many


@require_http_methods(["GET", "HEAD", "POST"])
def line_alternatives(request: HttpRequest, draft: Draft, line_id: int) -> HttpResponse:
    """GET: at most one call, none where the references were opened before. POST: ``product`` replaces, ``add`` adds."""
    if not draft.editable:
        return back(request, draft)
    line = DraftLine.objects.filter(draft=draft, pk=line_id).first()
    product = product_get(line.product_id) if line is not None and line.product_id else None
    if line is None or product is None:
        raise Http404
    if request.method == "POST":
        return _take(request, draft, line)
    context = {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "line": line,
        "product": product,
        "found": alternatives(product, line.quantity),
    }
    return render_page(request, "documents/helping/line_alternatives.html", context, fragment="panel")


def _take(request: HttpRequest, draft: Draft, line: DraftLine) -> HttpResponse:
    chosen, added = numbers([request.POST.get("product", "")]), numbers([request.POST.get("add", "")])
    said = ""
    try:
        if chosen or added:
            line_replace(
                actor=actor_of(request),
                draft=draft,
                line_id=line.pk,
                product_id=(chosen or added)[0],
                keep=not chosen,
            )
    except documents.LineGoneError:
        said = _("This line is gone.")
    except LookupError:
        said = _("This product was removed in LogicTrade.")
    except documents.TooManyLinesError:
        said = too_many(draft)
    except documents.DraftFrozenError:
        return back(request, draft)
    return redrawn(request, draft, said=said)
