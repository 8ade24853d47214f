"""Entries to test with, and breaking the log on purpose."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.audit.models import AuditEntry
from apps.audit.triggers import CHAIN, DETAILS
from apps.core import triggers

PERSON = Actor(id=7, name="Sanne de Boer", address="192.0.2.7", request_id="r1")


@contextmanager
def append_only_off() -> Iterator[None]:
    """Inside the block the log may be changed, as somebody with the database in hand could."""
    for table in (CHAIN, DETAILS):
        triggers.remove(table)
    try:
        yield
    finally:
        triggers.install()


def entry(number: int = 1, action: Action = Action.WRITE_INTENT, subject: str = "", **kwargs: object) -> AuditEntry:
    """One recorded entry, in a transaction of its own."""
    with transaction.atomic():
        return record(
            action,
            actor=kwargs.pop("actor", PERSON),  # type: ignore[arg-type]
            subject=subject or f"quote:{number}",
            label=f"Quote {number}",
            before=kwargs.pop("before", {"price": "1"}),
            after=kwargs.pop("after", {"price": "2"}),
            **kwargs,
        )
