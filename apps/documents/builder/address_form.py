"""An address typed into a document: another place than the customer's own."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.forms import Form
from apps.erp import checks

NEEDED = ("street", "house_number", "city")


class AddressForm(Form):
    """By the names of `apps.logictrade.wire.AddressDraft`."""

    name = forms.CharField(label=_("Name at this address"), required=False, max_length=200)
    street = forms.CharField(label=_("Street"), required=False, max_length=200)
    house_number = forms.CharField(label=_("House number"), required=False, max_length=40)
    zip_code = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    city = forms.CharField(label=_("Town"), required=False, max_length=120)
    country = forms.CharField(label=_("Country"), required=False, max_length=2, help_text=_("Two letters, such as NL"))
    phone_number = forms.CharField(label=_("Phone there"), required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = {name: str(cleaned.get(name) or "") for name in self.fields}
        texts["country"] = texts["country"].upper()
        for name in NEEDED:
            if not texts[name] and name not in self.errors:
                self.add_error(name, gettext("Fill this in"))
        for name, odd in (
            ("zip_code", checks.check_postcode(texts["zip_code"], texts["country"])),
            ("country", checks.check_country(texts["country"])),
            ("phone_number", checks.check_phone(texts["phone_number"], texts["country"])),
        ):
            if odd:
                self.add_error(name, odd)
        if any(char.isdigit() for char in texts["street"][-4:]) and not texts["house_number"]:
            self.add_error("house_number", gettext("The house number has a field of its own"))
        return texts
