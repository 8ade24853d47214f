"""The newest of a record's history on its card."""

from django.utils.translation import gettext_lazy as _

from apps.core.panels import Panel, register
from apps.erp.history import KINDS


def connect() -> None:
    for kind in KINDS:
        if kind.slot:
            url_name = f"erp:history_{kind.resource}_panel"
            register(Panel(kind.slot, "notes", _("Notes"), f"erp:notes_{kind.resource}", kind.permission, order=80))
            register(Panel(kind.slot, "history", _("History"), url_name, kind.permission, order=90))
