"""Where the audit log and the list of writes find the pages of quotes and orders."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("quote", _("Quote"), lambda pk: reverse("sales:quote_detail", args=[int(pk)])))
    register(Kind("order", _("Order"), lambda pk: reverse("sales:order_detail", args=[int(pk)])))
    register(Kind("invoice", _("Invoice"), lambda pk: reverse("sales:invoice_detail", args=[int(pk)])))
