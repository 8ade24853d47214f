"""What the builder must know of each kind of document: its words, its fields, its addresses, and who writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from apps.core.access import may
from apps.documents.models import Draft

type Text = str | Promise


@dataclass(frozen=True)
class Words:
    """Whole sentences per kind: no language puts them together from parts. ``%(customer)s`` is filled in."""

    # "Quote for %(customer)s", "Check the quote for %(customer)s"
    title: Text
    check: Text
    # The lists: "Quotes"; "New quote"; "Start quote"; "New quote for this customer"; "Open the quote"
    many: Text
    new: Text
    start: Text
    again: Text
    open: Text
    lines: Text
    refused: Text
    too_many: Text
    # The review page is older than the draft.
    changed: Text
    too_old: Text
    no_drafts: Text
    used: Text
    twin: Text
    # "Change of quote %(number)s, %(customer)s"; the button on the card; what a change does (number, what, total).
    changing: Text
    change: Text
    changes: Text
    # The button on the card of the document before it: "Make order"; none for a kind that comes from no other.
    make: Text = ""


@dataclass(frozen=True)
class BuilderKind:
    """One kind of document that is written here. ``key`` is of `Draft.Kind`; addresses begin with it."""

    key: str
    permission: str
    words: Words
    # What will happen in LogicTrade, in one sentence: of how many lines, and of the total as shown.
    creates: Callable[[int, str], str]
    # Fields of the head beside the comments, in the order of the page.
    head_fields: Sequence[str] = ("reference", "expected_date", "delivery_type", "delivery_condition")
    namespace: str = "sales"
    # Kinds of documents that this one is made from, and the key that does it on their cards.
    follows: Sequence[str] = ()
    make_key: str = ""
    # Whether a customer can be made on the way to it: not where those who write it may make none.
    new_customers: bool = True

    def url(self, name: str, *args: Any) -> str:
        """An address of this kind's builder, such as ``detail``, ``line_add``, ``review`` (see `patterns`)."""
        return reverse(f"{self.namespace}:{self.key}_draft_{name}", args=args)

    @property
    def list_url(self) -> str:
        return reverse(f"{self.namespace}:{self.key}_list")

    @property
    def new_url(self) -> str:
        return reverse(f"{self.namespace}:{self.key}_new")

    @property
    def customer_new_url(self) -> str:
        return reverse(f"{self.namespace}:{self.key}_customer_new") if self.new_customers else ""

    def copy_url(self, from_kind: str, remote_id: int) -> str:
        """Where a post makes a concept of this kind out of a document of any."""
        return reverse(f"{self.namespace}:{self.key}_copy_of", args=[from_kind, remote_id])

    @property
    def drafts_url(self) -> str:
        return reverse(f"{self.namespace}:{self.key}_draft_list")

    def document_url(self, remote_id: int) -> str:
        return reverse(f"{self.namespace}:{self.key}_detail", args=[remote_id])

    def title(self, draft: Draft) -> str:
        if draft.edits_id is None:
            return str(self.words.title) % {"customer": draft.customer_name}
        number = draft.edits_number or f"#{draft.edits_id}"
        return str(self.words.changing) % {"number": number, "customer": draft.customer_name}


_kinds: dict[str, BuilderKind] = {}


def register(kind: BuilderKind) -> None:
    """Declare a kind that is written in the builder (at start, from an app's ready())."""
    _kinds[kind.key] = kind


def builder_kinds() -> Sequence[BuilderKind]:
    return tuple(_kinds.values())


def kind_of(draft: Draft) -> BuilderKind:
    """Raises KeyError for a kind that nobody registered."""
    return _kinds[draft.kind]


def draft_url(draft: Draft, name: str = "detail", *args: Any) -> str:
    """An address of a draft, whatever its kind."""
    return kind_of(draft).url(name, draft.pk, *args)


def kinds_written_by(user: Any) -> list[str]:
    """The keys of the kinds that a user may write."""
    return [kind.key for kind in builder_kinds() if may(user, kind.permission)]
