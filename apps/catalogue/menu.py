"""The places of the catalogue in the menu."""

from django.utils.translation import gettext_lazy as _

from apps.core.menu import MenuItem, register


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
            match=("catalogue:product", "catalogue:group"),
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
