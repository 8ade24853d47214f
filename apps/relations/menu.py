"""The place of the relations in the menu."""

from django.utils.translation import gettext_lazy as _

from apps.core.menu import MenuItem, register


def connect() -> None:
    register(
        MenuItem(
            group="sales",
            label=_("Customers"),
            url_name="relations:customer_list",
            icon="users",
            permission="customers.view",
            go_key="c",
            order=10,
            match=("relations:customer",),
            bar=2,
        )
    )
    register(
        MenuItem(
            group="purchasing",
            label=_("Suppliers"),
            url_name="relations:supplier_list",
            icon="truck-loading",
            permission="suppliers.view",
            go_key="s",
            order=10,
            match=("relations:supplier",),
        )
    )
