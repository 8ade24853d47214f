"""From a document of LogicTrade into the builder: to change it, or to make the next document of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.htmx import redirect_to, render_page
from apps.documents.builder.checking import check_draft
from apps.documents.builder.kinds import BuilderKind, draft_url
from apps.documents.builder.opening import draft_to_follow
from apps.documents.kinds import document_url
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.documents.sending import CannotOpenError, kinds


@require_POST
def document_change(request: HttpRequest, kind: BuilderKind, pk: int) -> HttpResponse:
    """The draft that changes this document: one fresh reading, or the one that this person has open."""
    sender = kinds().get(kind.key)
    if sender is None or not isinstance(request.user, User):
        raise Http404
    try:
        draft = sender.edit(actor=actor_of(request), user=request.user, record_id=pk)
    except CannotOpenError as error:
        messages.error(request, error.text)
        return redirect_to(request, kind.document_url(pk))
    return redirect_to(request, draft_url(draft))


@require_POST
def document_follow(request: HttpRequest, kind: BuilderKind, from_kind: str, pk: int) -> HttpResponse:
    """Straight to the check of the next document: what changed since is shown there, and one key sends it."""
    if from_kind not in kind.follows or kind.key not in kinds() or not isinstance(request.user, User):
        raise Http404
    try:
        draft = draft_to_follow(actor=actor_of(request), user=request.user, kind=kind, from_kind=from_kind, from_id=pk)
    except CannotOpenError as error:
        messages.error(request, error.text)
        return redirect_to(request, document_url(from_kind, pk))
    return redirect_to(request, draft_url(draft, "review"))


@require_safe
def draft_check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What changed since the document that this one comes from: one call, asked by the review page once it stands."""
    context = {"draft": draft, "check": check_draft(draft, draft_lines(draft))}
    return render_page(request, "documents/builder/check.html", context, fragment="panel")
