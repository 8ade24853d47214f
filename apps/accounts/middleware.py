"""Nobody gets in without signing in, sessions end on time, and each person sees their own language and theme."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from apps.accounts import sessions
from apps.accounts.models import User
from apps.accounts.paths import local_path
from apps.core.access import PUBLIC

type GetResponse = Callable[[HttpRequest], HttpResponse]
# Sent by elements that ask again by themselves: a page left open is not a person at work.
POLL = "X-Poll"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PreferencesMiddleware:
    """The person's own language, where they chose one, over the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)


class SignInRequiredMiddleware:
    """Every view is private unless it declares PUBLIC."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                logout(request)
            elif request.headers.get(POLL) != "1":
                sessions.touch(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated or _permission(request, view) == PUBLIC:
            return None
        address = f"{reverse('account_login')}?{urlencode({'next': _page_of(request)})}"
        if request.headers.get("HX-Request") != "true":
            return HttpResponseRedirect(address)
        if request.method in _SAFE:
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        # What was typed stays on the page: the person is told, not sent away.
        response = render(request, "accounts/_signed_out.html", {"address": address}, status=401)
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
        return response


def _permission(request: HttpRequest, view: Callable[..., Any]) -> str:
    """What the view declares for this method (see core.access)."""
    writing = "" if request.method in _SAFE else getattr(view, "write_permission", "")
    return str(writing or getattr(view, "permission", ""))


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one if it is a page, else the one the request came from, else home."""
    if request.headers.get("HX-Request") == "true":
        return local_path(request, request.headers.get("HX-Current-URL", ""))
    if request.method in _SAFE:
        return request.get_full_path()
    return local_path(request, request.headers.get("Referer", ""))
