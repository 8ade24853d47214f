"""What a person sees when LogicTrade refuses or fails: one sentence, LogicTrade's own words, a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.htmx import wants_fragment
from apps.core.requestid import current_request_id
from apps.erp.messages import Explanation


def logictrade_error(request: HttpRequest, told: Explanation) -> HttpResponse:
    """A page, or for htmx a note in the place of what was asked for."""
    context = {
        "told": told,
        "request_id": current_request_id(),
        # Only what was read may simply be asked again.
        "retry": request.get_full_path() if request.method == "GET" else "",
    }
    template = "erp/_error.html" if wants_fragment(request) else "erp/error.html"
    return render(request, template, context, status=told.status)
