"""What lists of the catalogue can be narrowed by, and what its questions ask."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.customers import customer_named
from apps.catalogue.descriptions import languages_seen
from apps.catalogue.groups import group_choices
from apps.catalogue.labels import DISCONTINUED, KINDS, NOT_YET, PHASING_OUT
from apps.catalogue.models import Product
from apps.core.forms import DateField, Form, QuantityField, SearchField


def _groups() -> Callable[[], list[tuple[Any, Any]]]:
    """The groups to choose from: read once, and only where the field is drawn or filled in."""
    return cache(lambda: [("", _("all")), *group_choices()])


STOCK_CHOICES = [("", _("all")), ("in", _("in stock")), ("out", _("out of stock")), ("short", _("too little"))]


PHASE_CHOICES = [
    ("", _("all")),
    ("on_sale", _("on sale now")),
    ("phasing_out", PHASING_OUT),
    ("over", DISCONTINUED),
    ("not_yet", NOT_YET),
]
# What counts when nothing is typed.
PIECES = forms.TextInput(attrs={"placeholder": "1"})
DAY = forms.TextInput(attrs={"placeholder": _("today")})
WHOSE_CHOICES = [("", _("all")), ("customers", _("single customers")), ("everybody", _("everybody"))]


class NamedField(forms.IntegerField):
    """An id of LogicTrade that comes with a link or a picker: hidden in the form, a name on its chip."""

    def __init__(self, *, named: Callable[[int], str], **kwargs: Any) -> None:
        super().__init__(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput, **kwargs)
        self.named = named
        # Chips read a choice's label where there are choices.
        self.choices: list[tuple[int, str]] | None = None

    def clean(self, value: Any) -> int | None:
        found: int | None = super().clean(value)
        self.choices = [(found, self.named(found))] if found is not None else None
        return found


def supplier_name(pk: int) -> str:
    return Product.objects.filter(supplier_id=pk).values_list("supplier_name", flat=True).first() or f"#{pk}"


def customer_name(pk: int) -> str:
    known = customer_named(pk)
    return known.name if known else f"#{pk}"


def product_name(pk: int) -> str:
    return Product.objects.filter(pk=pk).values_list("name", flat=True).first() or f"#{pk}"


class ProductFilterForm(Form):
    q = SearchField(label=_("Search"))
    group = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)
    stock = forms.ChoiceField(label=_("Stock"), required=False, choices=STOCK_CHOICES)
    phase = forms.ChoiceField(label=_("Time on sale"), required=False, choices=PHASE_CHOICES)
    webshop = forms.BooleanField(label=_("In the webshop"), required=False)
    sellable = forms.BooleanField(label=_("Sellable"), required=False)
    gone = forms.BooleanField(label=_("Removed ones too"), required=False)
    supplier = NamedField(label=_("Supplier"), named=supplier_name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = _groups()  # type: ignore[attr-defined]


class StockFilterForm(ProductFilterForm):
    phase = None  # type: ignore[assignment]
    webshop = None  # type: ignore[assignment]
    sellable = None  # type: ignore[assignment]
    gone = None  # type: ignore[assignment]


class SetFilterForm(StockFilterForm):
    supplier = None  # type: ignore[assignment]


class RuleFilterForm(Form):
    """Which discount rules: of one customer or for everybody, about a product or a group, of a kind, on a day."""

    q = SearchField(label=_("Search"))
    whose = forms.ChoiceField(label=_("For"), required=False, choices=WHOSE_CHOICES)
    group = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *KINDS.items()])
    day = DateField(label=_("Valid on"), required=False)
    customer = NamedField(label=_("Customer"), named=customer_name)
    product = NamedField(label=_("Product"), named=product_name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = _groups()  # type: ignore[attr-defined]


class ResolvedFilterForm(Form):
    """Whose prices by the rules, of which products, for how many pieces, on which day."""

    q = SearchField(label=_("Search"))
    group = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)
    quantity = QuantityField(label=_("Pieces"), required=False, max_digits=12, decimal_places=4, widget=PIECES)
    day = DateField(label=_("On"), required=False, widget=DAY)
    customer = NamedField(label=_("Customer"), named=customer_name)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = _groups()  # type: ignore[attr-defined]


class MissingTextForm(Form):
    """Which language is lacking: one of those that any product was seen to have."""

    q = SearchField(label=_("Search"))
    language = forms.ChoiceField(label=_("Lacks"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = [(language, language) for language in languages_seen()]
        self.fields["language"].choices = [("", _("any language")), *seen]  # type: ignore[attr-defined]


class CodeFilterForm(Form):
    """Which codes of customers: of one customer, of one product, holding a text or of the products that it finds."""

    q = SearchField(label=_("Search"))
    customer = NamedField(label=_("Customer"), named=customer_name)
    product = NamedField(label=_("Product"), named=product_name)


class PriceForm(Form):
    """Whose price, for how many pieces, on which day. The customer comes from a picker."""

    customer = SearchField(widget=forms.HiddenInput)
    quantity = QuantityField(label=_("Pieces"), required=False, max_digits=12, decimal_places=4, widget=PIECES)
    date = DateField(label=_("On"), required=False, widget=DAY)


class RulesForm(Form):
    """For how many pieces and on which day LogicTrade is asked for rules."""

    quantity = QuantityField(label=_("Pieces"), required=False, max_digits=12, decimal_places=4)
    day = DateField(label=_("On"), required=False)


class PriceCheckForm(Form):
    """One customer and the codes of up to a hundred products."""

    customer = NamedField(label=_("Customer"), named=customer_name)
    codes = forms.CharField(
        label=_("Products"),
        required=False,
        max_length=9_000,
        help_text=_("Codes or barcodes, one a line, at most 100."),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )


class SetsForm(Form):
    """For how many sets parts are looked for."""

    n = forms.IntegerField(label=_("Sets"), required=False, min_value=1, max_value=100_000)
