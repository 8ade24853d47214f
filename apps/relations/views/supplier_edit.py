"""Suppliers: new, edit, remove, and how each of these went."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from apps.erp.master_results import Twin
from apps.erp.views.master import CheckView, EditView, NewView, Pages, RemoveView, SavingView
from apps.relations.duplicates import duplicates
from apps.relations.forms import SupplierForm
from apps.relations.writes import SUPPLIER, relation_name


def _twins(texts: Mapping[str, str], pk: int | None) -> Sequence[Twin]:
    found = duplicates(
        "supplier",
        name=texts["company_name"].strip(),
        phones=[texts[name] for name in ("phone", "mobile") if texts[name].strip()],
        email=texts["email"].strip(),
        coc_number=texts["coc_number"].strip(),
        zip_code=texts["home_zip_code"].strip(),
        house_number=texts["home_house_number"].strip(),
        exclude=pk,
    )
    return [
        Twin(one.name, " · ".join(part for part in (one.number, one.city) if part), ", ".join(map(str, one.labels)),
             one.href, one.gone)
        for one in found
    ]  # fmt: skip


PAGES = Pages(
    master=SUPPLIER,
    form=SupplierForm,
    list_url="relations:supplier_list",
    card_url="relations:supplier_detail",
    new_url="relations:supplier_new",
    edit_url="relations:supplier_edit",
    remove_url="relations:supplier_remove",
    saving_url="relations:supplier_saving",
    check_url="relations:supplier_check",
    list_title=_("Suppliers"),
    new_title=_("New supplier"),
    save_label=_("Save supplier"),
    name_of=relation_name,
    duplicates=_twins,
    twins_title=_("Looks like these suppliers"),
)


class _Suppliers:
    pages = PAGES
    permission = SUPPLIER.permission


class SupplierNew(_Suppliers, NewView):
    pass


class SupplierEdit(_Suppliers, EditView):
    pass


class SupplierRemove(_Suppliers, RemoveView):
    pass


class SupplierSaving(_Suppliers, SavingView):
    pass


class SupplierCheck(_Suppliers, CheckView):
    pass
