"""Slots: places in a frame where a higher app puts a template of its own."""

_slots: dict[str, dict[str, int]] = {}


def register(slot: str, template: str, order: int = 100) -> None:
    """Add a template to a slot (from an app's ready()). It is drawn with the context of the page."""
    _slots.setdefault(slot, {})[template] = order


def templates_of(slot: str) -> list[str]:
    """The names of a slot's templates, in order."""
    found = _slots.get(slot, {})
    return sorted(found, key=lambda template: (found[template], template))
