"""The Django app `sales`: quotes and orders, and the quote that is written here and put in LogicTrade."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "apps.sales"

    def ready(self) -> None:
        from apps.sales import earlier, kinds, menu, panels, paper, purchases, quote_write, resources, sender, subjects

        resources.connect()
        quote_write.connect()
        kinds.connect()
        sender.connect()
        menu.connect()
        panels.connect()
        subjects.connect()
        paper.connect()
        earlier.connect()
        purchases.connect()
