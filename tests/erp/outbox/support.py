"""A kind of write of the tests' own: a small quote, sent over real HTTP, without the sales pages."""

import uuid
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from apps.audit.log import Actor
from apps.core import dates
from apps.erp.outbox import kinds
from apps.erp.outbox.kinds import Difference, Message, WriteKind
from apps.erp.outbox.models import Write
from apps.erp.outbox.submit import write_submit
from apps.logictrade import markers
from apps.sandbox.server import SandboxServer

KIND = "test.quote"
MARKER_KIND = "quote"


def goods(raw: Any) -> Counter[tuple[str, Decimal]]:
    return Counter((line["code"], Decimal(line["quantity"])) for line in raw.get("lines") or [])


class QuoteDomain:
    """The least that a kind must know; counts what the outbox tells it."""

    def __init__(self) -> None:
        self.confirmations: list[uuid.UUID] = []
        self.rejections: list[uuid.UUID] = []
        self.broken = False

    def message(self, write: Write) -> Message:
        if self.broken:
            raise RuntimeError("cannot be built")
        body = markers.put(MARKER_KIND, write.content, write.marker or "")
        return Message(body, query={"allowUnknownCustomer": False, "allowUnknownProducts": False})

    def fingerprint_matches(self, write: Write, raw: Any) -> bool:
        return self.is_candidate(write, raw) and goods(raw) == goods(write.content)

    def is_candidate(self, write: Write, raw: Any) -> bool:
        sent = write.content
        same_party = (raw.get("customer") or {}).get("id") == sent["customer"]["id"]
        return same_party and len(raw.get("lines") or []) == len(sent["lines"])

    def differences(self, write: Write, raw: Any) -> list[Difference]:
        sent, found = write.content["reference"], raw.get("reference") or ""
        return [] if sent == found else [Difference("reference", sent, found)]

    def confirmed(self, write: Write, raw: Any) -> None:
        self.confirmations.append(write.pk)

    def rejected(self, write: Write) -> None:
        self.rejections.append(write.pk)


def register_kind() -> QuoteDomain:
    domain = QuoteDomain()
    kinds.register(
        WriteKind(KIND, "quote.create", "quote", "quotes.write", domain, marker_kind=MARKER_KIND, most_sends=3)
    )
    return domain


def quote_content(
    server: SandboxServer, *, reference: str = "Vloer boven", customer: int | None = None
) -> dict[str, Any]:
    """A body that LogicTrade accepts: an existing customer and product."""
    control = server.control
    code = control.records.get("product", control.records.ids("product")[3])["code"]
    return {
        "reference": reference,
        "date": dates.today().isoformat(),
        "customer": {"id": customer or control.records.ids("customer")[2]},
        "origin": {"code": "WIN"},
        "delivery": {"type": "BZ", "condition": "STD", "expectedDate": "2027-01-15"},
        "comment": {"intern": "", "extern": ""},
        "lines": [
            {
                "lineNumber": 10,
                "code": code,
                "description": "Proef",
                "quantity": 2,
                "partPrice": Decimal("123.10"),
                "discount": 0,
            }
        ],
    }


def submit(user: Any, content: dict[str, Any], write_id: uuid.UUID | None = None) -> Write:
    return write_submit(
        actor=Actor(user.pk, user.shown_name),
        user=user,
        write_id=write_id or uuid.uuid4(),
        kind=KIND,
        payload=content,
        label="Quote of a test",
        subject="test:1",
    )


def carrying(server: SandboxServer, write: Write) -> list[int]:
    """Ids of LogicTrade's quotes that carry the write's marker."""
    records = server.control.records
    return [pk for pk in records.ids("quote") if markers.find(MARKER_KIND, records.get("quote", pk)) == write.marker]


def posts(server: SandboxServer) -> int:
    return len(server.control.journal(method="POST", path="/quotes"))


class Hands:
    """A clock that tests hold: real time moved by what `pass_time` adds."""

    def __init__(self) -> None:
        from django.utils import timezone

        self._now = timezone.now
        self._added = timedelta()

    def __call__(self) -> Any:
        return self._now() + self._added

    def pass_time(self, seconds: float) -> None:
        self._added += timedelta(seconds=seconds)
