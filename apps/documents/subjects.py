"""Where the audit log and the list of writes find the page of a draft."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("draft", _("Concept"), lambda pk: reverse("documents:draft", args=[pk])))
