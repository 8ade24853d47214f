"""Products: what their pages to make, change and remove them declare."""

from django.utils.translation import gettext_lazy as _

from apps.catalogue.forms import ProductForm
from apps.catalogue.twins import product_twins
from apps.catalogue.writes import PRODUCT, product_name
from apps.erp.views.master import Pages

PRODUCTS = Pages(
    app="catalogue",
    master=PRODUCT,
    form=ProductForm,
    list_title=_("Products"),
    new_title=_("New product"),
    save_label=_("Save product"),
    name_of=product_name,
    duplicates=product_twins,
    twins_title=_("Looks like these products"),
)
