"""The bulk bar: what can be done with the marked rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from apps.core.access import may

type Text = str | Promise


@dataclass(frozen=True)
class BulkAction:
    """A button of the bulk bar. It posts to ``url_name``: ``row`` once per marked row (`Table.row_key`), ``list`` (the
    name of the list's address) and ``query`` (its query)."""

    label: Text
    url_name: str
    permission: str
    icon: str = "check"
    # The answer is a file: the page stays as it is.
    download: bool = False


@dataclass(frozen=True)
class ShownBulkAction:
    label: Text
    url: str
    icon: str
    download: bool = False


_everywhere: dict[str, BulkAction] = {}


def register(action: BulkAction) -> None:
    """Offer an action on every list (from an app's ready()); the same address name replaces."""
    _everywhere[action.url_name] = action


def shown(user: Any, actions: Sequence[BulkAction]) -> list[ShownBulkAction]:
    """The list's own actions and those of every list, as far as the user may."""
    return [
        ShownBulkAction(action.label, reverse(action.url_name), action.icon, action.download)
        for action in (*actions, *_everywhere.values())
        if may(user, action.permission)
    ]
