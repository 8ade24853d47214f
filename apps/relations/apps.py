"""The Django app `relations`."""

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "apps.relations"

    def ready(self) -> None:
        from apps.erp.mirror.index import declare_index
        from apps.relations import menu, models, resources, subjects, writes

        declare_index(models.Customer)
        declare_index(models.Supplier)
        resources.connect()
        menu.connect()
        subjects.connect()
        writes.connect()
