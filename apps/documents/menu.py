"""The place of mails in the menu, with those of one's own that did not arrive."""

from django.utils.translation import gettext_lazy as _

from apps.core.menu import MenuItem, register
from apps.documents.mail.selectors import mails_troubled


def connect() -> None:
    register(
        MenuItem(
            group="sales",
            label=_("Mail"),
            url_name="documents:mail_list",
            icon="mail",
            permission="mail.send",
            order=60,
            match=("documents:mail",),
            count=lambda request: mails_troubled(request.user),
        )
    )
