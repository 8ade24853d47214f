"""Where an open page gives its sign, and hears who else has the same record open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.core.access import SIGNED_IN, requires
from apps.dashboard import presence
from apps.dashboard.models import Presence
from apps.dashboard.views.kept import asked_record


@require_POST
@requires(SIGNED_IN)
def here(request: HttpRequest) -> HttpResponse:
    """``doing``: view or edit. ``shown``: the key of what the page shows; the same again is answered with 204."""
    kind, pk = asked_record(request)
    subject = f"{kind.name}:{pk}"
    doing = Presence.Doing.EDIT if request.POST.get("doing") == Presence.Doing.EDIT else Presence.Doing.VIEW
    presence.give_sign(user=request.user, subject=subject, doing=doing)
    others = presence.others_at(subject, but=request.user)
    if others.key == request.POST.get("shown", ""):
        return HttpResponse(status=204)
    return render(request, "dashboard/_others.html", {"others": others})
