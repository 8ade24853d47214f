"""How a configurable product is made up, in words. The object itself travels as LogicTrade gave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.logictrade import codec


@dataclass(frozen=True)
class Choice:
    option: str
    value: str


def choices_of(text: str) -> Sequence[Choice]:
    """Each option with what was chosen; nothing for a plain product or a text that cannot be read."""
    if not text:
        return ()
    try:
        found = codec.loads(text)
    except ValueError:
        return ()
    items = found.get("items") if isinstance(found, Mapping) else None
    shown = [_choice(one) for one in items or () if isinstance(one, Mapping)]
    return [one for one in shown if one.option or one.value]


def _choice(item: Mapping[str, Any]) -> Choice:
    return Choice(
        str(item.get("option") or item.get("optionCode") or ""), str(item.get("value") or item.get("valueCode") or "")
    )
