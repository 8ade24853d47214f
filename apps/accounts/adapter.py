"""What allauth asks of us: local accounts, no sign-up, limits that nobody can turn against a colleague."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class LocalAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("User name or password is wrong"),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again"),
        "enter_current_password": _("This is not your present password"),
        "incorrect_password": _("This is not your present password"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this host, whatever other hosts ALLOWED_HOSTS may name."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={context.request.get_host()}, require_https=context.request.is_secure()
        )

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No "successfully signed in": the page that opens says it."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Per name and address: wrong tries from elsewhere must not lock a person out."""
        name = get_user_model().normalize_username(str(credentials.get("username", ""))).lower()
        return f"{self.get_client_ip(request)}:{name}"
