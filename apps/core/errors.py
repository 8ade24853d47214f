"""Pages for refusals and failures: what happened, what it means, what to do, and the request's id."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.core.htmx import wants_fragment
from apps.core.requestid import current_request_id

type Text = str | Promise


@dataclass(frozen=True)
class Problem:
    """One kind of refusal as people read it."""

    status: int
    title: Text
    text: Text
    reload: bool = False


BAD_REQUEST = Problem(
    400,
    _("This request cannot be read"),
    _("Nothing was changed. Go back and try again, or start from the home page."),
)
FORBIDDEN = Problem(
    403,
    _("You may not do this"),
    _("Your role does not give this right. Ask the administrator if you need it."),
)
EXPIRED = Problem(
    403,
    _("This page is too old to send"),
    _("Nothing was saved. Reload the page and send it again."),
    reload=True,
)
NOT_FOUND = Problem(
    404,
    _("Not found"),
    _("It may have been removed in LogicTrade, or the address is wrong. Search for it by name or number."),
)
SERVER_ERROR = Problem(
    500,
    _("Something went wrong on our side"),
    _("It was written down under the number below. Try again; if it stays, give the number to your administrator."),
    reload=True,
)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer a problem as a fragment for htmx, as a page in the shell for people who are signed in, else bare."""
    context = {"problem": problem, "request_id": current_request_id()}
    if wants_fragment(request):
        return render(request, "core/_problem.html", context, status=problem.status)
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    template = "errors/problem.html" if signed_in else "errors/problem_bare.html"
    return render(request, template, context, status=problem.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_page(request, NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem_page(request, EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: nothing here may need the database, the session or a context processor."""
    template = "core/_problem.html" if wants_fragment(request) else "errors/problem_bare.html"
    context = {"problem": SERVER_ERROR, "request_id": current_request_id()}
    return HttpResponse(render_to_string(template, context), status=500)
