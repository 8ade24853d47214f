"""What the frame of a card or a form knows of its record: its subject, and whether the reader pinned it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property

from apps.dashboard.records import edited_at, subject_of
from apps.dashboard.selectors import is_pinned


class Opened:
    """The record whose card (``subject``) or form (``edited``) is shown. Only ``pinned`` costs a query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def subject(self) -> str:
        match = self._request.resolver_match
        return subject_of(match.view_name, match.kwargs) if match else ""

    @cached_property
    def edited(self) -> str:
        match = self._request.resolver_match
        return edited_at(match.view_name, match.kwargs) if match else ""

    @cached_property
    def pinned(self) -> bool:
        return bool(self.subject) and is_pinned(self._request.user, self.subject)


def opened(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {"opened": Opened(request)}
