"""The form of a product: LogicTrade needs its name, and numbers it where no code is given (contract section 5.1)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Group
from apps.catalogue.writes import PRODUCT_SHAPE
from apps.core.forms import DateField, DecimalField
from apps.erp import checks, codes
from apps.erp.master_forms import Check, CodeField, FlagField, MasterForm, TextField
from apps.erp.mirror import registry
from apps.erp.models import CodeEntry

MOST_SUPPLIERS = 2000
BIGGEST = 99_999_999


def _measure(label: Any) -> DecimalField:
    return DecimalField(label=label, required=False, min_value=0, max_value=BIGGEST, decimal_places=4)


def _price(label: Any) -> DecimalField:
    return DecimalField(label=label, required=False, min_value=-BIGGEST, max_value=BIGGEST, decimal_places=2)


class ProductForm(MasterForm):
    shape = PRODUCT_SHAPE

    code = TextField(
        label=_("Code"), max_length=80, attrs={"data-autofocus": "", "spellcheck": "false"},
        help_text=_("Left empty, LogicTrade gives one."),
    )  # fmt: skip
    name = TextField(
        label=_("Name"), required=True, error_messages={"required": _("Fill this in: LogicTrade needs a name")}
    )
    description = TextField(label=_("Description"), rows=3)
    barcode = TextField(label=_("Barcode"), max_length=80, attrs={"inputmode": "numeric"})
    unit = TextField(label=_("Unit"), max_length=40)
    groups = forms.MultipleChoiceField(
        label=_("Groups"), required=False, widget=forms.SelectMultiple(attrs={"size": "6"})
    )
    sales_price = _price(_("Sales price"))
    vat = CodeField(label=_("VAT"))
    sales_group = TextField(label=_("Sales group"), max_length=40, help_text=_("The code, such as 8010."))
    supplier = CodeField(label=_("Supplier"))
    supplier_code = TextField(label=_("Supplier's code"), max_length=80)
    purchase_price = _price(_("Purchase price"))
    lead_time = DecimalField(
        label=_("Lead time in weeks"), required=False, min_value=0, max_value=999, decimal_places=0
    )
    start_date = DateField(label=_("Sold from"), required=False)
    end_date = DateField(label=_("Sold until"), required=False)
    webshop = FlagField(label=_("In the web shop"))
    webshop_start = DateField(label=_("In the web shop from"), required=False)
    webshop_end = DateField(label=_("In the web shop until"), required=False)
    height = _measure(_("Height"))
    width = _measure(_("Width"))
    length = _measure(_("Length"))
    depth = _measure(_("Depth"))
    weight = _measure(_("Weight"))
    volume = _measure(_("Volume"))
    packages = _measure(_("Packages"))

    paths: ClassVar[Mapping[str, str]] = {
        "code": "code",
        "name": "name",
        "description": "description",
        "barcode": "barcode",
        "unit": "unit",
        "groups": "groups",
        "sales_price": "salesPrice",
        "vat": "vat",
        "sales_group": "salesGroup",
        "supplier": "supplier.supplier",
        "supplier_code": "supplier.code",
        "purchase_price": "supplier.purchasePrice",
        "lead_time": "supplier.leadTimeInWeeks",
        "start_date": "startDate",
        "end_date": "endDate",
        "webshop": "webshop",
        "webshop_start": "webshopStartDate",
        "webshop_end": "webshopEndDate",
        **{name: name for name in ("height", "width", "length", "depth", "weight", "volume", "packages")},
    }
    sections = (
        (
            _("Product"),
            [
                ("code", "span-2"),
                ("name", "span-4"),
                ("description", "span-6"),
                ("barcode", "span-3"),
                ("unit", "span-3"),
                ("groups", "span-6"),
            ],
        ),
        (_("Price"), [("sales_price", "span-2"), ("vat", "span-2"), ("sales_group", "span-2")]),
        (
            _("Supplier"),
            [
                ("supplier", "span-4"),
                ("supplier_code", "span-2"),
                ("purchase_price", "span-3"),
                ("lead_time", "span-3"),
            ],
        ),
        (
            _("On sale"),
            [
                ("start_date", "span-3"),
                ("end_date", "span-3"),
                ("webshop", "span-2"),
                ("webshop_start", "span-2"),
                ("webshop_end", "span-2"),
            ],
        ),
        (
            _("Measures"),
            [(name, "span-2") for name in ("height", "width", "length", "depth", "weight", "volume", "packages")],
        ),
    )
    checks: ClassVar[Mapping[str, Check]] = {"barcode": lambda texts: checks.check_ean(texts["barcode"])}

    def prepare(self) -> None:
        """Codes of the code table, groups and suppliers of the mirror; what the record has stays choosable."""
        current = self.initial
        _offer(self.fields["vat"], codes.choices(CodeEntry.Table.VAT), current.get("vat"))
        _offer(self.fields["supplier"], _suppliers(), current.get("supplier"))
        groups = [(str(pk), str(name)) for pk, name in _groups()]
        unknown = [(one, f"#{one}") for one in current.get("groups") or () if one not in dict(groups)]
        field = self.fields["groups"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [*groups, *unknown]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last in (("start_date", "end_date"), ("webshop_start", "webshop_end")):
            begin, end = cleaned.get(first), cleaned.get(last)
            if begin and end and {first, last} - self.untouched and not isinstance(begin, str) and end < begin:
                self.add_error(last, _("This is before the beginning"))
        return cleaned


def _offer(field: forms.Field, choices: list[tuple[str, str]], current: Any) -> None:
    if isinstance(field, CodeField):
        field.offer(choices, "" if current is None else str(current))


def _groups() -> list[tuple[int, str]]:
    rows = Group.objects.filter(gone_at=None).order_by("name", "pk").values_list("pk", "name", "number")
    return [(pk, f"{name} ({number})" if number and number != name else name) for pk, name, number in rows]


def _suppliers() -> list[tuple[str, str]]:
    """By name; through the registry, because suppliers are another app's on the same floor."""
    suppliers: Any = registry.get("supplier").model._default_manager
    rows = suppliers.filter(gone_at=None).order_by("name_key", "pk").values_list("pk", "name", "number")
    return [(str(pk), f"{name} ({number})") for pk, name, number in rows[:MOST_SUPPLIERS]]
