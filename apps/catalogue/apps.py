"""The Django app `catalogue`."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "apps.catalogue"

    def ready(self) -> None:
        from apps.catalogue import menu, models, resources, subjects, writes
        from apps.erp.mirror.index import declare_index

        declare_index(models.Product)
        resources.connect()
        subjects.connect()
        writes.connect()
        menu.connect()
        menu.connect_panels()
