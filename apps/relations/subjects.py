"""Where the audit log and the list of writes find the pages of customers and suppliers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("customer", _("Customer"), lambda pk: reverse("relations:customer_detail", args=[int(pk)])))
    register(Kind("supplier", _("Supplier"), lambda pk: reverse("relations:supplier_detail", args=[int(pk)])))
