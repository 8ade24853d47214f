"""Operators in a list's search box: ``plaats:zwolle``, ``status:open``, ``>500`` become the list's own filters.

The words are the filters' names and their labels in each language of the product, so every list understands its own.
What is not understood stays a word to search for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import override

from apps.core.forms import SEARCH_LENGTH, DecimalField

BOX = "q"
# Fields of a filter form that hold the bounds of an amount, by their names.
LOWEST, HIGHEST = "total_from", "total_to"

_PIECE = re.compile(
    r'(?<!\S)(?:(?P<word>[^\W\d_][\w-]*):(?P<value>"[^"]*"|\S+)|(?P<sign>[<>])=?(?P<amount>\d[\d.,]*)(?!\S))'
)
_YES = frozenset({"ja", "yes", "j", "y", "1", "aan", "on"})


@dataclass(frozen=True)
class Operator:
    """One operator of a list, as its help shows it."""

    words: tuple[str, ...]
    label: str
    example: str


def spread(form_class: type[Any] | None, query: QueryDict) -> QueryDict:
    """The query with the operators of its search box moved into the filters they name."""
    typed = query.get(BOX, "")[:SEARCH_LENGTH]
    if form_class is None or not _PIECE.search(typed):
        return query
    form = _form(form_class)
    if BOX not in form.fields:
        return query
    words = {word: name for name, field in _filters(form) for word in _words(name, field)}
    moved = query.copy()

    def take(found: re.Match[str]) -> str:
        name, value = _read(form, words, found)
        if not name:
            return found.group()
        moved[name] = value
        return " "

    rest = " ".join(_PIECE.sub(take, typed).split())
    moved.pop(BOX, None)
    if rest:
        moved[BOX] = rest
    return moved


def operators(form: forms.Form | None) -> list[Operator]:
    """What the list's search box understands, for the help under `?`."""
    if form is None or BOX not in form.fields:
        return []
    found = [_operator(name, field) for name, field in _filters(form)]
    if LOWEST in form.fields:
        found.append(Operator((">500", "<1000"), str(form.fields[LOWEST].label or ""), ">500"))
    return found


def _operator(name: str, field: forms.Field) -> Operator:
    label = str(field.label or name)
    word = _word(label) or name
    values = [str(text) for key, text in _choices(field) if str(key)]
    value = "ja" if isinstance(field, forms.BooleanField) else (values[0].split()[0].casefold() if values else "…")
    return Operator((word,), label, f"{word}:{value}")


def _form(form_class: type[Any]) -> forms.Form:
    made = form_class({})
    form: forms.Form = made.form if hasattr(made, "form") else made
    return form


def _filters(form: forms.Form) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.fields.items():
        if name not in {BOX, LOWEST, HIGHEST} and not field.widget.is_hidden:
            yield name, field


def _words(name: str, field: forms.Field) -> frozenset[str]:
    """The name of a filter and its label in each language."""
    labels = {name}
    for code, _language in settings.LANGUAGES:
        with override(code):
            labels.add(_word(str(field.label or "")))
    return frozenset(labels - {""})


def _word(label: str) -> str:
    """One word for a label: Expected date becomes expected-date."""
    return re.sub(r"[^\w]+", "-", label.casefold()).strip("-")


def _read(form: forms.Form, words: Mapping[str, str], found: re.Match[str]) -> tuple[str, str]:
    """The filter that an operator names and its value as the filter takes it; empty for what is not understood."""
    if found["sign"]:
        name = LOWEST if found["sign"] == ">" else HIGHEST
        return (name, found["amount"].rstrip(".,")) if isinstance(form.fields.get(name), DecimalField) else ("", "")
    name = words.get(found["word"].casefold(), "")
    if not name:
        return "", ""
    value = _value(form.fields[name], found["value"].strip('"').strip())
    return (name, value) if value else ("", "")


def _value(field: forms.Field, typed: str) -> str:
    if isinstance(field, forms.BooleanField):
        return "on" if typed.casefold() in _YES else ""
    choices = _choices(field)
    return _choice(field, typed.casefold()) if choices else typed


def _choice(field: forms.Field, typed: str) -> str:
    """The key whose label, in any language, is the word or begins with it."""
    labels = [(str(key), text) for key, text in _labels(field) if str(key)]
    for fits in (str.__eq__, str.startswith):
        for key, text in labels:
            if fits(text, typed) or key.casefold() == typed:
                return key
    return ""


def _labels(field: forms.Field) -> Iterator[tuple[Any, str]]:
    for code, _language in settings.LANGUAGES:
        with override(code):
            yield from ((key, str(text).casefold().strip()) for key, text in _choices(field))


def _choices(field: forms.Field) -> list[tuple[Any, Any]]:
    """Keys and labels; groups of choices are read flat."""
    flat: list[tuple[Any, Any]] = []
    for key, text in getattr(field, "choices", None) or ():
        flat += list(text) if isinstance(text, (list, tuple)) else [(key, text)]
    return flat
