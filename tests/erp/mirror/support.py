"""Rows for the mirror's tests."""

from typing import Any

from apps.core import clock
from apps.erp.mirror.keys import search_columns
from apps.relations.models import Customer


def customer(pk: int, *, name: str = "", number: str = "", **keys: Any) -> Customer:
    """A mirrored customer with its search keys; ``keys`` are those of `search_columns`."""
    now = clock.now()
    return Customer.objects.create(
        id=pk,
        number=number or f"R{pk:09}",
        name=name,
        data=f'{{"id":{pk}}}',
        content_hash=str(pk),
        read_began_at=now,
        synced_at=now,
        **search_columns(number=number or f"R{pk:09}", name=name, **keys),
    )
