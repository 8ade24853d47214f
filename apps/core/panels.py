"""Panels: a higher app shows something of its own on a lower app's card, loaded when it comes into view."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from apps.core.access import SIGNED_IN, may

type Text = str | Promise


@dataclass(frozen=True)
class Panel:
    """A part of a card. ``url_name`` takes the card's object id as its only argument and answers a page and, for
    htmx, its fragment."""

    slot: str
    key: str
    title: Text
    url_name: str
    permission: str = SIGNED_IN
    order: int = 100


@dataclass(frozen=True)
class ShownPanel:
    id: str
    title: Text
    url: str


_panels: dict[tuple[str, str], Panel] = {}


def register(panel: Panel) -> None:
    """Add a panel to a slot (from an app's ready()); the same key replaces."""
    _panels[panel.slot, panel.key] = panel


def panels_for(user: Any, slot: str, object_id: Any) -> list[ShownPanel]:
    """The panels of a slot that the user may see, in order."""
    found = sorted(
        (panel for panel in _panels.values() if panel.slot == slot and may(user, panel.permission)),
        key=lambda panel: (panel.order, panel.key),
    )
    return [ShownPanel(f"panel-{panel.key}", panel.title, reverse(panel.url_name, args=[object_id])) for panel in found]
