"""What a card's frame knows of its record: its subject, and whether the reader pinned it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from apps.dashboard.records import subject_of
from apps.dashboard.selectors import is_pinned


class Opened:
    """The record whose card is shown. Asking for ``pinned`` costs a query, ``subject`` nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def subject(self) -> str:
        match = self._request.resolver_match
        return subject_of(match.view_name, match.kwargs) if match else ""

    @cached_property
    def pinned(self) -> bool:
        return bool(self.subject) and is_pinned(self._request.user, self.subject)


def opened(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"opened": Opened(request)}
