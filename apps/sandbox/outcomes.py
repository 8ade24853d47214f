"""The answers to writes (contract section 8, open question 15)."""

from typing import Any

from .call import Call
from .messages import Response
from .present import present
from .problems import text

Record = dict[str, Any]


def created(call: Call, kind: str, record: Record) -> Response:
    return _answer(call, kind, record, call.dialect["create_answer"], int(call.dialect["create_status"]))


def updated(call: Call, kind: str, record: Record) -> Response:
    return _answer(call, kind, record, call.dialect["update_answer"], 200)


def removed() -> Response:
    """200 with an empty plain text (contract section 4.1)."""
    return text(200)


def _answer(call: Call, kind: str, record: Record, form: str, status: int) -> Response:
    if form == "empty":
        return Response(status)
    shown = {"id": record["id"]} if form == "id" else present(kind, record, call.dialect, listed=False)
    return Response.json(shown, status)
