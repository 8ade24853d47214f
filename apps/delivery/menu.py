"""The place of deliveries in the menu, and of their records in the audit log."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit import subjects
from apps.core.menu import MenuItem, register


def connect() -> None:
    register(
        MenuItem(
            group="delivery",
            label=_("Deliverable"),
            url_name="delivery:deliverable_list",
            icon="truck-loading",
            permission="deliveries.view",
            go_key="d",
            order=10,
            match=("delivery:",),
            bar=5,
        )
    )
    subjects.register(
        subjects.Kind(
            "deliverable",
            _("Delivery"),
            lambda delivery_id: reverse("delivery:deliverable_detail", args=[int(delivery_id)]),
        )
    )
