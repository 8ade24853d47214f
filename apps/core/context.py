"""What every page's frame needs: the menu, the reader's preferences, the choice of language."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from apps.core.menu import ShownGroup, ShownItem, menu_for
from apps.core.requestid import current_request_id


@dataclass(frozen=True)
class Shell:
    """The frame of a page. ``theme`` is empty when the browser decides."""

    language: str
    languages: tuple[tuple[str, str], ...]
    theme: str
    density: str
    keys: bool
    initials: str
    name: str
    path: str
    request_id: str
    menu: tuple[ShownGroup, ...]

    @property
    def groups(self) -> tuple[ShownGroup, ...]:
        return tuple(group for group in self.menu if group.key != "foot")

    @property
    def foot(self) -> tuple[ShownItem, ...]:
        return tuple(item for group in self.menu if group.key == "foot" for item in group.items)

    @property
    def bar(self) -> list[ShownItem]:
        """The places of the phone's bottom bar."""
        items = (item for group in self.menu for item in group.items if item.bar)
        return sorted(items, key=lambda item: item.bar)[:5]

    @property
    def go_keys(self) -> list[ShownItem]:
        return [item for group in self.menu for item in group.items if item.go_key]


def initials_of(name: str) -> str:
    """Two letters for the avatar: Sanne de Boer becomes SB, admin becomes AD."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return (words[0][:2] if words else "?").upper()


def _choice(request: HttpRequest, name: str, allowed: tuple[str, ...]) -> str:
    """A preference, wherever the accounts app keeps it: on the request's preferences or on the user."""
    for holder in (getattr(request, "preferences", None), getattr(request, "user", None)):
        value = getattr(holder, name, None)
        if value in allowed:
            return str(value)
    return ""


def _keys_on(request: HttpRequest) -> bool:
    for holder in (getattr(request, "preferences", None), getattr(request, "user", None)):
        value = getattr(holder, "single_keys", None)
        if isinstance(value, bool):
            return value
    return True


def build_shell(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    name = (user.get_full_name() or user.get_username()) if user and signed_in else ""
    return Shell(
        language=get_language() or settings.LANGUAGE_CODE,
        languages=tuple((code, str(label)) for code, label in settings.LANGUAGES),
        theme=_choice(request, "theme", ("light", "dark")),
        density=_choice(request, "density", ("comfortable",)),
        keys=_keys_on(request),
        initials=initials_of(name),
        name=name,
        path=request.get_full_path() if request.method == "GET" else "/",
        request_id=current_request_id(),
        menu=menu_for(request) if signed_in else (),
    )


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy, so that fragments do not pay for the menu."""
    return {"shell": SimpleLazyObject(lambda: build_shell(request))}
