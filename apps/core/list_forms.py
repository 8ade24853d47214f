"""The forms around a list: a saved view's name, the chooser's columns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core import saved_views
from apps.core.forms import Form
from apps.core.models import SavedView


class ViewForm(Form):
    """The name of a saved view, and whether everybody sees it."""

    name = forms.CharField(label=_("Name"), max_length=60)
    shared = forms.BooleanField(label=_("For everybody"), required=False)

    def __init__(self, *args: Any, view: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def clean_name(self) -> str:
        name: str = " ".join(self.cleaned_data["name"].split())
        if self.view is not None and not saved_views.name_is_free(view=self.view, name=name):
            raise forms.ValidationError(_("There is a view with this name already"))
        return name
