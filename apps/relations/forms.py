"""The forms of customers and suppliers: what LogicTrade needs is asked for, everything else is only remarked on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.forms import DateField, DecimalField
from apps.erp import checks
from apps.erp.master_forms import Check, CodeField, FlagField, MasterForm, TextField
from apps.relations.writes import CUSTOMER_SHAPE, SUPPLIER_SHAPE

GENDERS = (
    ("male", gettext_lazy("male")),
    ("female", gettext_lazy("female")),
    ("unknown", gettext_lazy("unknown")),
)
NEW_COUNTRY = "NL"
ADDRESS_PARTS = {
    "name": "name",
    "street": "street",
    "house_number": "houseNumber",
    "zip_code": "zipCode",
    "city": "city",
    "country": "country",
    "phone": "phoneNumber",
}


def address_fields(prefix: str) -> dict[str, forms.Field]:
    """The fields of one address."""
    return {
        f"{prefix}_name": TextField(label=gettext_lazy("Name at this address")),
        f"{prefix}_street": TextField(label=gettext_lazy("Street")),
        f"{prefix}_house_number": TextField(label=gettext_lazy("House number"), max_length=40),
        f"{prefix}_zip_code": TextField(label=gettext_lazy("Postcode"), max_length=20),
        f"{prefix}_city": TextField(label=gettext_lazy("Town"), max_length=120),
        f"{prefix}_country": TextField(label=gettext_lazy("Country"), max_length=2),
        f"{prefix}_phone": TextField(label=gettext_lazy("Phone there"), max_length=80, attrs={"inputmode": "tel"}),
    }


def address_paths(prefix: str, path: str) -> dict[str, str]:
    return {f"{prefix}_{name}": f"{path}.{wire}" for name, wire in ADDRESS_PARTS.items()}


def address_section(title: Any, prefix: str) -> tuple[Any, list[tuple[str, str]]]:
    spans = {"street": "span-4", "house_number": "span-2", "zip_code": "span-2", "city": "span-4", "country": "span-2"}
    names = ("street", "house_number", "zip_code", "city", "country", "phone", "name")
    return title, [(f"{prefix}_{name}", spans.get(name, "span-4")) for name in names]


def address_checks(prefix: str) -> dict[str, Check]:
    country = f"{prefix}_country"
    return {
        f"{prefix}_zip_code": lambda texts: checks.check_postcode(texts[f"{prefix}_zip_code"], texts[country]),
        country: lambda texts: checks.check_country(texts[country]),
        f"{prefix}_phone": lambda texts: checks.check_phone(texts[f"{prefix}_phone"], texts[country]),
    }


def with_addresses[F: "type[RelationForm]"](form: F) -> F:
    """Add the fields of a form's addresses, in the order of its paths."""
    for prefix in form.addresses:
        form.base_fields.update(address_fields(prefix))
    form.field_order = list(form.paths)
    return form


class RelationForm(MasterForm):
    """What a customer's and a supplier's form share."""

    addresses: ClassVar[tuple[str, ...]] = ("home",)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not self.base and not self.initial.get("home_country"):
            self.initial["home_country"] = NEW_COUNTRY

    def clean(self) -> dict[str, Any]:
        """A new address that is only its country is none; LogicTrade takes countries as two letters (contract 3)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for prefix in self.addresses:
            name = f"{prefix}_country"
            country = str(cleaned.get(name) or "").strip()
            if name not in self.untouched and (odd := checks.check_country(country)):
                self.add_error(name, odd)
            cleaned[name] = country.upper() if name not in self.untouched else cleaned.get(name)
            rest = (cleaned.get(f"{prefix}_{part}") for part in ADDRESS_PARTS if part != "country")
            if not self.base and not any(str(value or "").strip() for value in rest):
                self.untouched.discard(name)
                cleaned[name] = ""
            elif not self.base:
                # The country that was offered counts as typed.
                self.untouched.discard(name)
        if "email" not in self.untouched and (odd := checks.check_email(str(cleaned.get("email") or ""))):
            self.add_error("email", odd)
        return cleaned


@with_addresses
class CustomerForm(RelationForm):
    """A business (with a company name) or a person (first and last name): contract section 4.1."""

    shape = CUSTOMER_SHAPE
    addresses = ("home", "invoice", "delivery")

    company_name = TextField(label=gettext_lazy("Company"), attrs={"data-autofocus": ""})
    coc_number = TextField(label=gettext_lazy("CoC no."), max_length=40, attrs={"inputmode": "numeric"})
    vat_number = TextField(label=gettext_lazy("VAT no."), max_length=40)
    title = TextField(label=gettext_lazy("Title"), seen="customer.title", max_length=80)
    initials = TextField(label=gettext_lazy("Initials"), max_length=40)
    first_name = TextField(label=gettext_lazy("First name"))
    infix = TextField(label=gettext_lazy("Infix"), seen="customer.infix", max_length=40)
    last_name = TextField(label=gettext_lazy("Last name"))
    gender = CodeField(label=gettext_lazy("Gender"))
    birthdate = DateField(label=gettext_lazy("Date of birth"), required=False)
    phone = TextField(label=gettext_lazy("Phone"), max_length=80, attrs={"inputmode": "tel"})
    phone2 = TextField(label=gettext_lazy("Phone 2"), max_length=80, attrs={"inputmode": "tel"})
    mobile = TextField(label=gettext_lazy("Mobile"), max_length=80, attrs={"inputmode": "tel"})
    email = TextField(label=gettext_lazy("E-mail"), attrs={"inputmode": "email"})
    newsletter = FlagField(label=gettext_lazy("Newsletter"))
    remark = TextField(
        label=gettext_lazy("Remark"), rows=4, help_text=gettext_lazy("Internal, kept in LogicTrade; never on paper.")
    )

    paths: ClassVar[Mapping[str, str]] = {
        "company_name": "companyName",
        "coc_number": "cocNumber",
        "vat_number": "vatNumber",
        "title": "title",
        "initials": "initials",
        "first_name": "firstName",
        "infix": "infix",
        "last_name": "lastName",
        "gender": "gender",
        "birthdate": "birthdate",
        "phone": "phoneNumber",
        "phone2": "phoneNumber2",
        "mobile": "mobileNumber",
        "email": "email",
        "newsletter": "newsLetter",
        **address_paths("home", "address"),
        **address_paths("invoice", "invoiceAddress"),
        **address_paths("delivery", "deliveryAddress"),
        "remark": "remark",
    }
    sections = (
        (
            gettext_lazy("Business"),
            [("company_name", "span-6"), ("coc_number", "span-3"), ("vat_number", "span-3")],
        ),
        (
            gettext_lazy("Person"),
            [
                ("title", "span-2"),
                ("initials", "span-2"),
                ("gender", "span-2"),
                ("first_name", "span-2"),
                ("infix", "span-1"),
                ("last_name", "span-3"),
                ("birthdate", "span-2"),
            ],
        ),
        (
            gettext_lazy("Contact"),
            [
                ("phone", "span-2"),
                ("phone2", "span-2"),
                ("mobile", "span-2"),
                ("email", "span-4"),
                ("newsletter", "span-2"),
            ],
        ),
        address_section(gettext_lazy("Visiting address"), "home"),
        address_section(gettext_lazy("Invoice address"), "invoice"),
        address_section(gettext_lazy("Delivery address"), "delivery"),
        (gettext_lazy("Note"), [("remark", "span-6")]),
    )
    checks: ClassVar[Mapping[str, Check]] = {
        "coc_number": lambda texts: checks.check_coc(texts["coc_number"]),
        "vat_number": lambda texts: checks.check_vat(texts["vat_number"]),
        "phone": lambda texts: checks.check_phone(texts["phone"], texts["home_country"]),
        "phone2": lambda texts: checks.check_phone(texts["phone2"], texts["home_country"]),
        "mobile": lambda texts: checks.check_phone(texts["mobile"], texts["home_country"]),
        "email": lambda texts: checks.check_email(texts["email"]),
        **address_checks("home"),
        **address_checks("invoice"),
        **address_checks("delivery"),
    }

    def prepare(self) -> None:
        gender = self.fields["gender"]
        if isinstance(gender, CodeField):
            gender.offer(GENDERS, str(self.initial.get("gender") or ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not str(cleaned.get("company_name") or "").strip():
            for name in ("first_name", "last_name"):
                touched = {"company_name", name} - self.untouched
                if not str(cleaned.get(name) or "").strip() and (touched or not self.base):
                    self.add_error(name, _("Fill this in, or the company: LogicTrade needs a name"))
        return cleaned


@with_addresses
class SupplierForm(RelationForm):
    """A supplier needs its name only (contract section 4.2)."""

    shape = SUPPLIER_SHAPE

    company_name = TextField(
        label=gettext_lazy("Company"),
        required=True,
        attrs={"data-autofocus": ""},
        error_messages={"required": gettext_lazy("Fill this in: LogicTrade needs a name")},
    )
    coc_number = TextField(label=gettext_lazy("CoC no."), max_length=40, attrs={"inputmode": "numeric"})
    phone = TextField(label=gettext_lazy("Phone"), max_length=80, attrs={"inputmode": "tel"})
    mobile = TextField(label=gettext_lazy("Mobile"), max_length=80, attrs={"inputmode": "tel"})
    email = TextField(label=gettext_lazy("E-mail"), attrs={"inputmode": "email"})
    lead_time = DecimalField(
        label=gettext_lazy("Lead time in weeks"), required=False, min_value=0, max_value=999, decimal_places=0
    )
    multiple = DecimalField(
        label=gettext_lazy("Order in multiples of"), required=False, min_value=0, max_value=999_999, decimal_places=3
    )
    iban = TextField(label=gettext_lazy("IBAN"), max_length=40)
    bic = TextField(label=gettext_lazy("BIC"), max_length=20)
    remark = TextField(label=gettext_lazy("Remark"), rows=4, help_text=gettext_lazy("Internal, kept in LogicTrade."))

    paths: ClassVar[Mapping[str, str]] = {
        "company_name": "companyName",
        "coc_number": "cocNumber",
        "phone": "phoneNumber",
        "mobile": "mobileNumber",
        "email": "email",
        "lead_time": "leadTimeInWeeks",
        "multiple": "orderQuantityMultiple",
        "iban": "ibanNumber",
        "bic": "bicCode",
        **address_paths("home", "address"),
        "remark": "remark",
    }
    sections = (
        (gettext_lazy("Company"), [("company_name", "span-4"), ("coc_number", "span-2")]),
        (gettext_lazy("Contact"), [("phone", "span-2"), ("mobile", "span-2"), ("email", "span-2")]),
        address_section(gettext_lazy("Address"), "home"),
        (gettext_lazy("Ordering"), [("lead_time", "span-3"), ("multiple", "span-3")]),
        (gettext_lazy("Bank"), [("iban", "span-4"), ("bic", "span-2")]),
        (gettext_lazy("Note"), [("remark", "span-6")]),
    )
    checks: ClassVar[Mapping[str, Check]] = {
        "coc_number": lambda texts: checks.check_coc(texts["coc_number"]),
        "phone": lambda texts: checks.check_phone(texts["phone"], texts["home_country"]),
        "mobile": lambda texts: checks.check_phone(texts["mobile"], texts["home_country"]),
        "email": lambda texts: checks.check_email(texts["email"]),
        "iban": lambda texts: checks.check_iban(texts["iban"]),
        **address_checks("home"),
    }
