"""What the lists of sales can be narrowed by."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.filters import NamedField, customer_name, product_name
from apps.core.forms import DateField, DecimalField, Form, SearchField
from apps.documents.labels import state_choices
from apps.sales.quote_facts import STANDS

ANY = ("", _("all"))
STOCK = [ANY, ("complete", _("in stock")), ("partial", _("partly")), ("none", _("not in stock"))]


LAMPS = [ANY, ("none", _("none")), ("partial", _("partial")), ("complete", _("complete"))]


class DocumentFilterForm(Form):
    """Filters that all documents share."""

    kind = ""

    q = SearchField(label=_("Search"))
    state = forms.ChoiceField(label=_("Status"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("Until"), required=False)
    total_from = DecimalField(label=_("From €"), required=False, max_digits=14, decimal_places=2)
    total_to = DecimalField(label=_("To €"), required=False, max_digits=14, decimal_places=2)
    gone = forms.BooleanField(label=_("Also removed"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["state"]).choices = [ANY, *state_choices(self.kind)]


class QuoteFilterForm(DocumentFilterForm):
    kind = "quote"

    stands = forms.ChoiceField(label=_("Follow-up"), required=False, choices=[ANY, *STANDS.items()])
    field_order = ["q", "state", "stands"]


class OrderFilterForm(DocumentFilterForm):
    """The three lamps, in their order."""

    kind = "order"

    stock = forms.ChoiceField(label=_("Stock"), required=False, choices=LAMPS)
    delivery = forms.ChoiceField(label=_("Delivery"), required=False, choices=LAMPS)
    invoice = forms.ChoiceField(label=_("Invoice"), required=False, choices=LAMPS)
    field_order = ["q", "state", "stock", "delivery", "invoice"]


class InvoiceFilterForm(DocumentFilterForm):
    """``party`` comes with a link; its chip names the customer."""

    kind = "invoice"

    owed = forms.ChoiceField(
        label=_("Payment"),
        required=False,
        choices=[ANY, ("open", _("open")), ("overdue", _("overdue")), ("unknown", _("no due date"))],
    )
    party = NamedField(label=_("Customer"), named=customer_name)
    field_order = ["q", "state", "owed"]


class OrderLineFilterForm(Form):
    """``product`` and ``party`` come with a link; their chips name them."""

    q = SearchField(label=_("Search"))
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("open lines")), ("late", _("late lines")), ("all", _("all lines"))],
    )
    stock = forms.ChoiceField(label=_("Stock"), required=False, choices=STOCK)
    since = DateField(label=_("Expected from"), required=False)
    until = DateField(label=_("Expected until"), required=False)
    salesman = SearchField(label=_("Salesman"))
    waits = SearchField(label=_("Waits for order"))
    product = NamedField(label=_("Product"), named=product_name)
    party = NamedField(label=_("Customer"), named=customer_name)
