"""Page or fragment: the one place that knows which htmx asked for, and how a redirect looks to it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class HtmxHttpRequest(HttpRequest):
    """A request after HtmxMiddleware (for annotations only)."""

    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Whether to answer with a part: asked by htmx, but neither a boosted link nor a step back in history."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render the page, or for htmx its ``fragment`` from the same context.

    ``fragment`` is the name of a partial of ``template`` (rendered as ``template#fragment``) or, when it holds a dot,
    a template of its own that several pages share.
    """
    if fragment and wants_fragment(request):
        template = fragment if "." in fragment else f"{template}#{fragment}"
    return render(request, template, dict(context or {}), status=status)


def redirect_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page after a POST: HX-Redirect for htmx, 303 otherwise."""
    if wants_fragment(request):
        return HttpResponseClientRedirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response
