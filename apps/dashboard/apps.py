"""The Django app `dashboard`."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "apps.dashboard"

    def ready(self) -> None:
        from apps.catalogue import customers
        from apps.dashboard import menu
        from apps.dashboard.customers import price_customer

        menu.connect()
        customers.register_lookup(price_customer)
