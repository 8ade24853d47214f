"""The home page: the day's figures and what waits for the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.views.decorators.http import require_safe

from apps.core import dates
from apps.core.access import SIGNED_IN, may, requires
from apps.dashboard import selectors
from apps.erp.notes import mentions_waiting


@require_safe
@requires(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    today = dates.today()
    context = {
        "day": formats.date_format(today, "l j F"),
        "week": today.isocalendar().week,
        "figures": selectors.figures(request.user),
        "groups": selectors.todo_groups(request.user),
        "mentions": mentions_waiting(request.user),  # type: ignore[arg-type]
        "pinned": selectors.pinned(request.user),
        "may_quote": may(request.user, "quotes.write"),
    }
    return render(request, "dashboard/home.html", context)
