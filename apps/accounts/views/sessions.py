"""Where the person is signed in, and ending those sessions."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts import services
from apps.accounts.agents import describe
from apps.accounts.models import User
from apps.core.access import SIGNED_IN, RequiresPermission
from apps.core.htmx import redirect_to, render_page


def _own(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class SessionListView(RequiresPermission):
    permission = SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        sessions = [
            {
                "id": session.pk,
                "where": describe(session.user_agent),
                "address": session.ip,
                "since": session.created_at,
                "current": session.session_key == request.session.session_key,
            }
            for session in UserSession.objects.filter(user=_own(request)).order_by("-created_at")
            if session.exists()
        ]
        return render_page(request, "usersessions/session_list.html", {"sessions": sessions})


class SessionEndView(RequiresPermission):
    """POST ends one of the person's own sessions."""

    permission = SIGNED_IN
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        current = UserSession.objects.filter(pk=session_id, session_key=request.session.session_key).exists()
        if not services.session_end(user=_own(request), session_id=session_id):
            raise Http404
        if current:
            logout(request)
            return redirect_to(request, reverse("account_login"))
        messages.success(request, _("Session ended."))
        return redirect_to(request, reverse("accounts:session_list"))
