"""Where the audit log finds the records of this app."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("write", _("Write"), lambda write_id: reverse("erp:write_detail", args=[write_id])))
    register(Kind("code", _("Code"), lambda place: reverse("erp:code_table", args=[place.partition(":")[0]])))
    register(Kind("sync", _("Reading"), lambda _name: reverse("erp:status")))
    register(Kind("erp", _("Link with LogicTrade"), lambda _name: reverse("erp:status")))
