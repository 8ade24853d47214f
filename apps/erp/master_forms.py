"""The form of a kind of master data: fields by LogicTrade's paths, what was changed, hints, LogicTrade's refusal."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import dates, money
from apps.core.forms import DateField, DecimalField, Form
from apps.erp.mirror.models import SeenText
from apps.erp.outbox.master import values_of
from apps.erp.outbox.merge import Kind, Raw, Shape, Value, changed

type Text = str | Promise
type Check = Callable[[Mapping[str, str]], str]

YES, NO = "yes", "no"
MOST_SEEN = 300
_LINE_END = re.compile(r"[\r\n]")


class TextField(forms.CharField):
    """A text as it stands in LogicTrade: nothing is cut off behind the person's back. ``seen`` offers known texts."""

    def __init__(self, *, rows: int = 0, seen: str = "", **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"autocomplete": "off", **kwargs.pop("attrs", {})}
        if seen:
            attrs["list"] = f"seen-{seen.replace('.', '-')}"
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs=attrs)
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 2000 if rows else 200)
        super().__init__(strip=False, widget=widget, **kwargs)
        self.seen = seen


class FlagField(forms.ChoiceField):
    """Yes, no, or not known: LogicTrade has all three."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "–"), (YES, gettext_lazy("yes")), (NO, gettext_lazy("no"))]
        super().__init__(required=False, choices=choices, **kwargs)


class CodeField(forms.ChoiceField):
    """A code of LogicTrade by its text; one that nobody knows stays choosable while the record has it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, choices=[("", "–")], **kwargs)

    def offer(self, choices: Sequence[tuple[str, Text]], current: str = "") -> None:
        known: list[tuple[str, Text]] = [("", "–"), *choices]
        self.choices = known if current in dict(known) else [*known, (current, current)]


@dataclass(frozen=True)
class Hint:
    """Something odd about a field; nothing that keeps it from being saved."""

    field: BoundField
    text: str


@dataclass(frozen=True)
class ShownSection:
    title: Text
    fields: Sequence[tuple[BoundField, str]]


class MasterForm(Form):
    """Declare fields, ``shape``, ``paths`` (name of the field to LogicTrade's path) and ``sections``.

    ``base`` is the record that the form is drawn from, {} for a new one. What nobody touched is never refused and
    never counts as changed, however odd it is.
    """

    shape: ClassVar[Shape]
    paths: ClassVar[Mapping[str, str]] = {}
    sections: ClassVar[Sequence[tuple[Text, Sequence[tuple[str, str]]]]] = ()
    checks: ClassVar[Mapping[str, Check]] = {}

    def __init__(
        self, data: Any = None, *, base: Raw | None = None, values: Mapping[str, Value] | None = None, **kwargs: Any
    ) -> None:
        self.base: Raw = base or {}
        self.was = values_of(self.shape, self.base)
        shown = self.was | dict(values or {})
        kwargs["initial"] = {name: self._initial(path, shown[path]) for name, path in self.paths.items()}
        super().__init__(data, **kwargs)
        self.untouched: set[str] = set()
        self.prepare()

    def prepare(self) -> None:
        """Offer choices; called once the fields exist."""

    def _initial(self, path: str, value: Value) -> Any:
        kind = self.shape.field(path).kind
        if kind is Kind.FLAG:
            return {True: YES, False: NO}.get(value, "" if value is None else value)
        if kind is Kind.DAY and value:
            try:
                return date.fromisoformat(value)
            except ValueError:
                return value
        if kind is Kind.REFS:
            return [str(one) for one in value] if isinstance(value, list) else []
        return value

    # What was typed ----------------------------------------------------------------------------------------------

    def shown_text(self, name: str) -> Any:
        """A field as the page prints it before anybody types."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(value, (list, tuple)):
            return [str(one) for one in value]
        return "" if value is None else str(value)

    def typed(self) -> dict[str, Any]:
        """The form's texts as a browser would post them."""
        return {name: self.shown_text(name) for name in self.fields}

    def _posted(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _is_untouched(self, name: str) -> bool:
        posted, shown = self._posted(name), self.shown_text(name)
        if isinstance(shown, list):
            return set(posted or ()) == set(shown)
        if posted is None:
            # Not on the form that was posted: nobody cleared it.
            return True
        if isinstance(self.fields[name].widget, forms.Textarea):
            return bool(str(posted).replace("\r\n", "\n") == shown.replace("\r\n", "\n").replace("\r", "\n"))
        # A browser takes line ends out of a single line.
        return _LINE_END.sub("", str(posted)) == _LINE_END.sub("", shown)

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        self.untouched = {name for name in self.fields if self._is_untouched(name)}
        for name in self.untouched:
            self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)
            if not self.fields[name].required or self.base:
                self.errors.pop(name, None)

    def values(self) -> dict[str, Value]:
        """What is to be written: the changed fields of a record, all filled ones of a new one."""
        now = {path: self._value(name, path) for name, path in self.paths.items() if name in self.cleaned_data}
        if self.base:
            return changed(self.shape, self.base, now)
        return {path: value for path, value in now.items() if value not in (None, "", [])}

    def _value(self, name: str, path: str) -> Value:
        if name in self.untouched:
            return self.was[path]
        value, kind = self.cleaned_data[name], self.shape.field(path).kind
        if kind is Kind.FLAG:
            return {YES: True, NO: False}.get(value)
        if kind is Kind.DAY:
            return value.isoformat() if value else None
        if kind is Kind.REF:
            return int(value) if value else None
        if kind is Kind.REFS:
            return sorted({int(one) for one in value})
        return value.strip() if isinstance(value, str) else value

    def texts(self) -> dict[str, str]:
        """What stands in the fields now, right or not."""
        read = self._posted if self.is_bound else self.shown_text
        return {name: str(read(name) or "") for name in self.fields}

    # What the page says -------------------------------------------------------------------------------------------

    def hints(self) -> list[Hint]:
        """What looks odd, in the order of the form."""
        texts = self.texts()
        found = [(name, check(texts)) for name, check in self.checks.items()]
        found += [(name, self._new_word(name, texts[name])) for name in self.fields]
        order = list(self.fields)
        return [Hint(self[name], text) for name, text in sorted(found, key=lambda one: order.index(one[0])) if text]

    def _new_word(self, name: str, text: str) -> str:
        """LogicTrade makes an unknown title or infix without a word (contract section 4.1)."""
        table = getattr(self.fields[name], "seen", "")
        word = text.strip()
        if not table or not word or word == str(self.shown_text(name)).strip():
            return ""
        known = {one.casefold() for one in self._seen(table)}
        if not known or word.casefold() in known:
            return ""
        return _("“%(word)s” is new here: LogicTrade adds it to its list") % {"word": word}

    def _seen(self, table: str) -> list[str]:
        found: dict[str, list[str]] = self.__dict__.setdefault("_seen_texts", {})
        if table not in found:
            rows = SeenText.objects.filter(table=table).order_by("text").values_list("text", flat=True)
            found[table] = list(rows[:MOST_SEEN])
        return found[table]

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        """The lists of known texts that fields offer, with their ids."""
        tables = dict.fromkeys(table for field in self.fields.values() if (table := getattr(field, "seen", "")))
        return [(f"seen-{table.replace('.', '-')}", self._seen(table)) for table in tables]

    @property
    def shown_sections(self) -> list[ShownSection]:
        return [
            ShownSection(title, [(self[name], span) for name, span in fields if name in self.fields])
            for title, fields in self.sections
        ]

    def refuse(self, words: str, code: str = "") -> None:
        """LogicTrade's words beside the fields that they name, else above the form (A3 row 13)."""
        text = _("LogicTrade: %(words)s") % {"words": words}
        shown = f"{text} ({code})" if code and code not in words else text
        named = [name for name, path in self.paths.items() if _names(words, path)]
        for name in named:
            self.add_error(name, shown)
        if not named:
            self.add_error(None, shown)

    @classmethod
    def label_of(cls, path: str) -> str:
        """A field's name for people, with its section where several have the same."""
        name = next((name for name, one in cls.paths.items() if one == path), "")
        if not name:
            return path
        label = str(cls.base_fields[name].label)
        twins = [one for one in cls.base_fields.values() if str(one.label) == label]
        title = next((title for title, fields in cls.sections if any(one == name for one, _span in fields)), "")
        return f"{title}: {label}" if len(twins) > 1 else label

    def shown(self, path: str, value: Value) -> str:
        """A value in words, an en dash for none."""
        name = next((name for name, one in self.paths.items() if one == path), "")
        choices = {str(key): str(text) for key, text in getattr(self.fields.get(name), "choices", ())}
        if isinstance(value, list):
            return ", ".join(choices.get(str(one), str(one)) for one in value) or money.DASH
        if value is None or value == "":
            return money.DASH
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Decimal):
            return money.fixed(value, money.decimals(value))
        if self.shape.field(path).kind is Kind.DAY:
            try:
                return dates.day(date.fromisoformat(value))
            except ValueError:
                return str(value)
        return choices.get(str(value), str(value))


def _names(words: str, path: str) -> bool:
    """Whether LogicTrade's words name this path, and not a longer one that ends in it."""
    return re.search(rf"(?<![\w.]){re.escape(path)}(?![\w]|\.\w)", words) is not None


__all__ = ["CodeField", "DateField", "DecimalField", "FlagField", "Hint", "MasterForm", "TextField"]
