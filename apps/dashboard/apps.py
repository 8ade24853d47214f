"""The Django app `dashboard`."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "apps.dashboard"

    def ready(self) -> None:
        from apps.catalogue import customers
        from apps.core import slots
        from apps.dashboard import menu
        from apps.dashboard.customers import Customers

        menu.connect()
        customers.register_directory(Customers())
        slots.register("frame.dialogs", "dashboard/_palette.html")
        slots.register("card.actions", "dashboard/_pin.html")
        slots.register("record.sub", "dashboard/_here.html")
