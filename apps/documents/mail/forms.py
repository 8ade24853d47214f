"""The form of a mail to a customer, and the filters of the list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.forms import Form, SearchField
from apps.documents.mail.labels import STATES
from apps.documents.paper.models import PaperText

MOST_ADDRESSES = 10
LONGEST_SUBJECT = 200


class AddressesField(forms.CharField):
    """One or more addresses, parted by commas, semicolons or spaces; each is checked, twins are dropped."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 1000)
        kwargs.setdefault(
            "widget", forms.TextInput({"inputmode": "email", "autocomplete": "off", "spellcheck": "false"})
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        found = list(dict.fromkeys(str(super().clean(value)).replace(";", " ").replace(",", " ").split()))
        if len(found) > MOST_ADDRESSES:
            raise ValidationError(_("At most %(n)d addresses") % {"n": MOST_ADDRESSES})
        for one in found:
            try:
                validate_email(one)
            except ValidationError as error:
                raise ValidationError(_("%(address)s is no e-mail address") % {"address": one}) from error
        return ", ".join(found)


class ComposeForm(Form):
    """``language`` comes with the address: another one opens the form anew, with its own texts."""

    to = AddressesField(label=gettext_lazy("To"))
    cc = AddressesField(label=gettext_lazy("Copy to"), required=False)
    language = forms.ChoiceField(choices=PaperText.Language.choices, widget=forms.HiddenInput)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(label=gettext_lazy("Text"), max_length=8000, widget=forms.Textarea({"rows": 11}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["subject"].widget.attrs["autofocus"] = True
            # Whoever changes the language keeps the addresses that were typed.
            for name in ("to", "cc"):
                self.fields[name].widget.attrs["hx-preserve"] = "true"

    def clean_subject(self) -> str:
        """One line: a second one would be a header of its own."""
        return " ".join(self.cleaned_data["subject"].split())

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").replace("\r", "\n")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        twice = set(str(cleaned.get("to", "")).split(", ")) & set(str(cleaned.get("cc", "")).split(", ")) - {""}
        if twice:
            self.add_error("cc", _("%(address)s stands under To already") % {"address": sorted(twice)[0]})
        return cleaned


class MailFilterForm(Form):
    """``q`` looks in addresses, subject, document and customer."""

    q = SearchField(label=gettext_lazy("Search"))
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all")), *((state, label.text) for state, label in STATES.items())],
    )
    mine = forms.BooleanField(label=gettext_lazy("Only mine"), required=False)
