"""The page of keys."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.access import SIGNED_IN, requires


@requires(SIGNED_IN)
def keys(request: HttpRequest) -> HttpResponse:
    """All keys of every page; `?` shows the same list in a dialog."""
    return render(request, "core/keys.html")
