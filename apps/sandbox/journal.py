"""The journal: every request as it came, what it did, and what a careful client must not do (violations)."""

from typing import Any

from . import jsontext
from .keys import mask
from .messages import Request
from .moments import Clock
from .store import Store

_HEADERS = (
    "accept", "accept-encoding", "administration-guid", "api-key", "authorization", "connection", "content-length",
    "content-type", "cookie", "expect", "idempotency-key", "user-agent", "x-request-id",
)  # fmt: skip
_SECRET = {"api-key", "authorization", "cookie"}


class Journal:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def open(self, request: Request) -> int:
        """Note a request on arrival; answers its number."""
        headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        shown = {name: mask(value) if name in _SECRET else value for name, value in headers.items()}
        return self._store.insert(
            "INSERT INTO requests (at, method, path, query, headers, body) VALUES (?, ?, ?, ?, ?, ?)",
            (
                self._clock.utc().isoformat(timespec="milliseconds"),
                request.method,
                request.path,
                request.raw_query,
                jsontext.dumps(shown),
                request.body_text,
            ),
        )

    def close(self, number: int, status: int | None, fault: str | None) -> None:
        """Note the status that went out (None: none did) and the fault that was played."""
        self._store.execute("UPDATE requests SET status = ?, fault = ? WHERE number = ?", (status, fault, number))

    def effect(self, number: int, kind: str, record_id: int, action: str) -> None:
        self._store.execute("INSERT INTO effects VALUES (?, ?, ?, ?)", (number, kind, record_id, action))

    def violation(self, number: int, kind: str, path: str, detail: str) -> None:
        self._store.execute("INSERT INTO violations VALUES (?, ?, ?, ?)", (number, kind, path, detail))

    def requests(self, since: int = 0) -> list[dict[str, Any]]:
        rows = self._store.execute(
            "SELECT number, at, method, path, query, headers, body, status, fault FROM requests"
            " WHERE number > ? ORDER BY number",
            (since,),
        )
        effects: dict[int, list[dict[str, Any]]] = {}
        for effect in self.effects():
            effects.setdefault(effect["request"], []).append(effect)
        names = ("number", "at", "method", "path", "query", "headers", "body", "status", "fault")
        entries = [dict(zip(names, row, strict=True)) for row in rows]
        return [
            entry | {"headers": jsontext.loads(entry["headers"]), "effects": effects.get(entry["number"], [])}
            for entry in entries
        ]

    def effects(self) -> list[dict[str, Any]]:
        rows = self._store.execute("SELECT request, kind, id, action FROM effects ORDER BY rowid")
        return [dict(zip(("request", "kind", "id", "action"), row, strict=True)) for row in rows]

    def violations(self) -> list[dict[str, Any]]:
        rows = self._store.execute("SELECT request, kind, path, detail FROM violations ORDER BY rowid")
        return [dict(zip(("request", "kind", "path", "detail"), row, strict=True)) for row in rows]

    def forget(self) -> None:
        """Empty the journal; request numbers go on."""
        with self._store.transaction():
            for statement in ("DELETE FROM requests", "DELETE FROM effects", "DELETE FROM violations"):
                self._store.execute(statement)

    def forget_violations(self) -> None:
        self._store.execute("DELETE FROM violations")
