"""What the lists of customers and suppliers can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.forms import Form, SearchField
from apps.relations.models import Customer


class CustomerFilterForm(Form):
    q = SearchField(label=_("Search"))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Customer.Kind.choices])
    town = SearchField(label=_("Town"))
    gone = forms.BooleanField(label=_("Also removed ones"), required=False)


class SupplierFilterForm(Form):
    q = SearchField(label=_("Search"))
    town = SearchField(label=_("Town"))
    gone = forms.BooleanField(label=_("Also removed ones"), required=False)
