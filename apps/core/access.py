"""Each view declares the permission it needs; a view without one is refused to everybody (and a test finds it)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views import View

PUBLIC = "public"
SIGNED_IN = "signed-in"

type ViewFunction = Callable[..., HttpResponseBase]


def may(user: Any, permission: str) -> bool:
    """Whether the user holds the permission; SIGNED_IN asks only for an active, signed-in user."""
    if permission == PUBLIC:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    return permission == SIGNED_IN or user.has_perm(permission)


def requires(permission: str) -> Callable[[ViewFunction], ViewFunction]:
    """Declare and check the permission of a function view."""

    def wrap(view: ViewFunction) -> ViewFunction:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(request.user, permission):
                raise PermissionDenied(permission)
            return view(request, *args, **kwargs)

        checked.permission = permission  # type: ignore[attr-defined]
        return checked

    return wrap


class RequiresPermission(View):
    """The same for class views: set ``permission``; unsafe methods ask for ``write_permission`` as well."""

    permission = ""
    write_permission = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.permission = initkwargs.get("permission", cls.permission)  # type: ignore[attr-defined]
        view.write_permission = initkwargs.get("write_permission", cls.write_permission)  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for permission in self._wanted(request):
            if not permission or not may(request.user, permission):
                raise PermissionDenied(permission)
        return super().dispatch(request, *args, **kwargs)

    def _wanted(self, request: HttpRequest) -> tuple[str, ...]:
        """Who may not see a record may not change it either: the answer shows it. What is open to all asks no more."""
        if request.method in {"GET", "HEAD", "OPTIONS"} or not self.write_permission:
            return (self.permission,)
        return (self.write_permission,) if self.write_permission == PUBLIC else (self.permission, self.write_permission)
