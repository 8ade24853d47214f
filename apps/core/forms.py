"""Form fields that read what people type, and the base of all forms."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.core import calc, dates, money

SEARCH_LENGTH = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class OurWords(forms.BaseForm):
    """What our forms share: the server checks and answers in short words, so the browser does not."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Fill this in")


class Form(OurWords, forms.Form):
    """The base of our forms."""


class ModelForm(OurWords, forms.ModelForm):  # type: ignore[type-arg]
    """The base of forms over a table of ours."""


class SearchField(forms.CharField):
    """A search box: takes whatever comes, cut to a sensible length, and never refuses."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return " ".join(_CONTROL.sub(" ", str(value or ""))[:SEARCH_LENGTH].split())


class DecimalField(forms.DecimalField):
    """A number typed with either decimal mark, shown with the reader's own."""

    default_error_messages = {
        "invalid": _("Type a number, such as 12.50"),
        "max_decimal_places": _("At most %(max)s decimals"),
        "min_value": _("At least %(limit_value)s"),
        "max_value": _("At most %(limit_value)s"),
    }
    widget = forms.TextInput

    def __init__(self, *, sums: bool = False, **kwargs: Any) -> None:
        """``sums``: takes 12*4 and 100+21% as well; what comes out is rounded to the field's decimals."""
        self.sums = sums
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return self.read(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def read(self, text: str) -> Decimal:
        """Raises ValueError."""
        if self.sums and calc.is_sum(text):
            return self.fitting(calc.evaluate(text))
        return money.parse_decimal(text)

    def fitting(self, value: Decimal) -> Decimal:
        """What was worked out, in the decimals that the field takes."""
        return value if self.decimal_places is None else calc.rounded(value, self.decimal_places)

    def prepare_value(self, value: Any) -> Any:
        return money.editable(value) if isinstance(value, (Decimal, int)) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class QuantityField(DecimalField):
    """More than nothing."""

    default_error_messages = {"zero": _("Quantity must be more than 0")}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value <= 0:
            raise ValidationError(self.error_messages["zero"], code="zero")


class DateField(forms.DateField):
    """A date typed in any form people use: 24-11, 24 nov, +2w, vr, morgen."""

    default_error_messages = {"invalid": _("Type a date, such as 24-11, +2w or Fri")}
    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "class": "date"}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return dates.as_day(value)
        try:
            return dates.parse_date(str(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return dates.editable(dates.as_day(value)) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True
