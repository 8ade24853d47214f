"""Where the audit log and the list of writes find drafts, mails and the letterhead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.subjects import Kind, register


def connect() -> None:
    register(Kind("draft", _("Concept"), lambda pk: reverse("documents:draft", args=[pk])))
    register(Kind("mail", _("Mail"), lambda mail_id: reverse("documents:mail_detail", args=[mail_id])))
    register(Kind("letterhead", _("Letterhead"), lambda _one: reverse("letterhead:letterhead")))
