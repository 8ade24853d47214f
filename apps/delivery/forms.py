"""What people type to find and to plan deliveries."""

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core import dates
from apps.core.forms import DateField, Form, SearchField
from apps.delivery import selectors
from apps.delivery.labels import stock_choices
from apps.delivery.models import DeliveryPlan
from apps.delivery.plans import Plan

ANY = ("", _("All"))
MOST_STOP = 9999
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TIME = re.compile(r"(\d{1,2})\s*(?:(?:[:.,hu]|uur)\s*(\d{2})?|(\d{2}))?\s*(?:uur|u|h)?")


class DeliveryFilterForm(Form):
    """Filters of the list. Delivery types and routes are those in use."""

    q = SearchField(label=_("Search"))
    in_stock = forms.ChoiceField(label=_("In stock"), required=False)
    delivery_type = forms.ChoiceField(label=_("Delivery type"), required=False)
    planned = forms.ChoiceField(label=_("Planned"), required=False, choices=[ANY, ("yes", _("Yes")), ("no", _("No"))])
    day = DateField(label=_("Planned for"), required=False)
    route = forms.ChoiceField(label=_("Route"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("in_stock", stock_choices())
        self._offer("delivery_type", [(name, name) for name in selectors.delivery_types()])
        self._offer("route", [(name, name) for name in selectors.route_names()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [ANY, *choices]


class TimeField(forms.Field):
    """A time typed in any form people use: 9, 9.30, 0930, 9u30."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Type a time, such as 9:30")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "inputmode": "text"}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        text = str(value).strip().lower()
        found = _TIME.fullmatch(text) if text.isascii() else None
        try:
            if found is None:
                raise ValueError(value)
            return time(int(found[1]), int(found[2] or found[3] or 0))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class PlanForm(Form):
    """When, and where in which route. ``plan`` reads it once the form is valid."""

    day = DateField(label=_("Delivery date"), error_messages={"required": _("Type the day of the delivery")})
    time = TimeField(label=_("Time"), required=False)
    route = forms.CharField(
        label=_("Route"),
        required=False,
        max_length=80,
        error_messages={"max_length": _("At most 80 characters")},
        widget=forms.TextInput(attrs={"list": "route-names", "autocomplete": "off"}),
    )
    stop = forms.IntegerField(
        label=_("Stop"),
        required=False,
        min_value=1,
        max_value=MOST_STOP,
        error_messages={
            "invalid": _("Type a whole number, such as 10"),
            "min_value": _("At least 1"),
            "max_value": _("At most 9999"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    @property
    def only_general(self) -> bool:
        """Whether what is wrong belongs to no field."""
        return list(self.errors) == ["__all__"]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day < dates.today():
            raise ValidationError(_("%(day)s is past. Choose today or later") % {"day": dates.day(day)})
        return day

    def clean_route(self) -> str:
        """One spelling per route: a known name in other letters is that name."""
        typed = " ".join(_CONTROL.sub(" ", self.cleaned_data["route"]).split())
        return next((name for name in selectors.route_names() if name.casefold() == typed.casefold()), typed)

    def clean(self) -> None:
        if self.cleaned_data.get("stop") is not None and self.cleaned_data.get("route") == "":
            self.add_error("route", _("A stop needs a route"))

    def plan(self, delivery_id: int) -> Plan:
        data = self.cleaned_data
        return Plan(delivery_id, data["day"], data["time"], data["route"], data["stop"])

    def refuse(self, words: str) -> None:
        """Put LogicTrade's words beside the field that they name, else above the form."""
        fields = (("routeSequence", "stop"), ("deliveryDate", "day"), ("route", "route"))
        field = next((ours for theirs, ours in fields if theirs.lower() in words.lower()), None)
        self.add_error(field, _("LogicTrade refused: %(words)s") % {"words": words})


def initial_of(plan: DeliveryPlan | None, day: Any) -> dict[str, Any]:
    """What the form starts with: the plan as it stands, else a day that is not past."""
    if plan is not None:
        return {"day": plan.day, "time": plan.time, "route": plan.route, "stop": plan.stop}
    return {"day": day if day is not None and day >= dates.today() else None}
