"""Where the audit log and the list of writes find the page of a product."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("product", _("Product"), lambda pk: reverse("catalogue:product_detail", args=[int(pk)])))
