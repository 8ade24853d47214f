"""The Django app `core`: the web kit without a domain word."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        from apps.core import bulk, exports
        from apps.core.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, dispatch_uid="core.triggers")
        bulk.register(bulk.BulkAction(_("Export (XLSX)"), "core:export", exports.PERMISSION, "download", download=True))
