"""Language, look and keys: before sign-in the language alone, in a cookie; after it all of them, with the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from apps.accounts import services
from apps.accounts.forms import PreferencesForm
from apps.accounts.models import User
from apps.accounts.paths import local_path
from apps.core.access import PUBLIC, SIGNED_IN, RequiresPermission
from apps.core.htmx import redirect_to, render_page


class PreferencesView(RequiresPermission):
    permission = SIGNED_IN
    write_permission = PUBLIC
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, PreferencesForm(initial=_initial(request.user)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PreferencesForm(request.POST)
        target = local_path(request, request.POST.get("next", ""), default=request.path)
        if not form.is_valid():
            return self._page(request, form, status=422) if isinstance(request.user, User) else redirect(target)
        given = form.given()
        if isinstance(request.user, User):
            services.preferences_save(user=request.user, values=given)
        response = redirect_to(request, target)
        if "language" in given:
            _remember_language(response, given["language"])
        return response

    def _page(self, request: HttpRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
        return render_page(request, "accounts/preferences.html", {"form": form}, status=status)


def _initial(user: Any) -> dict[str, str]:
    return {
        "language": user.language,
        "theme": user.theme,
        "density": user.density,
        "single_keys": "on" if user.single_keys else "off",
    }


def _remember_language(response: HttpResponse, language: str) -> None:
    """In a cookie too, so that the sign-in page speaks it next time."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    elif translation.check_for_language(language):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
