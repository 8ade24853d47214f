"""What the documents show on other apps' cards: the documents of a customer."""

from django.utils.translation import gettext_lazy as _

from apps.core.panels import Panel, register


def connect() -> None:
    register(
        Panel(
            slot="customer",
            key="documents",
            title=_("Documents"),
            url_name="documents:party_documents",
            permission="customers.view",
            order=2,
        )
    )
