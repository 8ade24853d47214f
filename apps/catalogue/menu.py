"""The places of the catalogue: in the menu, and on the cards of others."""

from django.utils.translation import gettext_lazy as _

from apps.core import panels
from apps.core.menu import MenuItem, register
from apps.core.panels import Panel


def connect() -> None:
    register(
        MenuItem(
            group="catalogue",
            label=_("Products"),
            url_name="catalogue:product_list",
            icon="package",
            permission="products.view",
            go_key="p",
            order=10,
            match=("catalogue:product", "catalogue:group", "catalogue:missing", "catalogue:customer_code_list"),
        )
    )
    register(
        MenuItem(
            group="catalogue",
            label=_("Stock"),
            url_name="catalogue:stock_list",
            icon="building-warehouse",
            permission="stock.view",
            go_key="v",
            order=20,
            match=("catalogue:stock",),
        )
    )
    register(
        MenuItem(
            group="catalogue",
            label=_("Compositions"),
            url_name="catalogue:set_list",
            icon="list-details",
            permission="stock.view",
            go_key="k",
            order=30,
            match=("catalogue:set",),
        )
    )
    register(
        MenuItem(
            group="catalogue",
            label=_("Prices"),
            url_name="catalogue:price_check",
            icon="tag",
            permission="prices.view",
            go_key="r",
            order=40,
            match=("catalogue:price", "catalogue:discount"),
        )
    )


def connect_panels() -> None:
    """What the catalogue shows on cards; customers and suppliers it knows by their ids alone."""
    panels.register(
        Panel("customer", "discounts", _("Discounts"), "catalogue:customer_discounts", "prices.view", order=30)
    )
    panels.register(
        Panel("customer", "codes", _("Own product codes"), "catalogue:customer_codes", "customers.view", order=40)
    )
    panels.register(
        Panel("product", "codes", _("Customers' codes"), "catalogue:product_codes", "products.view", order=40)
    )
    panels.register(
        Panel("supplier", "products", _("Products"), "catalogue:supplier_products", "products.view", order=20)
    )
