"""Customers and suppliers: what their pages to make, change and remove them declare."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from apps.erp.master_results import Twin
from apps.erp.views.master import Pages
from apps.relations.duplicates import duplicates
from apps.relations.forms import CustomerForm, SupplierForm
from apps.relations.writes import CUSTOMER, SUPPLIER, relation_name


def _twins(kind: str, texts: Mapping[str, str], pk: int | None) -> Sequence[Twin]:
    """Records that resemble what is typed; a supplier has no person's name, second telephone or VAT number."""
    typed = {name: text.strip() for name, text in texts.items()}
    person = " ".join(part for name in ("first_name", "infix", "last_name") if (part := typed.get(name, "")))
    found = duplicates(
        kind,
        name=typed["company_name"] or person,
        phones=[number for name in ("phone", "phone2", "mobile") if (number := typed.get(name, ""))],
        email=typed["email"],
        vat_number=typed.get("vat_number", ""),
        coc_number=typed["coc_number"],
        zip_code=typed["home_zip_code"],
        house_number=typed["home_house_number"],
        exclude=pk,
    )
    return [
        Twin(
            one.name,
            " · ".join(part for part in (one.number, one.city) if part),
            ", ".join(map(str, one.labels)),
            one.href,
            one.gone,
        )
        for one in found
    ]


CUSTOMERS = Pages(
    app="relations",
    master=CUSTOMER,
    form=CustomerForm,
    list_title=_("Customers"),
    new_title=_("New customer"),
    save_label=_("Save customer"),
    name_of=relation_name,
    duplicates=lambda texts, pk: _twins("customer", texts, pk),
    twins_title=_("Looks like these customers"),
)
SUPPLIERS = Pages(
    app="relations",
    master=SUPPLIER,
    form=SupplierForm,
    list_title=_("Suppliers"),
    new_title=_("New supplier"),
    save_label=_("Save supplier"),
    name_of=relation_name,
    duplicates=lambda texts, pk: _twins("supplier", texts, pk),
    twins_title=_("Looks like these suppliers"),
)
