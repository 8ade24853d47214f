"""Who may open a draft: the kind says, and fetching it is the check. One of another kind is not found here."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from apps.core.access import ViewFunction, requires
from apps.documents.builder.kinds import BuilderKind
from apps.documents.selectors import draft_get

type DraftView = Callable[..., HttpResponse]


def of_kind(kind: BuilderKind, view: DraftView) -> ViewFunction:
    """The view of a draft for one kind, with that kind's permission; the view gets the draft itself."""

    @wraps(view)
    def opened(request: HttpRequest, draft_id: UUID, **more: Any) -> HttpResponseBase:
        draft = draft_get(draft_id)
        if draft is None or draft.kind != kind.key:
            raise Http404
        return view(request, draft, **more)

    return requires(kind.permission)(opened)


def for_kind(kind: BuilderKind, view: DraftView) -> ViewFunction:
    """The same for a page that has no draft yet; the view gets the kind."""

    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponseBase:
        return view(request, kind, **more)

    return requires(kind.permission)(opened)
