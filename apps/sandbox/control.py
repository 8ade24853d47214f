"""A small client of the sandbox's control door, for tests and the demo."""

import json
from dataclasses import dataclass
from decimal import Decimal
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from . import jsontext
from .keys import DEMO_KEY

Record = dict[str, Any]


class ControlError(Exception):
    """The door refused: unknown record, key, fault or dialect."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a request did: made or changed this record."""

    request: int
    kind: str
    id: int
    action: str


@dataclass(frozen=True, slots=True)
class Violation:
    """Something a careful client does not do; `path` is the field, query name or address."""

    request: int
    kind: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One request of the journal; `status` None means that no answer went out. Keys in headers are masked."""

    number: int
    at: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: str
    status: int | None
    fault: str | None
    effects: tuple[Effect, ...]

    @property
    def json(self) -> Any:
        """The body as JSON with exact numbers."""
        return json.loads(self.body, parse_float=Decimal)


class Control:
    """Takes the address of the API or, better, of the control door, which stays up when the API is down."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        about = self.call("")
        self._host = urlsplit(about["control_url"]).netloc
        self.faults = FaultControl(self)
        self.keys = KeyControl(self)
        self.records = RecordControl(self)

    def call(self, name: str, **body: Any) -> Any:
        """Ask one address of the door; ControlError carries its words."""
        connection = HTTPConnection(self._host, timeout=120)
        try:
            connection.request(
                "POST", f"/_control/{name}", jsontext.dumps(body).encode(), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            answer = jsontext.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ControlError(answer["error"])
        return answer

    def about(self) -> Record:
        """`url`, `control_url`, `up`, `clock` (UTC), `keys`."""
        found: Record = self.call("")
        return found

    def down(self, seconds: float | None = None) -> None:
        """Close the API's listening socket and all its connections, for so long or until `up`."""
        self.call("down", seconds=seconds)

    def up(self) -> None:
        self.call("up")

    def journal(self, *, method: str | None = None, path: str | None = None, since: int = 0) -> list[Entry]:
        """Requests in the order of arrival, after number `since`; `path` is a part of the address."""
        entries = [
            Entry(**{**entry, "effects": tuple(Effect(**effect) for effect in entry["effects"])})
            for entry in self.call("journal", since=since)
        ]
        return [
            entry
            for entry in entries
            if (method is None or entry.method == method) and (path is None or path in entry.path)
        ]

    def clear_journal(self) -> None:
        """Forget requests, effects and violations; numbers go on."""
        self.call("journal/clear")

    def effects(self, kind: str | None = None) -> list[Effect]:
        effects = [Effect(**effect) for effect in self.call("effects")]
        return [effect for effect in effects if kind in (None, effect.kind)]

    def violations(self) -> list[Violation]:
        return [Violation(**violation) for violation in self.call("violations")]

    def clear_violations(self) -> None:
        self.call("violations/clear")

    def counts(self) -> Record:
        """`records` by kind, `requests`, `effects`, `violations`."""
        found: Record = self.call("counts")
        return found

    def dialect(self) -> dict[str, str]:
        found: dict[str, str] = self.call("dialect")
        return found

    def set_dialect(self, name: str | None = None, **values: str) -> dict[str, str]:
        """`set_dialect("contrary")`, `set_dialect("default")`, or single switches: `set_dialect(line_vat="object")`."""
        found: dict[str, str] = self.call("dialect/set", **({"set": name} if name else {}), **values)
        return found

    def set_rate_limit(self, limit: int) -> None:
        """Requests in any minute and key; the count starts anew."""
        self.call("rate", limit=limit)

    def shift_clock(self, seconds: float) -> None:
        """Let the server's clock differ from the real one by so much (not adding up)."""
        self.call("clock", seconds=str(seconds))

    def reset(self, seed: int | None = None) -> None:
        """Back to the records of the seed, an empty journal, no faults, the default dialect, up."""
        self.call("reset", seed=seed)

    def revoke_key(self, key: str = DEMO_KEY) -> None:
        self.keys.change(key, revoked=True)

    def restore_key(self, key: str = DEMO_KEY) -> None:
        self.keys.change(key, revoked=False)


class FaultControl:
    def __init__(self, control: Control) -> None:
        self._control = control

    def add(
        self,
        kind: str,
        *,
        method: str = "",
        path: str = "",
        times: int | None = 1,
        seconds: float | None = None,
        **options: Any,
    ) -> int:
        """Queue a fault for requests whose method and address match these expressions; times None: until cleared.

        Before the act: latency, reset_before, hang_before, late_effect (all `seconds`), status (`status`, `effect`,
        `body` problem|html|text|empty, `retry_after`, `retry_after_form` seconds|date, `headers`), html (`status`,
        `effect`), empty (`effect`), body (`text`, `content_type`). After it: reset_after, hang_after (`seconds`),
        truncate, slow (`seconds` between steps of `step` bytes), close_idle (`seconds`). In the answer's text: alter
        (`field`, `value`; on a write the record itself differs unless `answer_only`), null_field (`field`),
        unknown_enum (`field`, `value`), drop_id, shuffled, half_list, oversize (`bytes`); `every` spoils all records.

        `field` is a dotted path inside a record, `lines.0.partPrice`.
        """
        if "field" in options:
            options["path"] = options.pop("field")
        wait = {} if seconds is None else {"seconds": str(seconds)}
        answer = self._control.call(
            "faults/add", kind=kind, method=method, path=path, times=times, options=options, **wait
        )
        return int(answer["id"])

    def all(self) -> list[Record]:
        """Queued faults with how often each was `played`."""
        found: list[Record] = self._control.call("faults/list")
        return found

    def clear(self) -> None:
        """Drop all faults and let go of held requests."""
        self._control.call("faults/clear")


class KeyControl:
    def __init__(self, control: Control) -> None:
        self._control = control

    def all(self) -> list[Record]:
        found: list[Record] = self._control.call("keys/list")
        return found

    def add(self, key: str, **values: Any) -> None:
        """`scope` (words), `username`, `client_id`, `exp` (Unix seconds), `revoked`."""
        self._control.call("keys/add", key=key, **values)

    def change(self, key: str = DEMO_KEY, **values: Any) -> Record:
        """Change what `add` takes."""
        found: Record = self._control.call("keys/change", key=key, **values)
        return found

    def set_scope(self, *words: str, key: str = DEMO_KEY) -> None:
        self.change(key, scope=list(words))


class RecordControl:
    """Records behind the caller's back, in their stored form: Amsterdam times, texts, discount as a fraction."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def get(self, kind: str, record_id: int) -> Record:
        found: Record = self._control.call("records/get", kind=kind, id=record_id)
        return found

    def ids(self, kind: str) -> list[int]:
        """All ids, rising.

        Kinds: customer, supplier, product, group, stock, quote, order, invoice, delivery, plan; composition; by the
        id of their product or customer: product_discount and customer_discount (`discounts`), description
        (`descriptions`), reference (`references`), implementation (`implementations`), price (what somebody set by
        hand: `answer` for all, `customers` for some); infix and title (`text`).
        """
        found: list[int] = self._control.call("records/ids", kind=kind)
        return found

    def create(self, kind: str, record: Record) -> int:
        """Store a record as given, with the next id and the present time where it has none."""
        return int(self._control.call("records/create", kind=kind, record=record)["id"])

    def patch(
        self, kind: str, record_id: int, changes: Record, *, touch: bool = True, remove: tuple[str, ...] = ()
    ) -> Record:
        """Merge changes in; `touch=False` leaves modifiedDate alone; `remove` takes keys away."""
        found: Record = self._control.call(
            "records/patch", kind=kind, id=record_id, changes=changes, touch=touch, remove=list(remove)
        )
        return found

    def delete(self, kind: str, record_id: int) -> None:
        self._control.call("records/delete", kind=kind, id=record_id)
