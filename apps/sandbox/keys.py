"""API keys: who may call, for which resources, until when (contract section 1.1)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from .codes import SCOPES
from .problems import UNAUTHORIZED, ProblemError
from .store import Store

DEMO_KEY = "sandbox-demo-key"
ADMINISTRATION = "7d1f0c52-0000-4000-8000-5a4d0b0c0001"


@dataclass(frozen=True, slots=True)
class Key:
    key: str
    scope: tuple[str, ...] = SCOPES
    username: str = "Backoffice"
    client_id: str = "sandbox-1"
    exp: int = 4_102_444_800
    revoked: bool = False


class Keys:
    def __init__(self, store: Store) -> None:
        self._store = store
        stored = store.get_meta("keys")
        rows = [asdict(Key(DEMO_KEY))] if stored is None else stored
        self._keys = {row["key"]: Key(**{**row, "scope": tuple(row["scope"])}) for row in rows}

    def all(self) -> list[Key]:
        return list(self._keys.values())

    def put(self, key: Key) -> None:
        unknown = set(key.scope) - set(SCOPES)
        if unknown:
            raise ValueError(f"unknown scope {', '.join(sorted(unknown))}")
        self._keys[key.key] = key
        self._store.set_meta("keys", [asdict(known) for known in self._keys.values()])

    def change(self, key: str, **changes: Any) -> Key:
        """Change a key's scope, identity, expiry or revocation; KeyError when it is not known."""
        changed = replace(self._keys[key], **changes)
        self.put(changed)
        return changed

    def find(self, value: str | None) -> Key:
        """The key of a call, revoked or not; 401 when it is missing or unknown."""
        if not value:
            raise ProblemError(401, "LTA0001", UNAUTHORIZED["LTA0001"])
        if value not in self._keys:
            raise ProblemError(401, "LTA0002", UNAUTHORIZED["LTA0002"])
        return self._keys[value]


def mask(value: str) -> str:
    """A key as the journal shows it."""
    return f"…{value[-4:]}" if len(value) > 8 else "…"


def scope_text(words: Iterable[str]) -> str:
    return " ".join(words)
