"""The form under a record's notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import Form
from apps.erp.note_models import LONGEST


class NoteForm(Form):
    """``quoted``: the record can stand in a quote, so the note can be a warning there."""

    text = forms.CharField(
        label=_("New note"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Never sent to LogicTrade. @name tells a colleague."),
    )
    show_when_quoting = forms.BooleanField(label=_("Show when quoting"), required=False)

    def __init__(self, *args: Any, quoted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not quoted:
            del self.fields["show_when_quoting"]
