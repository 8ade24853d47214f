"""The versions of a quote, and two of them line by line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import requires
from apps.core.htmx import render_page
from apps.documents.basis import basis_text
from apps.documents.selectors import document_get
from apps.sales.version_compare import compare_versions, versions_of


@require_safe
@requires("quotes.view")
def quote_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions; ``a`` and ``b`` name the two that are compared, without them the last two."""
    document = document_get("quote", pk)
    if document is None:
        raise Http404
    versions = versions_of(pk)
    numbers = [version.number for version in versions]
    b = _asked(request, "b", numbers, numbers[0] if numbers else 0)
    a = _asked(request, "a", numbers, max((number for number in numbers if number < b), default=b))
    context = {
        "pk": pk,
        "number": document.number or f"#{pk}",
        "document": document,
        "versions": versions,
        "a": a,
        "b": b,
        "comparison": compare_versions(pk, a, b) if a != b else None,
        "basis": basis_text(),
    }
    return render_page(request, "sales/quote_versions.html", context)


def _asked(request: HttpRequest, name: str, numbers: list[int], usual: int) -> int:
    text = request.GET.get(name, "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else usual
    return asked if asked in numbers else usual
