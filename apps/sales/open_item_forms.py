"""What people type at the open items: filters, a promise to pay, a credit limit."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core import dates
from apps.core.forms import DateField, DecimalField, Form, SearchField
from apps.documents.balance_models import LONGEST

LATE = [
    ("", _("all")),
    ("1", _("overdue")),
    ("31", _("over 30 days")),
    ("61", _("over 60 days")),
    ("91", _("over 90 days")),
]


class OpenItemFilterForm(Form):
    q = SearchField(label=_("Search"))
    late = forms.TypedChoiceField(label=_("Overdue"), required=False, choices=LATE, coerce=int, empty_value=None)


class PromiseForm(Form):
    """At least one of the three."""

    day = DateField(label=_("Pays on"), required=False)
    amount = DecimalField(
        label=_("Amount €"), required=False, min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    text = forms.CharField(label=_("What was said"), required=False, max_length=LONGEST)

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < dates.today():
            raise ValidationError(_("That day has passed"))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in ("day", "amount", "text")):
            self.add_error("day", _("Say when, how much or what"))
        return values


class LimitForm(Form):
    """An empty amount takes the limit away."""

    amount = DecimalField(label=_("Credit limit €"), required=False, min_value=0, max_digits=12, decimal_places=2)
    remark = forms.CharField(label=_("Remark"), required=False, max_length=200)
