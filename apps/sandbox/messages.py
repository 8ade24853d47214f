"""A request as it came in and an answer as it goes out, free of sockets."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from . import jsontext

JSON_TYPE = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request; header names are in lower case, the body is as sent."""

    method: str
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes

    @classmethod
    def parse(cls, method: str, target: str, headers: dict[str, str], body: bytes) -> "Request":
        parts = urlsplit(target)
        return cls(method, unquote(parts.path), parts.query, headers, body)

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(self.raw_query, keep_blank_values=True)

    @property
    def body_text(self) -> str:
        return self.body.decode("utf-8", errors="backslashreplace")


@dataclass(slots=True)
class Response:
    """One answer; `body` is exactly what goes over the wire."""

    status: int
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def json(cls, value: Any, status: int = 200) -> "Response":
        return cls(status, jsontext.dumps(value).encode())
