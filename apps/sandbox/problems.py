"""The answers of contract section 1.5 for what cannot be done."""

from typing import TYPE_CHECKING

from .messages import Response

if TYPE_CHECKING:
    from .call import Call

_DOC = "https://api.logictrade.cloud/docs/doc-338615#code-"

UNAUTHORIZED = {
    "LTA0001": "No API key was sent",
    "LTA0002": "The API key is not known",
    "LTA0003": "The API key has been revoked",
}
PAGE_SIZE = ("LTA0006", "PageSize must have a value between 10 and 100")
PAGE_NUMBER = ("LTA0007", "PageNumber must have a value of 1 or higher")
INVALID = "LTA0134"
# Codes that the contract says exist without naming them.
UNKNOWN_PRODUCT = "LTA0101"
UNKNOWN_CUSTOMER = "LTA0102"
UNKNOWN_DELIVERY_TYPE = "LTA0103"
UNKNOWN_DELIVERY_CONDITION = "LTA0104"
UNKNOWN_ORIGIN = "LTA0105"
UNKNOWN_USER = "LTA0106"
REQUIRED = "LTA0107"
UNKNOWN_VALUE = "LTA0108"
NOT_UNIQUE = "LTA0109"
OUT_OF_RANGE = "LTA0110"
UNKNOWN_PAYMENT_CONDITION = "LTA0111"

_TITLES = {
    400: "Bad request", 401: "Unauthorized", 403: "Forbidden", 404: "Record Not Found", 415: "Unsupported media type",
    422: "Unprocessable content", 429: "Too many requests, please try again later", 500: "Internal server error",
    502: "Bad gateway", 503: "Service unavailable", 504: "Gateway timeout",
}  # fmt: skip


def problem(status: int, code: str | None = None, detail: str | None = None) -> Response:
    """The RFC 7807-like body with LogicTrade's own `error` object when there is a code."""
    body: dict[str, object] = {"title": _TITLES.get(status, "Error"), "status": status}
    if code:
        body = {"type": _DOC + code.removeprefix("LTA").lstrip("0"), **body, "error": {"code": code, "detail": detail}}
    elif detail:
        body["detail"] = detail
    return Response.json(body, status)


def text(status: int, words: str = "") -> Response:
    return Response(status, words.encode(), "text/plain; charset=utf-8")


class ProblemError(Exception):
    """Ends a call with a problem answer."""

    def __init__(self, status: int, code: str | None = None, detail: str | None = None) -> None:
        super().__init__(detail or code or str(status))
        self.status = status
        self.code = code
        self.detail = detail

    @property
    def response(self) -> Response:
        return problem(self.status, self.code, self.detail)

    def plain(self) -> Response:
        """As a removal answers it: the title alone (contract section 1.5, 403 and 404)."""
        return text(self.status, _TITLES[self.status])


def refusal(call: "Call", code: str, words: str) -> ProblemError:
    """A document that LogicTrade does not take as it is; with which status is not documented."""
    return ProblemError(int(call.dialect["refusal_status"]), code, words)
