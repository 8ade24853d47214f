"""Letting a document go although something speaks against it: asked for by who writes it, given by who may."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.access import requires
from apps.core.htmx import redirect_to, render_page
from apps.documents import release
from apps.documents.builder.grid import line_views
from apps.documents.builder.kinds import draft_url, kind_of, kinds_written_by
from apps.documents.builder.summary import draft_totals
from apps.documents.models import Draft
from apps.documents.selectors import draft_get, draft_lines

MOST_SHOWN = 200


@require_POST
def release_ask(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Ask those who may for a release."""
    if not isinstance(request.user, User) or not draft.editable:
        return redirect_to(request, draft_url(draft))
    why = request.POST.get("why", "").strip()
    try:
        release.release_ask(user=request.user, draft=draft, lines=draft_lines(draft), why=why)
        messages.success(request, _("A release is asked for. Who may give it sees this concept under Releases."))
    except release.NothingToReleaseError:
        messages.info(request, _("Nothing holds this document any more."))
    return redirect_to(request, draft_url(draft, "review"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(release.PERMISSION)
def draft_release(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The document, what speaks against it, and the form that lets it go."""
    draft = draft_get(draft_id)
    if draft is None or not draft.editable:
        raise Http404
    lines = draft_lines(draft)
    error = ""
    if request.method == "POST" and isinstance(request.user, User):
        why = request.POST.get("why", "").strip()
        if request.POST.get("version") != str(draft.version):
            error = _("The document was changed after you opened this page. Look at it again.")
        elif not why:
            error = _("Say why it may go: the reason is kept.")
        else:
            return _give(request, request.user, draft, why)
    context = {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "views": line_views(draft, lines),
        "totals": draft_totals(draft, lines).totals,
        "standing": release.standing(draft, lines),
        "error": error,
        "why": request.POST.get("why", ""),
    }
    return render_page(request, "documents/helping/release.html", context, status=422 if error else 200)


def _give(request: HttpRequest, user: User, draft: Draft, why: str) -> HttpResponse:
    try:
        release.release_give(actor=actor_of(request), user=user, draft=draft, lines=draft_lines(draft), why=why)
        messages.success(request, _("Released. It can be sent as it is now."))
    except release.NothingToReleaseError:
        messages.info(request, _("Nothing holds this document any more."))
    may_send = draft.kind in kinds_written_by(user)
    return redirect_to(request, draft_url(draft, "review") if may_send else reverse("documents:release_list"))


@require_safe
@requires(release.PERMISSION)
def release_list(request: HttpRequest) -> HttpResponse:
    """Concepts that wait for a release, with what speaks against each."""
    rows = []
    for draft in release.waiting_for_release().select_related("owner")[:MOST_SHOWN]:
        lines = draft_lines(draft)
        stands = release.standing(draft, lines)
        if stands.waits:
            rows.append((draft, kind_of(draft).title(draft), stands, release.amount_of(draft, lines)))
    return render_page(request, "documents/helping/release_list.html", {"rows": rows})
