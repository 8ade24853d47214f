"""The Django app `erp`: where Django meets LogicTrade."""

from django.apps import AppConfig


class ERPConfig(AppConfig):
    name = "apps.erp"
