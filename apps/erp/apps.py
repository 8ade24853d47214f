"""The Django app `erp`: where Django meets LogicTrade."""

from django.apps import AppConfig


class ERPConfig(AppConfig):
    name = "apps.erp"

    def ready(self) -> None:
        from apps.erp import menu, panels, subjects

        menu.connect()
        panels.connect()
        subjects.connect()
