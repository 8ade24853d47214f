"""What came back: the bytes (`Reply`), what they hold (`Content`), the decoded `Answer` (contract 1.5, 2.1)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from . import codec
from .endpoints import Endpoint

logger = logging.getLogger(__name__)

Kind = Literal["empty", "json", "html", "text", "bad"]


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers (case does not matter) and the whole body of one HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What a body is, judged by its content type first; `reason` says why it is `bad`."""

    kind: Kind
    data: Any = None
    text: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """LogicTrade's own words of refusal (contract section 1.5)."""

    code: str = ""
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A success. `shape` is the shape seen; `empty` means no record came back (also for `{}`, `[]` and null).

    `needs_read_back`: a write whose answer does not prove the record (A4: 2xx with an empty body); it counts as done
    only when reading the record shows it.
    """

    status: int
    headers: Mapping[str, str]
    data: Any
    text: str
    shape: str
    server_time: datetime | None
    request_id: str
    empty: bool
    needs_read_back: bool = False

    @property
    def rows(self) -> list[Any]:
        """The records of a list answer of any shape; an object is a list of one, nothing is an empty list."""
        if self.empty:
            return []
        found = rows_of(self.data)
        return [self.data] if found is None else found

    @property
    def record_id(self) -> int | None:
        """The id that a create or update answered with."""
        return answered_id(self.data)


def read_content(reply: Reply) -> Content:
    """Content type before parsing; UTF-8 only; nothing compressed, since we ask for plain bytes."""
    if not reply.body.strip():
        return Content("empty")
    media, charset = _media_type(reply.headers.get("Content-Type") or "")
    text = reply.body.decode("utf-8", "replace")
    if media == "text/html" or text.lstrip("\ufeff \r\n\t").lower().startswith(("<!doctype", "<html")):
        return Content("html", text=text)
    encoding = (reply.headers.get("Content-Encoding") or "identity").lower()
    if encoding != "identity":
        return Content("bad", reason=f"content encoding {encoding}")
    if not (media in {"application/json", "text/json"} or media.endswith("+json")):
        return Content("text", text=text)
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        return Content("bad", text=text, reason=f"charset {charset}")
    try:
        return Content("json", data=codec.loads(reply.body), text=text)
    except codec.CodecError as exc:
        return Content("bad", text=text, reason=str(exc))


def find_problem(content: Content) -> Problem | None:
    """The refusal in a body, or None when the body is no word of refusal of LogicTrade."""
    data = content.data
    if content.kind != "json" or not isinstance(data, dict):
        return None
    inner = data.get("error")
    inner = inner if isinstance(inner, dict) else {}
    found = Problem(
        code=_text(inner.get("code")),
        title=_text(data.get("title")),
        detail=_text(inner.get("detail")) or _text(data.get("detail")),
    )
    speaks = found.code or found.detail or (found.title and ("status" in data or "type" in data))
    return found if speaks else None


def rows_of(data: Any) -> list[Any] | None:
    """The list in an envelope, `{items}` or bare array; None when there is no list."""
    if isinstance(data, dict):
        data = data.get("results") if "results" in data else data.get("items") if "id" not in data else None
    return data if isinstance(data, list) else None


def shape_of(data: Any) -> str:
    if isinstance(data, list):
        return "array"
    if not isinstance(data, dict):
        return "empty" if data is None else "scalar"
    if isinstance(data.get("results"), list):
        return "page"
    if isinstance(data.get("items"), list) and "id" not in data:
        return "items"
    return "object" if data else "empty"


def answered_id(data: Any) -> int | None:
    """The id in an answer: `id`, a bare number, or a spelling such as `orderId` (contract section 2.1)."""
    if isinstance(data, dict):
        other = [value for key, value in data.items() if key.endswith("Id") and key != "id"]
        data = data.get("id", other[0] if len(other) == 1 and len(data) <= 3 else None)
    if isinstance(data, str) and data.isascii() and data.isdigit():
        data = int(data)
    return data if type(data) is int and data > 0 else None


def one_record(data: Any) -> Any:
    """For an operation that answers one object: take it out of a list of exactly one, else leave as it is."""
    rows = rows_of(data)
    return rows[0] if rows is not None and len(rows) == 1 else data


def make_answer(endpoint: Endpoint, reply: Reply, content: Content) -> Answer:
    """Decode a success as it came; a shape that differs from the declared one is logged, not refused."""
    data = content.data
    shape = "text" if content.kind == "text" else shape_of(data)
    if shape not in {endpoint.shape, "empty"} and not (endpoint.shape == "empty" and shape == "text"):
        logger.warning("%s answered with shape %s, declared %s", endpoint.name, shape, endpoint.shape)
    if endpoint.shape == "object":
        data = one_record(data)
    return Answer(
        status=reply.status,
        headers=reply.headers,
        data=data,
        text=content.text,
        shape=shape,
        server_time=server_time(reply.headers),
        request_id=reply.request_id,
        empty=not data and data != 0,
    )


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """The Date header as aware UTC, or None."""
    try:
        moment = parsedate_to_datetime(headers.get("Date") or "")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _media_type(header: str) -> tuple[str, str]:
    message = Message()
    message["Content-Type"] = header or "application/octet-stream"
    return message.get_content_type(), str(message.get_param("charset", "") or "").strip("'\"").lower()


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
