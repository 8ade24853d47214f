"""The Django app `erp`: where Django meets LogicTrade."""

from django.apps import AppConfig


class ERPConfig(AppConfig):
    name = "apps.erp"

    def ready(self) -> None:
        from django.conf import settings

        from apps.audit.services import register_holder
        from apps.erp import menu, panels, subjects
        from apps.erp.mirror.history import Values
        from apps.logictrade import markers

        menu.connect()
        panels.connect()
        subjects.connect()
        register_holder(Values())
        markers.use_customer_number(settings.LOGICTRADE_CUSTOMER_MARKER)
