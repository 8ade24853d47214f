"""Customers: new, edit, remove, and how each of these went."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from apps.erp.master_results import Twin
from apps.erp.views.master import CheckView, EditView, NewView, Pages, RemoveView, SavingView
from apps.relations.duplicates import duplicates
from apps.relations.forms import CustomerForm
from apps.relations.writes import CUSTOMER, relation_name


def _twins(texts: Mapping[str, str], pk: int | None) -> Sequence[Twin]:
    person = " ".join(part for name in ("first_name", "infix", "last_name") if (part := texts[name].strip()))
    found = duplicates(
        "customer",
        name=texts["company_name"].strip() or person,
        phones=[texts[name] for name in ("phone", "phone2", "mobile") if texts[name].strip()],
        email=texts["email"].strip(),
        vat_number=texts["vat_number"].strip(),
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
    master=CUSTOMER,
    form=CustomerForm,
    list_url="relations:customer_list",
    card_url="relations:customer_detail",
    new_url="relations:customer_new",
    edit_url="relations:customer_edit",
    remove_url="relations:customer_remove",
    saving_url="relations:customer_saving",
    check_url="relations:customer_check",
    list_title=_("Customers"),
    new_title=_("New customer"),
    save_label=_("Save customer"),
    name_of=relation_name,
    duplicates=_twins,
    twins_title=_("Looks like these customers"),
)


class _Customers:
    pages = PAGES
    permission = CUSTOMER.permission


class CustomerNew(_Customers, NewView):
    pass


class CustomerEdit(_Customers, EditView):
    pass


class CustomerRemove(_Customers, RemoveView):
    pass


class CustomerSaving(_Customers, SavingView):
    pass


class CustomerCheck(_Customers, CheckView):
    pass
