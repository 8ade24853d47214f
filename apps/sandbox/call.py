"""One call as a route sees it: the request, who asks, and the sandbox behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .keys import Key
from .messages import Request, Response
from .moments import ZONES, Clock
from .problems import INVALID, OUT_OF_RANGE, ProblemError
from .store import Row, Store
from .validate import MAX_ITEMS, Report, Spec, check, parse_body

if TYPE_CHECKING:
    from .journal import Journal


@dataclass(slots=True)
class Call:
    """`shuffled` is set by a fault: the list has no stable order this time."""

    request: Request
    number: int
    key: Key
    record_id: int | None
    query: dict[str, str]
    store: Store
    journal: "Journal"
    clock: Clock
    dialect: dict[str, str]
    violation: Report
    shuffled: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return ZONES[self.dialect["naive_zone"]]

    def body(self, spec: Spec) -> dict[str, Any]:
        """The checked JSON object of the body; 400 LTA0134 or 415 when it cannot be used."""
        content_type = self.request.headers.get("content-type", "")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            self.violation("content_type", "", f"{content_type or 'no content type'} with a JSON body")
            raise ProblemError(415)
        try:
            value = parse_body(self.request.body, self.violation)
        except ValueError as error:
            self.violation("bad_json", "", str(error))
            raise ProblemError(400, INVALID, "Invalid request: the body is not JSON") from error
        if not isinstance(value, dict):
            self.violation("wrong_type", "", "an object is expected")
            raise ProblemError(400, INVALID, "Invalid request: the body is not an object")
        wrong = check(value, spec, self.violation)
        if wrong:
            raise ProblemError(400, INVALID, f"Invalid request: {', '.join(wrong)}")
        return value

    def items(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        """The `items` of a question about many records, empty ones left out; too many are refused by dialect."""
        found = [item for item in body.get("items") or () if item]
        if len(found) > MAX_ITEMS and self.dialect["batch_limit"] == "refused":
            raise ProblemError(400, OUT_OF_RANGE, f"Ten hoogste {MAX_ITEMS} items per aanvraag (items).")
        return found

    def allows_unknown(self, name: str) -> bool:
        """Whether the query lets LogicTrade make what it does not know; a careful client says no in so many words."""
        value = self.query.get(name, "")
        if value != "false":
            self.violation("allow_unknown", name, "a careful client sends false")
        return value.lower() == "true"

    def save(self, kind: str, record: dict[str, Any], action: str, *, stamp: int | None = None) -> None:
        """Store what this call made or changed and note it as its effect."""
        self.store.put(Row(kind, record["id"], stamp if stamp is not None else self.clock.stamp(), record))
        self.journal.effect(self.number, kind, record["id"], action)


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of contract section 2: its number there, path, resource, query names and handler."""

    operation: int
    method: str
    path: str
    scope: str | None
    handler: Callable[[Call], Response]
    query: frozenset[str] = frozenset()
