"""Reading what a form showed when it was drawn (``was_…``), beside what was typed into it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError


def seen_values(data: Mapping[str, str], fields: Mapping[str, forms.Field]) -> dict[str, Any]:
    """The values that the form showed, read like typed ones; what cannot be read was never shown by us."""
    found: dict[str, Any] = {}
    for name, field in fields.items():
        text = data.get(f"was_{name}")
        if text is None:
            continue
        try:
            found[name] = field.to_python(text)
        except ValidationError:
            continue
    return found


def uuid_of(text: str) -> UUID | None:
    """The token of a form; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
