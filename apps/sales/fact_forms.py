"""What people say of a quote that LogicTrade has no place for: its days and its outcome."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core import dates
from apps.core.forms import DateField, Form
from apps.sales.quote_models import QuoteFacts

Outcome = QuoteFacts.Outcome


class QuoteDaysForm(Form):
    """Empty gives the usual day back."""

    valid_until = DateField(label=_("Valid until"), required=False)
    follow_up = DateField(label=_("Follow up on"), required=False)


class FollowedUpForm(Form):
    """Somebody called; perhaps again on another day."""

    again_on = DateField(label=_("Call again on"), required=False)

    def clean_again_on(self) -> date | None:
        day: date | None = self.cleaned_data["again_on"]
        if day is not None and day < dates.today():
            raise ValidationError(_("That day has passed"))
        return day


class OutcomeForm(Form):
    """Won, or lost with a reason. An empty outcome takes it back."""

    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=[("", _("open")), *Outcome.choices])
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", "–"), *QuoteFacts.Reason.choices])
    remark = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("outcome") == Outcome.LOST and not values.get("reason"):
            self.add_error("reason", _("Say why it was lost"))
        return values
