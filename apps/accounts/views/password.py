"""The own password."""

from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts import services
from apps.accounts.actors import actor_of
from apps.accounts.forms import OwnPasswordForm
from apps.accounts.models import User
from apps.core.access import SIGNED_IN, RequiresPermission
from apps.core.htmx import redirect_to, render_page


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordView(RequiresPermission):
    permission = SIGNED_IN
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, OwnPasswordForm(request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User):
            raise PermissionDenied
        form = OwnPasswordForm(request.user, request.POST)
        if not ratelimit.consume(request, action="change_password", user=request.user):
            form.add_error(None, _("Too many wrong attempts. Wait five minutes and try again"))
            return self._page(request, form, status=429)
        if not form.is_valid():
            return self._page(request, form, status=422)
        services.user_password_set(
            actor=actor_of(request), user=request.user, password=form.cleaned_data["new_password1"]
        )
        # All sessions ended with the old password; this one goes on under a new key.
        update_session_auth_hash(request, request.user)
        UserSession.objects.create_from_request(request)
        messages.success(request, _("Password changed. Your other sessions have ended."))
        return redirect_to(request, reverse("accounts:preferences"))

    def _page(self, request: HttpRequest, form: OwnPasswordForm, status: int = 200) -> HttpResponse:
        return render_page(request, "accounts/password.html", {"form": form}, status=status)
