"""Sign-in, preferences and the own password."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form without its placeholders: labels stand above the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for name, label in (("login", _("User name")), ("password", _("Password"))):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _("Fill this in")
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}


class PreferencesForm(forms.Form):
    """Any part of the preferences: a field that is not sent is left as it is."""

    language = forms.ChoiceField(label=_("Language"), choices=User.Language, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Look"), choices=User.Theme, required=False, widget=forms.RadioSelect)
    density = forms.ChoiceField(label=_("Rows"), choices=User.Density, required=False, widget=forms.RadioSelect)
    single_keys = forms.TypedChoiceField(
        label=_("Single-letter keys"),
        choices=[("on", _("on")), ("off", _("off"))],
        coerce=lambda value: value == "on",
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Off: no key alone does anything; keys with Ctrl still work."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and data.get("theme") == "auto":
            data = data.copy()
            data["theme"] = ""
        super().__init__(data, label_suffix="", **kwargs)

    def given(self) -> dict[str, Any]:
        """The cleaned values of the fields that were sent."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}


class OwnPasswordForm(PasswordChangeForm):
    """Django's form in our words."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": _("This is not your present password"),
        "password_mismatch": _("The two new passwords differ"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        labels = {
            "old_password": _("Present password"),
            "new_password1": _("New password"),
            "new_password2": _("New password, once more"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].error_messages["required"] = _("Fill this in")
        self.fields["new_password1"].help_text = _("At least 12 characters; a few words are easier than signs.")
