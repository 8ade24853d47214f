"""The Django app `erp`."""

from django.apps import AppConfig


class ERPConfig(AppConfig):
    name = "apps.erp"
