"""A document as a PDF: from the mirror, no call to LogicTrade unless the mirror misses its comments."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from apps.core.access import SIGNED_IN, RequiresPermission, may, requires
from apps.documents.paper import providers
from apps.documents.paper.content import Found
from apps.documents.paper.drafts import draft_paper
from apps.documents.paper.make import Made, chosen_language, make
from apps.documents.selectors import draft_get


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """Shown by the browser, kept under its own name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response


def found_or_404(kind: str, pk: int) -> Found:
    found = providers.find(kind, pk)
    if found is None:
        raise Http404
    return found


def made_for(request: HttpRequest, found: Found) -> Made:
    """In the language of the address (``lang``), else in the customer's."""
    return make(found, chosen_language(request.GET.get("lang", ""), found))


class PaperView(RequiresPermission):
    """The PDF of a document of one kind."""

    http_method_names = ("get", "head", "options")
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        made = made_for(request, found_or_404(self.kind, pk))
        return pdf_response(made.pdf(), made.file_name)


@require_safe
@requires(SIGNED_IN)
def draft_pdf(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A concept as it would look, for those who write that kind of document."""
    draft = draft_get(draft_id)
    if draft is None:
        raise Http404
    if not may(request.user, f"{draft.kind}s.write"):
        raise PermissionDenied
    made = made_for(request, draft_paper(draft))
    return pdf_response(made.pdf(), made.file_name)
