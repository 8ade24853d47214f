"""Forms of the outbox and of the code tables."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from apps.accounts.selectors import user_list
from apps.core.access import may
from apps.core.forms import DateField, DecimalField, Form
from apps.erp import labels
from apps.erp.models import CodeEntry
from apps.erp.outbox import kinds
from apps.erp.outbox.models import State
from apps.erp.selectors import write_people


class WriteFilterForm(Form):
    """Filters of the list of writes; the state is chosen by the tabs."""

    kind = forms.ChoiceField(label=_("What"), required=False)
    person = forms.ChoiceField(label=_("Who"), required=False)
    day = DateField(label=_("Date"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        widget=forms.HiddenInput,
        choices=[(state.value, labels.state_label(state.value).text) for state in State],
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        self.fields["kind"].choices = [*every, *((k.name, labels.kind_text(k.name)) for k in kinds.all_kinds())]  # type: ignore[attr-defined]
        if may(user, "writes.all"):
            self.fields["person"].choices = [*every, *write_people()]  # type: ignore[attr-defined]
        else:
            del self.fields["person"]


class HistoryFilterForm(Form):
    """One field of a record's history; the choices are the fields that ever changed."""

    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, fields: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((capfirst(labels.field_text(name)), name) for name in fields)
        choice: Any = self.fields["field"]
        choice.choices = [("", _("all")), *((name, text) for text, name in named)]

    def chosen(self) -> str:
        """The path of the chosen field; nothing for junk."""
        return str(self.cleaned_data.get("field", "")) if self.is_valid() else ""


class FoundForm(Form):
    """The number under which LogicTrade has the record."""

    number = forms.CharField(
        label=_("Number in LogicTrade"),
        max_length=80,
        help_text=_("Backoffice reads that record and compares it before it counts. Without a number: #123, its id."),
        error_messages={"required": _("Type the number that LogicTrade shows")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CodeForm(Form):
    """One entry of a code table."""

    text = forms.CharField(
        label=_("Text in LogicTrade"),
        max_length=200,
        error_messages={"required": _("Type the text as LogicTrade shows it")},
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=80,
        error_messages={"required": _("Type the code that LogicTrade uses for this text")},
    )
    is_default = forms.BooleanField(label=_("Use for new documents"), required=False)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not code.isprintable():
            raise ValidationError(_("A code holds visible characters only"))
        return code


class VatForm(CodeForm):
    """A VAT code with its percentage, which LogicTrade does not tell."""

    percent = DecimalField(
        label=_("Percentage"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        error_messages={"required": _("Type the percentage, such as 21")},
    )
    field_order = ["text", "code", "percent", "is_default"]


class PaymentConditionForm(CodeForm):
    """When an invoice under this condition falls due, which LogicTrade does not tell."""

    days = forms.IntegerField(
        label=_("Days"),
        min_value=0,
        max_value=365,
        help_text=_("After the date of the invoice. 0 when it is paid at once."),
        error_messages={"required": _("Type the number of days, such as 30")},
    )
    field_order = ["text", "code", "days", "is_default"]


class SalesmanForm(CodeForm):
    """Whose name stands on what a person makes."""

    field_order = ["text", "code", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(user.username, f"{user.shown_name} ({user.username})") for user in user_list()]
        known = {username for username, _name in people}
        # Somebody who left keeps the entry; the form must be able to show it.
        kept = self.initial.get("text")
        extra = [(kept, kept)] if kept and kept not in known else []
        self.fields["text"] = forms.ChoiceField(
            label=_("Person in Backoffice"),
            choices=[("", "–"), *people, *extra],
            error_messages={"required": _("Choose a person")},
        )
        self.fields["code"].label = _("Login name in LogicTrade")
        self.fields["code"].error_messages["required"] = _("Type the person's login name in LogicTrade")
        self.fields["is_default"].label = _("Use for people who are not listed")
        self.order_fields(self.field_order)


FORMS: dict[str, type[CodeForm]] = {
    CodeEntry.Table.VAT: VatForm,
    CodeEntry.Table.SALESMAN: SalesmanForm,
    CodeEntry.Table.PAYMENT_CONDITION: PaymentConditionForm,
}


def code_form(table: str) -> type[CodeForm]:
    return FORMS.get(table, CodeForm)
