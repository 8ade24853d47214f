"""Products: new, edit, remove, and how each of these went."""

from django.utils.translation import gettext_lazy as _

from apps.catalogue.forms import ProductForm
from apps.catalogue.twins import product_twins
from apps.catalogue.writes import PRODUCT, product_name
from apps.erp.views.master import CheckView, EditView, NewView, Pages, RemoveView, SavingView

PAGES = Pages(
    master=PRODUCT,
    form=ProductForm,
    list_url="catalogue:product_list",
    card_url="catalogue:product_detail",
    new_url="catalogue:product_new",
    edit_url="catalogue:product_edit",
    remove_url="catalogue:product_remove",
    saving_url="catalogue:product_saving",
    check_url="catalogue:product_check",
    list_title=_("Products"),
    new_title=_("New product"),
    save_label=_("Save product"),
    name_of=product_name,
    duplicates=product_twins,
    twins_title=_("Looks like these products"),
)


class _Products:
    pages = PAGES
    permission = PRODUCT.permission


class ProductNew(_Products, NewView):
    pass


class ProductEdit(_Products, EditView):
    pass


class ProductRemove(_Products, RemoveView):
    pass


class ProductSaving(_Products, SavingView):
    pass


class ProductCheck(_Products, CheckView):
    pass
