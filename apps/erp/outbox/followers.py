"""What higher apps do when a write of a lower one is confirmed: their own records follow in the same transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from apps.erp.outbox.models import Write

type Follower = Callable[[Write, Mapping[str, Any] | None], None]

_followers: dict[str, list[Follower]] = {}


def follow(kind: str, follower: Follower) -> None:
    """Declare (at start, from an app's ready()) what follows a confirmed write of this kind."""
    if follower not in _followers.setdefault(kind, []):
        _followers[kind].append(follower)


def confirmed(write: Write, raw: Mapping[str, Any] | None) -> None:
    """Inside the transaction that confirms: what fails here undoes the whole step, and the worker tries again."""
    for follower in _followers.get(write.kind, ()):
        follower(write, raw)
