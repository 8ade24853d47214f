"""What lists of products and stock can be narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.selectors import group_choices
from apps.core.forms import Form, SearchField

STOCK_CHOICES = [("", _("all")), ("in", _("in stock")), ("out", _("out of stock")), ("short", _("too little"))]


class ProductFilterForm(Form):
    q = SearchField(label=_("Search"))
    group = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)
    stock = forms.ChoiceField(label=_("Stock"), required=False, choices=STOCK_CHOICES)
    webshop = forms.BooleanField(label=_("In the webshop"), required=False)
    sellable = forms.BooleanField(label=_("Sellable"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", _("all")), *group_choices()]  # type: ignore[attr-defined]


class StockFilterForm(ProductFilterForm):
    webshop = None  # type: ignore[assignment]
    sellable = None  # type: ignore[assignment]
