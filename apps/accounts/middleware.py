"""Nobody gets in without signing in, sessions end on time, and each person sees their own language and theme."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from apps.accounts import sessions
from apps.accounts.models import User
from apps.core.access import PUBLIC

type GetResponse = Callable[[HttpRequest], HttpResponse]
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class PreferencesMiddleware:
    """The person's own language, where they chose one, over the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language  # type: ignore[attr-defined]
        return self.get_response(request)


class SignInRequiredMiddleware:
    """Every view is private unless it declares PUBLIC."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.is_over(request):
                logout(request)
            else:
                sessions.touch(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if getattr(view, "permission", "") == PUBLIC or request.user.is_authenticated:
            return None
        address = f"{reverse('account_login')}?{urlencode({'next': _page_of(request)})}"
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401, headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one if it is a page, else the one the request came from, else home."""
    if request.headers.get("HX-Request") == "true":
        return _local(request, request.headers.get("HX-Current-URL", ""))
    if request.method in _SAFE:
        return request.get_full_path()
    return _local(request, request.headers.get("Referer", ""))


def _local(request: HttpRequest, url: str) -> str:
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(url)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
