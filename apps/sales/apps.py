"""The Django app `sales`: quotes, orders and invoices, read from LogicTrade and written here."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "apps.sales"

    def ready(self) -> None:
        from apps.sales import earlier, kinds, menu, panels, paper, purchases, resources, subjects
        from apps.sales.writing import sender

        resources.connect()
        kinds.connect()
        sender.connect()
        menu.connect()
        panels.connect()
        subjects.connect()
        paper.connect()
        earlier.connect()
        purchases.connect()
