"""The Django app `core`: the web kit without a domain word."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        from apps.core.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, dispatch_uid="core.triggers")
