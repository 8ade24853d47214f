"""The places of the link with LogicTrade in the menu."""

from django.utils.translation import gettext_lazy as _

from apps.core.menu import MenuItem, register
from apps.erp.selectors import writes_waiting


def connect() -> None:
    register(
        MenuItem(
            group="foot",
            label=_("Outbox"),
            url_name="erp:write_list",
            icon="arrows-sort",
            permission="writes.view",
            order=10,
            match=("erp:write",),
            count=lambda request: writes_waiting(request.user),
        )
    )
    register(
        MenuItem(
            group="foot",
            label=_("Status"),
            url_name="erp:status",
            icon="activity",
            permission="status.view",
            order=30,
            match=("erp:status",),
        )
    )
    register(
        MenuItem(
            group="foot",
            label=_("Settings"),
            url_name="erp:code_list",
            icon="settings",
            permission="settings.edit",
            order=40,
            match=("erp:code", "letterhead:"),
        )
    )
