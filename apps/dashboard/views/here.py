"""Where an open page gives its sign, and hears who else has the same record open."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.core.access import SIGNED_IN, requires
from apps.dashboard import presence
from apps.dashboard.models import Presence
from apps.dashboard.views.kept import asked_record
from apps.documents.builder.kinds import kinds_written_by
from apps.documents.selectors import draft_get


def _asked(request: HttpRequest) -> str:
    """The record or the document in the making that a sign names, checked like the page itself."""
    name, _, pk = request.POST.get("subject", "").partition(":")
    if name != "draft":
        kind, record_id = asked_record(request)
        return f"{kind.name}:{record_id}"
    try:
        draft = draft_get(UUID(pk))
    except ValueError:
        draft = None
    if draft is None:
        raise Http404
    if draft.kind not in kinds_written_by(request.user):
        raise PermissionDenied(draft.kind)
    return f"draft:{draft.pk.hex}"


@require_POST
@requires(SIGNED_IN)
def here(request: HttpRequest) -> HttpResponse:
    """``doing``: view or edit. ``shown``: the key of what the page shows; the same again is answered with 204."""
    subject = _asked(request)
    doing = Presence.Doing.EDIT if request.POST.get("doing") == Presence.Doing.EDIT else Presence.Doing.VIEW
    presence.give_sign(user=request.user, subject=subject, doing=doing)
    others = presence.others_at(subject, but=request.user)
    if others.key == request.POST.get("shown", ""):
        return HttpResponse(status=204)
    return render(request, "dashboard/_others.html", {"others": others})
