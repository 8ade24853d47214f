"""Home and search in the menu."""

from django.utils.translation import gettext_lazy as _

from apps.core.access import SIGNED_IN
from apps.core.menu import MenuItem, register


def connect() -> None:
    register(
        MenuItem(
            group="home",
            label=_("Today"),
            url_name="dashboard:home",
            icon="home",
            permission=SIGNED_IN,
            go_key="h",
            order=10,
            match=("dashboard:home",),
        )
    )
    register(
        MenuItem(
            group="home",
            label=_("Search"),
            url_name="dashboard:search",
            icon="search",
            permission="search.use",
            order=20,
            match=("dashboard:search",),
            bar=1,
        )
    )
