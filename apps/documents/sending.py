"""Sending drafts: what each kind of document must be able to do, said here and done by the app that owns the kind."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.documents.models import Draft, DraftLine
from apps.erp.models import Write


@dataclass(frozen=True)
class Problem:
    """Something to put right first. ``field`` names a field of the head or of the line; empty is the whole document."""

    text: str
    field: str = ""
    line_id: int | None = None


@dataclass(frozen=True)
class Refusal:
    """LogicTrade's own words about a refused document, and the place on the page that they are about.

    ``ours``: nothing was sent, the words are our own. ``choose``: a person must settle a conflict first.
    """

    text: str
    code: str = ""
    field: str = ""
    line_id: int | None = None
    ours: bool = False
    choose: bool = False


@dataclass(frozen=True)
class Choice:
    """One thing that two people changed: rows of (what, how it was, theirs, mine); ``name`` is how a form calls it."""

    name: str
    rows: Sequence[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Conflict:
    """What must be chosen before a change can go out (A5.2 step 5). ``theirs``: (what, was, is) of what only LogicTrade
    changed; it comes along by itself."""

    clashes: Sequence[Choice]
    theirs: Sequence[tuple[str, str, str]] = ()


class CannotOpenError(Exception):
    """A document of LogicTrade that cannot be changed, or made into another one, from here; ``text`` says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class NotReadyError(Exception):
    """The draft cannot be sent yet; ``problems`` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.text for problem in problems))
        self.problems = list(problems)


class TwinError(Exception):
    """The same document was sent a moment ago; ``write`` is that one. Ask once, then send with ``twin_seen``."""

    def __init__(self, write: Write) -> None:
        super().__init__(f"looks like write {write.pk}")
        self.write = write


class Sender(Protocol):
    """One kind of document. Drafts with ``edits_id`` change a record of LogicTrade, the others make one."""

    # Of `apps.documents.models.Draft.Kind`.
    kind: str

    def write_kind(self, draft: Draft) -> str:
        """The kind of write that sends it, such as ``order.create``: form tokens are made for it."""

    def edit(self, *, actor: Actor, user: User, record_id: int) -> Draft:
        """The draft in which this person changes a record of LogicTrade: the one that is open already, or a new one
        from one fresh reading. Raises `CannotOpenError`, `apps.logictrade.errors.LogicTradeError`."""

    def follow(self, *, actor: Actor, user: User, from_kind: str, from_id: int) -> Draft:
        """A draft of this kind made from another document, with a link to it: an order from a quote, an invoice from
        an order. One reading. Raises `CannotOpenError`, `apps.logictrade.errors.LogicTradeError`."""

    def blocked(self) -> str:
        """Why nothing of this kind can go to LogicTrade now, in the reader's words; empty when it can."""

    def problems(self, draft: Draft, lines: Sequence[DraftLine]) -> Sequence[Problem]:
        """Everything that is not right yet, in the order of the page. Reads the mirror only."""

    def send(self, *, actor: Actor, user: User, draft: Draft, write_id: uuid.UUID, twin_seen: bool = False) -> Write:
        """Store the intent and freeze the draft in one transaction; a second post gives the first one's write.

        Raises `apps.documents.services.DraftFrozenError`, `NotReadyError`, `TwinError`, and
        `apps.erp.outbox.submit.WritesOffError`, `AlreadySentError`.
        """

    def refusal(self, draft: Draft) -> Refusal | None:
        """What LogicTrade said when it refused the last write of this draft; None when it did not."""

    def conflict(self, draft: Draft) -> Conflict | None:
        """What somebody else changed where this draft does too, when its last write met that; else None."""

    def settle(self, *, actor: Actor, draft: Draft, choices: Mapping[str, str]) -> Draft:
        """Put the draft over what LogicTrade has now: ``choices`` say "mine" or "theirs" for each clash by its name.

        Raises KeyError for one without a choice, `apps.documents.services.DraftFrozenError`.
        """

    def differences(self, write: Write) -> Sequence[Any]:
        """What LogicTrade made of it that is not what was sent: rows with ``field``, ``sent`` and ``found``."""


_senders: dict[str, Sender] = {}


def register(sender: Sender) -> None:
    """Declare how a kind is sent (at start, from an app's ready())."""
    _senders[sender.kind] = sender


def sender_of(draft: Draft) -> Sender:
    """Raises KeyError for a kind that nobody sends."""
    return _senders[draft.kind]


def kinds() -> Mapping[str, Sender]:
    return dict(_senders)
