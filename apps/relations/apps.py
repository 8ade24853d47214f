"""The Django app `relations`."""

from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "apps.relations"
