"""Facts of a record as a card lists them, and those that Backoffice has no place for."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core import money
from apps.logictrade import codec

LONGEST = 2000


@dataclass(frozen=True)
class Fact:
    """A label and its value; ``href`` when it can be acted upon."""

    label: str | Promise
    value: str
    href: str = ""


def unknown_facts(extra: Mapping[str, Any] | None) -> tuple[Fact, ...]:
    """Fields that came with a record and that Backoffice has no place for, as they came."""
    return tuple(Fact(name, _as_it_came(value)) for name, value in sorted((extra or {}).items()))


def _as_it_came(value: Any) -> str:
    if value is None or value == "":
        return money.DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | Decimal):
        return str(value)
    return (value if isinstance(value, str) else codec.dumps(value))[:LONGEST]
