"""Somebody changed the same in LogicTrade: a person chooses, and the draft goes over what stands there now."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.core.htmx import redirect_to, render_page
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.models import Draft
from apps.documents.sending import Conflict, sender_of
from apps.documents.services import DraftFrozenError

SIDES = frozenset({"mine", "theirs"})


@require_http_methods(["GET", "HEAD", "POST"])
def draft_conflict(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Each thing that both changed with its three sides; nothing is chosen that the person did not choose."""
    conflict = sender_of(draft).conflict(draft) if draft.editable else None
    if conflict is None:
        return redirect_to(request, draft_url(draft))
    if request.method != "POST":
        return _page(request, draft, conflict, {})
    choices = {
        name.removeprefix("choice:"): value
        for name, value in request.POST.items()
        if name.startswith("choice:") and value in SIDES
    }
    if request.POST.get("version") != str(draft.version):
        return _page(request, draft, conflict, choices, status=409, moved=True)
    try:
        sender_of(draft).settle(actor=actor_of(request), draft=draft, choices=choices)
    except KeyError:
        return _page(request, draft, conflict, choices, status=422)
    except DraftFrozenError:
        return redirect_to(request, draft_url(draft))
    messages.success(request, _("The draft now stands over what LogicTrade has. Check it and send it"))
    return redirect_to(request, draft_url(draft, "review"))


def _page(
    request: HttpRequest,
    draft: Draft,
    conflict: Conflict,
    choices: Mapping[str, str],
    *,
    status: int = 200,
    moved: bool = False,
) -> HttpResponse:
    context = {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "clashes": [(one, choices.get(one.name, "")) for one in conflict.clashes],
        "theirs": conflict.theirs,
        "missing": status == 422,
        "moved": moved,
    }
    return render_page(request, "documents/builder/conflict.html", context, status=status)
