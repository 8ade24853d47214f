"""Reads of users."""

from django.db.models import QuerySet

from apps.accounts.models import User


def user_named(username: str) -> User | None:
    """The user with this sign-in name; letter case does not count."""
    return User.objects.filter(username__iexact=username).first()


def user_list() -> QuerySet[User]:
    """All users by name, with their roles."""
    return User.objects.prefetch_related("groups").order_by("username")
