"""The answer of introspection (contract section 1.1)."""

from datetime import UTC, datetime

from pydantic import AliasChoices, Field

from .base import Record
from .fields import Flag, Int, Text


class Introspection(Record):
    """`scope` is space-separated; the docs spell the client id both ways."""

    key = ""
    active: Flag = None
    scope: Text = None
    client_id: Text = Field(default=None, validation_alias=AliasChoices("clientId", "client_id"))
    username: Text = None
    exp: Int = None

    @property
    def resources(self) -> frozenset[str]:
        """The words of `scope`, in lower case."""
        return frozenset((self.scope or "").lower().split())

    @property
    def expires(self) -> datetime | None:
        return datetime.fromtimestamp(self.exp, UTC) if self.exp and self.exp < 10**11 else None
