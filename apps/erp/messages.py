"""What a person reads when LogicTrade refuses or fails: what happened, what it means, what to do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.logictrade.errors import (
    GateClosedError,
    KeyRefusedError,
    LogicTradeError,
    NotFoundError,
    NotGrantedError,
    RateLimitedError,
    RefusedError,
    TlsError,
    UnreachableError,
)


@dataclass(frozen=True)
class Explanation:
    """One sentence in the reader's language, LogicTrade's own words and code, and the honest status."""

    sentence: str
    detail: str
    code: str
    status: int


def explain(error: LogicTradeError) -> Explanation:
    """The explanation of an error; codes that are not known are shown as they are."""
    detail = error.detail if isinstance(error, RefusedError | NotFoundError) else ""
    return Explanation(_sentence(error), detail, error.code or str(error.status or ""), _status(error))


def _sentence(error: LogicTradeError) -> str:
    if isinstance(error, TlsError):
        return _("The secure connection to LogicTrade failed, so nothing was sent. Tell the administrator.")
    if isinstance(error, UnreachableError):
        return _("LogicTrade does not answer. You work with the figures that were read before; try again in a minute.")
    if isinstance(error, GateClosedError | RateLimitedError):
        return _("LogicTrade allows no more requests right now. Try again in a minute.")
    if isinstance(error, KeyRefusedError):
        return _("LogicTrade no longer accepts the key of Backoffice. Tell the administrator; nothing is lost.")
    if isinstance(error, NotGrantedError):
        return _("The key of Backoffice has no right to this part of LogicTrade. Ask the administrator.")
    if isinstance(error, NotFoundError):
        return _("This record no longer exists in LogicTrade. Search for it again.")
    if isinstance(error, RefusedError):
        return _("LogicTrade refused the request. Change what its words name.")
    return _("LogicTrade gave no answer that can be read. Try again in a minute.")


def _status(error: LogicTradeError) -> int:
    if isinstance(error, NotFoundError):
        return 404
    if isinstance(error, RefusedError):
        return 422
    if isinstance(error, GateClosedError | RateLimitedError | UnreachableError):
        return 503
    return 502
