"""What the list of all documents can be narrowed by."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import Form
from apps.documents.kinds import PAGES
from apps.documents.models import Document
from apps.relations.selectors import customer_get

# Longer numbers are nobody's id.
LONGEST_ID = 18


class DocumentFilterForm(Form):
    """``party`` comes with the address from a customer's card; its chip names the customer."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), *((kind, Document.Kind(kind).label) for kind in PAGES)],
    )
    open = forms.BooleanField(label=_("Only open ones"), required=False)
    party = forms.ChoiceField(label=_("Customer"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("party", ""))
        if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_ID:
            customer = customer_get(int(asked))
            named = customer.name if customer else f"#{asked}"
            cast(forms.ChoiceField, self.fields["party"]).choices = [(asked, named)]
