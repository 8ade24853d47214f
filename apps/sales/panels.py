"""What sales shows on other apps' cards: the products that a customer usually buys."""

from django.utils.translation import gettext_lazy as _

from apps.core.panels import Panel, register


def connect() -> None:
    register(
        Panel(
            slot="customer",
            key="usual",
            title=_("Usual products"),
            url_name="sales:usual_products",
            permission="customers.view",
            order=20,
        )
    )
