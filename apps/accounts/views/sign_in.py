"""Signing in and out: allauth's views with honest statuses."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from django.conf import settings
from django.http import HttpResponse

from apps.accounts.forms import SignInForm
from apps.core.access import PUBLIC


class SignInView(LoginView):  # type: ignore[misc]
    form_class = SignInForm

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        """422 with what was typed (never the password); 429 when there were too many tries."""
        codes = {error.code for error in form.non_field_errors().as_data()}
        status = 429 if "too_many_login_attempts" in codes else 422
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form), status=status)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = settings.SESSION_IDLE_SECONDS / 3600
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"idle_hours": f"{hours:g}"}


def _public(view: Any) -> Any:
    view.permission = PUBLIC
    return view


sign_in = _public(SignInView.as_view())
# Public, because leaving must work whatever the session has become; a GET only asks.
sign_out = _public(LogoutView.as_view())
