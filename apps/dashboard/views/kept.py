"""Where a page tells that its record was opened, and where a card's pin is put and taken off."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.paths import local_path
from apps.core.access import SIGNED_IN, may, requires
from apps.core.htmx import redirect_to
from apps.dashboard import services
from apps.dashboard.records import RecordKind, kind_and_id
from apps.dashboard.services import PINS, TooManyPinsError


@require_POST
@requires(SIGNED_IN)
def record_opened(request: HttpRequest) -> HttpResponse:
    """Sent by the page once it stands; there is nothing to show for it."""
    kind, pk = asked_record(request)
    services.record_opened(user=request.user, subject=f"{kind.name}:{pk}")
    return HttpResponse(status=204)


@require_POST
@requires(SIGNED_IN)
def pin(request: HttpRequest) -> HttpResponse:
    """``do``: pin or unpin; then back to the card."""
    kind, pk = asked_record(request)
    subject = f"{kind.name}:{pk}"
    try:
        if request.POST.get("do") == "unpin":
            services.unpin(user=request.user, subject=subject)
            messages.success(request, _("No longer pinned."))
        else:
            services.pin(user=request.user, subject=subject)
            messages.success(request, _("Pinned. You find it on Today and in the palette."))
    except TooManyPinsError:
        messages.warning(request, _("You have %(n)d pins, as many as can be kept. Take one off first.") % {"n": PINS})
    card = reverse(kind.url_name, args=[pk])
    return redirect_to(request, local_path(request, request.POST.get("next", ""), default=card))


def asked_record(request: HttpRequest) -> tuple[RecordKind, int]:
    """The record that a form names. Raises Http404 for none, PermissionDenied when the reader may not open it."""
    parts = kind_and_id(request.POST.get("subject", ""))
    if parts is None:
        raise Http404
    if not may(request.user, parts[0].permission):
        raise PermissionDenied(parts[0].permission)
    return parts
