"""Which kinds of documents can be put on paper: each app above registers how its own are read."""

from collections.abc import Callable
from dataclasses import dataclass

from apps.documents.paper.content import Found


@dataclass(frozen=True)
class Provider:
    """``find`` reads a document from the mirror by LogicTrade's id; None when there is no such one.

    It may ask LogicTrade once, where the mirror does not hold the comments that belong on paper, and then raises
    `apps.logictrade.errors.LogicTradeError` when that fails: a paper without them could leave a promise out.
    """

    kind: str
    find: Callable[[int], Found | None]


_providers: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """From an app's ready(); the same kind replaces."""
    _providers[provider.kind] = provider


def find(kind: str, remote_id: int) -> Found | None:
    provider = _providers.get(kind)
    return provider.find(remote_id) if provider else None


def has_paper(kind: str) -> bool:
    return kind in _providers
