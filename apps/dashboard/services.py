"""Remembers what a person opened and pinned. Nothing of it is audited: it says nothing about a record."""

from typing import Any

from django.db import transaction

from apps.core import clock
from apps.dashboard.models import Pin, RecentItem

RECENT = 20
PINS = 30


class TooManyPinsError(Exception):
    """This person has as many pins as can be kept at hand."""


@transaction.atomic
def record_opened(*, user: Any, subject: str) -> None:
    """Put a record at the head of those that the person opened, and let go of the oldest."""
    RecentItem.objects.bulk_create(
        [RecentItem(user=user, subject=subject, at=clock.now())],
        update_conflicts=True,
        unique_fields=["user", "subject"],
        update_fields=["at"],
    )
    newest = RecentItem.objects.filter(user=user).order_by("-at", "-pk")
    old = list(newest.values_list("pk", flat=True)[RECENT : RECENT * 2])
    if old:
        RecentItem.objects.filter(pk__in=old).delete()


@transaction.atomic
def pin(*, user: Any, subject: str) -> None:
    """Keep a record at hand; once is enough. Raises TooManyPinsError."""
    mine = Pin.objects.filter(user=user)
    if mine.filter(subject=subject).exists():
        return
    if mine.count() >= PINS:
        raise TooManyPinsError
    Pin.objects.bulk_create([Pin(user=user, subject=subject, at=clock.now())], ignore_conflicts=True)


def unpin(*, user: Any, subject: str) -> None:
    Pin.objects.filter(user=user, subject=subject).delete()
