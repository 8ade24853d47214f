"""The places of mails and releases in the menu: with one's own mails that did not arrive, with what waits."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.access import may
from apps.core.menu import MenuItem, Rows, register
from apps.documents import release
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
    register(
        MenuItem(
            group="sales",
            label=_("Releases"),
            url_name="documents:release_list",
            icon="shield-check",
            permission=release.PERMISSION,
            order=55,
            match=("documents:release", "documents:draft_release"),
            count=_waiting,
        )
    )


def _waiting(request: HttpRequest) -> Rows | None:
    """Concepts that wait for a release, for those who may give one."""
    return release.waiting_for_release().order_by()[:99] if may(request.user, release.PERMISSION) else None
