"""What the database must hold besides tables: the roles, and the table behind the cache that counts sign-ins."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command

from apps.accounts.roles import ROLES


def after_migrate(using: str = "default", **_kwargs: Any) -> None:
    """Receiver of post_migrate; repeatable."""
    have = set(Group.objects.using(using).filter(name__in=ROLES).values_list("name", flat=True))
    Group.objects.using(using).bulk_create(
        [Group(name=role) for role in ROLES if role not in have], ignore_conflicts=True
    )
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", database=using, verbosity=0)
