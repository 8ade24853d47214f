"""The Django app `relations`."""

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "apps.relations"

    def ready(self) -> None:
        from apps.erp.mirror.index import declare_index
        from apps.relations import menu, models, resources

        declare_index(models.Customer)
        resources.connect()
        menu.connect()
