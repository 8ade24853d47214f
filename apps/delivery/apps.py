"""The Django app `delivery`."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "apps.delivery"

    def ready(self) -> None:
        from apps.delivery import chain, menu, models, plans, resources
        from apps.erp.mirror.index import declare_index

        declare_index(models.Deliverable)
        resources.connect()
        plans.connect()
        menu.connect()
        chain.connect()
