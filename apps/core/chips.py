"""Filters in words: what is on, as removable chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

type Text = str | Promise


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    name: str
    label: Text
    value: str
    remove_url: str


def given(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that hold something."""
    return {name: value for name, value in cleaned.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    if hasattr(value, "exists"):  # a queryset of chosen records
        return not value
    empty: tuple[Any, ...] = (None, "", [], (), False)
    return any(value is nothing or (type(value) is type(nothing) and value == nothing) for nothing in empty)


def shown_filter(form: forms.Form, name: str, value: Any) -> str:
    """A filter's value in words: a choice's label, a date in the reader's form, yes for a ticked box."""
    choices = getattr(form.fields[name], "choices", None)
    values = value if isinstance(value, (list, tuple, set)) else [value]
    if choices is not None:
        labels = {str(key): str(label) for key, label in choices}
        return ", ".join(labels.get(str(getattr(one, "pk", one)), str(one)) for one in values)
    if value is True:
        return _("yes")
    return str(form.fields[name].prepare_value(value))
