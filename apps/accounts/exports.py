"""Whoever takes a list out of the house is written down before its first byte leaves."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest

from apps.accounts.actors import actor_of
from apps.audit.actions import Action
from apps.audit.log import record
from apps.core.exports import leaving


def _record(*, request: HttpRequest, key: str, title: str, query: str, format: str, rows: str, **_rest: Any) -> None:
    with transaction.atomic():
        record(
            Action.EXPORT_MADE,
            actor=actor_of(request),
            subject=f"list:{key}",
            label=title,
            after={"query": query, "format": format, "rows": rows},
        )


def connect() -> None:
    leaving.connect(_record, dispatch_uid="accounts.exports")
