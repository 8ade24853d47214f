"""Records that could not be read: which, why, what came, and reading them again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.actors import actor_of
from apps.core import money
from apps.core.access import RequiresPermission
from apps.core.htmx import redirect_to
from apps.core.pages import shown_count
from apps.core.paging import RowPage, page_number
from apps.erp import quarantine, services
from apps.erp.mirror.models import Quarantined
from apps.erp.services import Retried

PAGE = 50

SAID: dict[Retried, Any] = {
    Retried.READ: gettext_lazy("Read. The record is in its list"),
    Retried.ASKED: gettext_lazy("The worker reads it from LogicTrade now"),
    Retried.STILL: gettext_lazy("It still cannot be read. Each full reading tries again"),
}


class QuarantineView(RequiresPermission):
    """All of them; a post reads all of them again."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest) -> HttpResponse:
        number = page_number(request.GET.get("page"))
        rows = quarantine.records(PAGE, (number - 1) * PAGE)
        if rows.past_the_end:
            return HttpResponseRedirect(_page_url(rows.last_page))
        return render(request, "erp/quarantine.html", _context(rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = services.quarantine_retry_all(actor=actor_of(request))
        if asked:
            words = ngettext("%(n)s record is read again", "%(n)s records are read again", asked)
            messages.success(request, words % {"n": money.quantity(asked)})
        else:
            messages.warning(request, _("Nothing is set aside that is not being read again already"))
        return redirect_to(request, reverse("erp:status_quarantine"))


def _context(rows: RowPage[quarantine.ShownRecord]) -> dict[str, Any]:
    return {
        "rows": rows,
        "count": ngettext("%(n)s record", "%(n)s records", rows.total.value) % {"n": shown_count(rows.total)},
        "waiting": quarantine.waiting(),
        "previous_url": _page_url(rows.number - 1) if rows.has_previous else "",
        "next_url": _page_url(rows.number + 1) if rows.has_next else "",
    }


def _page_url(number: int) -> str:
    address = reverse("erp:status_quarantine")
    return f"{address}?page={number}" if number > 1 else address


class RecordView(RequiresPermission):
    """One of them with what LogicTrade sent; a post reads it again."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, row_id: int) -> HttpResponse:
        row = Quarantined.objects.filter(pk=row_id).first()
        if row is None:
            raise Http404
        context = {"one": quarantine.shown(row), "received": quarantine.received(row)}
        return render(request, "erp/quarantined.html", context)

    def post(self, request: HttpRequest, row_id: int) -> HttpResponse:
        row = Quarantined.objects.filter(pk=row_id).first()
        if row is None:
            # Somebody, or the next reading, was faster.
            messages.success(request, SAID[Retried.READ])
            return redirect_to(request, reverse("erp:status_quarantine"))
        outcome = services.quarantine_retry(actor=actor_of(request), row=row)
        tell = messages.warning if outcome is Retried.STILL else messages.success
        tell(request, SAID[outcome])
        return redirect_to(request, reverse("erp:status_quarantine"))
