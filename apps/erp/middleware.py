"""LogicTrade's errors on the way to a person: one sentence, the code, a next step; never a stack trace."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.erp.messages import explain
from apps.logictrade.errors import LogicTradeError


class LogicTradeErrorMiddleware:
    """Views do not catch `LogicTradeError`; what reaches this point becomes a page or a fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LogicTradeError):
            return None
        from apps.erp.views.errors import logictrade_error

        return logictrade_error(request, explain(exception))
