"""What people type into a document in the making."""

from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.core.forms import DateField, DecimalField, Form, QuantityField, SearchField
from apps.core.money import decimal_mark
from apps.erp import codes
from apps.erp.models import CodeEntry

Table = CodeEntry.Table
format_html_lazy = lazy(format_html, SafeString)
LONGEST_COMMENT = 2000


class HeadForm(Form):
    """The head of a document in the making. Choices are the code tables: texts are shown, codes are kept."""

    reference = forms.CharField(label=_("Reference"), required=False, max_length=80)
    expected_date = DateField(label=_("Expected delivery"), required=False)
    delivery_type = forms.ChoiceField(label=_("Delivery type"), required=False)
    delivery_condition = forms.ChoiceField(label=_("Condition"), required=False)
    comment_extern = forms.CharField(
        label=_("Comment on paper"), required=False, max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 3})
    )
    comment_intern = forms.CharField(
        label=format_html_lazy('{} <span class="tag warn">{}</span>', _("Internal comment"), _("not on paper")),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("comment_extern", "comment_intern"):
            # They stand in the rail, outside the form element they belong to.
            self.fields[name].widget.attrs["form"] = "head-form"
        for name, table in (
            ("delivery_type", Table.DELIVERY_TYPE),
            ("delivery_condition", Table.DELIVERY_CONDITION),
        ):
            cast(forms.ChoiceField, self.fields[name]).choices = self._choices(name, table)

    @property
    def understood(self) -> str:
        """The date as it was read: a weekday and a week tell at once whether it is the one that was meant."""
        source = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        value = source.get("expected_date")
        if not isinstance(value, date):
            return ""
        week = value.isocalendar().week
        return gettext("%(weekday)s, week %(week)d") % {"weekday": date_format(value, "l"), "week": week}

    def _choices(self, name: str, table: str) -> list[tuple[str, str]]:
        """The table, and the draft's own code where the table has lost it: it must stay visible."""
        found = [("", "–"), *codes.choices(table)]
        kept = str(self.initial.get(name) or "")
        return found if kept in dict(found) else [*found, (kept, kept)]


class PriceField(DecimalField):
    """A price in a column of prices: always two decimals, so that the marks stand below each other."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", decimal_mark()) if isinstance(value, Decimal) else value


class LineForm(Form):
    """One line. Quantity 3 decimals, price 2, discount a percentage with 2: more LogicTrade does not take."""

    quantity = QuantityField(label=_("Quantity"), max_digits=12, decimal_places=3)
    part_price = PriceField(label=_("Price"), required=False, min_value=0, max_digits=12, decimal_places=2)
    discount = DecimalField(label=_("Discount %"), required=False, min_value=0, max_value=100, decimal_places=2)
    comment_extern = forms.CharField(label=_("Comment on paper"), required=False, max_length=LONGEST_COMMENT)
    comment_intern = forms.CharField(label=_("Internal comment"), required=False, max_length=LONGEST_COMMENT)


class LineAddForm(Form):
    """A new line by code, name or the id of a picked product."""

    code = SearchField(label=_("Code or name"))
    product = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())
    quantity = QuantityField(label=_("Quantity"), required=False, max_digits=12, decimal_places=3)
