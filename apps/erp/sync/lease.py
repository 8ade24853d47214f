"""Leases on sync rows: claimed by compare-and-swap, so two workers never read one list and a dead one frees it."""

import uuid
from datetime import timedelta

from django.db.models import Q

from apps.core import clock
from apps.erp.models import SyncState

LEASE = timedelta(seconds=120)


def claim(name: str) -> str:
    """A token when the row is free, otherwise an empty text."""
    SyncState.objects.get_or_create(resource=name)
    token = uuid.uuid4().hex
    now = clock.now()
    free = Q(lease="") | Q(lease_until__lt=now)
    taken = SyncState.objects.filter(free, resource=name).update(lease=token, lease_until=now + LEASE)
    return token if taken else ""


def renew(name: str, token: str) -> bool:
    """Keep the lease; False when somebody else has taken it."""
    return bool(SyncState.objects.filter(resource=name, lease=token).update(lease_until=clock.now() + LEASE))


def release(name: str, token: str) -> None:
    SyncState.objects.filter(resource=name, lease=token).update(lease="", lease_until=None)
