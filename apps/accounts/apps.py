"""The Django app `accounts`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        from apps.accounts import exports, signals
        from apps.accounts.setup import after_migrate

        post_migrate.connect(after_migrate, sender=self, dispatch_uid="accounts.setup")
        signals.connect()
        exports.connect()
