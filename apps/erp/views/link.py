"""The state of the link, asked again by every page each 30 seconds."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.access import SIGNED_IN, requires


@requires(SIGNED_IN)
def link_mark(request: HttpRequest) -> HttpResponse:
    """The mark in the top bar, with the banners beside it."""
    return render(request, "core/_link.html")
