"""What people type into a document in the making."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core import calc
from apps.core.forms import DateField, DecimalField, Form, QuantityField, SearchField
from apps.core.money import decimal_mark
from apps.documents.lines import LONGEST_TEXT
from apps.erp import codes
from apps.erp.models import CodeEntry

Table = CodeEntry.Table
format_html_lazy = lazy(format_html, SafeString)
LONGEST_COMMENT = 2000
COMMENTS = ("comment_extern", "comment_intern")
CODED = {
    "delivery_type": Table.DELIVERY_TYPE,
    "delivery_condition": Table.DELIVERY_CONDITION,
    "payment_condition": Table.PAYMENT_CONDITION,
}


class HeadForm(Form):
    """The head of a document in the making. Choices are the code tables: texts are shown, codes are kept."""

    reference = forms.CharField(label=_("Reference"), required=False, max_length=80)
    date = DateField(label=_("Date"), required=False, help_text=_("Empty: the day it is sent"))
    expected_date = DateField(label=_("Expected delivery"), required=False)
    valid_until = DateField(label=_("Valid until"), required=False)
    delivery_type = forms.ChoiceField(label=_("Delivery type"), required=False)
    delivery_condition = forms.ChoiceField(label=_("Condition"), required=False)
    payment_condition = forms.ChoiceField(label=_("Payment terms"), required=False)
    discount = DecimalField(
        label=_("Discount on all %"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        sums=True,
    )
    comment_extern = forms.CharField(
        label=_("Comment on paper"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 3})
    )
    comment_intern = forms.CharField(
        label=format_html_lazy('{} <span class="tag warn">{}</span>', _("Internal comment"), _("not on paper")),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, fields: Sequence[str], **kwargs: Any) -> None:
        """``fields``: those that the kind of document has, in the order of the page; comments it always has."""
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in (*fields, *COMMENTS)}
        for name in COMMENTS:
            # They stand in the rail, outside the form element they belong to.
            self.fields[name].widget.attrs["form"] = "head-form"
        for name, table in CODED.items():
            if name in self.fields:
                cast(forms.ChoiceField, self.fields[name]).choices = self._choices(name, table)

    def clean_discount(self) -> Decimal:
        return self.cleaned_data.get("discount") or Decimal(0)

    @property
    def understood(self) -> Mapping[str, str]:
        """Dates as they were read: a weekday and a week tell at once whether it is the one that was meant."""
        source = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        found = {name: source.get(name) for name in self.fields}
        return {name: in_words(value) for name, value in found.items() if isinstance(value, date)}

    def _choices(self, name: str, table: str) -> list[tuple[str, str]]:
        """The table, and the draft's own code where the table has lost it: it must stay visible."""
        found = [("", "–"), *codes.choices(table)]
        kept = str(self.initial.get(name) or "")
        return found if kept in dict(found) else [*found, (kept, kept)]


def in_words(value: date) -> str:
    week = value.isocalendar().week
    return gettext("%(weekday)s, week %(week)d") % {"weekday": date_format(value, "l"), "week": week}


class PriceField(DecimalField):
    """A price in a column of prices: always two decimals, so that the marks stand below each other.

    ``-15%`` is off what stood there, ``22%`` asks for that margin: `stood` and `for_margin` come with the line.
    """

    default_error_messages = {
        "no_price": _("There is no price yet to take a percentage of"),
        "no_margin": _("No price by margin: %(reason)s"),
    }
    stood: Decimal | None = None
    # Gives the price, or says why there is none.
    for_margin: Callable[[Decimal], Decimal | str] | None = None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", decimal_mark()) if isinstance(value, Decimal) else value

    def read(self, text: str) -> Decimal:
        if (percent := calc.percentage(text)) is not None and self.for_margin is not None:
            found = self.for_margin(percent)
            if isinstance(found, str):
                raise ValidationError(self.error_messages["no_margin"], code="no_margin", params={"reason": found})
            return self.fitting(found)
        if calc.is_change(text):
            if self.stood is None:
                raise ValidationError(self.error_messages["no_price"], code="no_price")
            return self.fitting(calc.change(text, self.stood) or Decimal(0))
        return super().read(text)


class LineForm(Form):
    """One line. Quantity 3 decimals, price 2, discount a percentage with 2: more LogicTrade does not take."""

    quantity = QuantityField(label=_("Quantity"), max_digits=12, decimal_places=3, sums=True)
    part_price = PriceField(label=_("Price"), required=False, min_value=0, max_digits=12, decimal_places=2, sums=True)
    discount = DecimalField(
        label=_("Discount %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2, sums=True
    )
    price_reason = forms.CharField(label=_("Reason of the price"), required=False, max_length=200)
    optional = forms.BooleanField(label=_("Optional, not counted"), required=False)
    description = forms.CharField(label=_("Text"), required=False, max_length=LONGEST_TEXT)
    comment_extern = forms.CharField(label=_("Comment on paper"), required=False, max_length=LONGEST_COMMENT)
    comment_intern = forms.CharField(label=_("Internal comment"), required=False, max_length=LONGEST_COMMENT)

    def clean_discount(self) -> Decimal:
        return self.cleaned_data.get("discount") or Decimal(0)


class LineAddForm(Form):
    """A new line by code, name or the id of a picked product. ``token`` makes that the same form adds one line."""

    code = SearchField(label=_("Code or name"))
    product = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())
    quantity = QuantityField(label=_("Quantity"), required=False, max_digits=12, decimal_places=3, sums=True)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput())
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())
