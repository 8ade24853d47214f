"""The filters of the audit page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.audit import selectors
from apps.audit.labels import GROUPS
from apps.audit.selectors import EntryFilter
from apps.core.forms import DateField, Form, SearchField


class EntryFilterForm(Form):
    person = forms.ChoiceField(label=_("Who"), required=False)
    group = forms.ChoiceField(label=_("What"), required=False)
    subject = SearchField(label=_("On what"))
    date_from = DateField(label=_("From"), required=False)
    date_to = DateField(label=_("Up to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("all"))]
        self.fields["person"].choices = [*everything, *((name, name) for name in selectors.people())]  # type: ignore[attr-defined]
        self.fields["group"].choices = [*everything, *GROUPS.items()]  # type: ignore[attr-defined]

    def filters(self) -> EntryFilter:
        """What was given and could be read; the rest is left out."""
        self.is_valid()
        return EntryFilter(**{name: value for name, value in self.cleaned_data.items() if value})
