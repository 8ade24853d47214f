"""The audit log's place in the menu."""

from django.utils.translation import gettext_lazy as _

from apps.core.menu import MenuItem, register


def connect() -> None:
    register(
        MenuItem(
            group="foot",
            label=_("Audit log"),
            url_name="audit:entry_list",
            icon="history",
            permission="audit.view",
            go_key="a",
            order=20,
            match=("audit:",),
        )
    )
