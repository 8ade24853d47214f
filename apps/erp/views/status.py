"""The status page: reading per list, LogicTrade's health, the worker, writes, what could not be read."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission, may, requires
from apps.core.htmx import redirect_to, render_page
from apps.erp import labels, services, status
from apps.erp.models import SyncState

QUARANTINE_SHOWN = 50


@requires("status.view")
def status_page(request: HttpRequest) -> HttpResponse:
    """The page; for htmx its upper part, which asks again while something is read."""
    may_edit = may(request.user, "settings.edit")
    context: dict[str, Any] = {"status": status.overview(may_edit=may_edit), "demo": settings.DEMO}
    if not getattr(request, "htmx", None):
        context |= {
            "details": status.details(),
            "quarantine": status.set_aside(QUARANTINE_SHOWN),
            "drift": status.drift(),
            "may_edit": may_edit,
        }
    return render_page(request, "erp/status.html", context, fragment="erp/_status_live.html")


class RemovalsView(RequiresPermission):
    """The operator's yes to removals that the guard held back (A3 row 37)."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, resource: str) -> HttpResponse:
        state = SyncState.objects.filter(pk=resource).first()
        if state is None:
            raise Http404
        return render(request, "erp/removals.html", {"state": state, "name": labels.resource_text(resource)})

    def post(self, request: HttpRequest, resource: str) -> HttpResponse:
        if not SyncState.objects.filter(pk=resource).exists():
            raise Http404
        if services.removals_approve(actor=actor_of(request), resource=resource):
            messages.success(request, _("Approved. The next full reading removes them"))
        else:
            messages.warning(request, _("No removals wait for this list any more"))
        return redirect_to(request, reverse("erp:status"))
