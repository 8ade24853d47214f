"""The Django app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "apps.audit"

    def ready(self) -> None:
        from apps.audit import menu
        from apps.audit.triggers import CHAIN_TRIGGERS, DETAILS_TRIGGERS
        from apps.core.triggers import register

        register(CHAIN_TRIGGERS)
        register(DETAILS_TRIGGERS)
        menu.connect()
