"""How quotes are sent, as the builder asks it."""

import uuid
from collections.abc import Sequence

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.documents import sending
from apps.documents.models import Draft, DraftLine
from apps.documents.release import release_problems
from apps.documents.sending import Problem, Refusal
from apps.erp.models import Write
from apps.relations.selectors import customer_get
from apps.sales import review, services
from apps.sales.quote_write import KIND
from apps.sales.refusal import refusal_of
from apps.sales.shown_differences import Shown, shown_differences


class QuoteSender:
    """See `apps.documents.sending.Sender`."""

    kind: str = Draft.Kind.QUOTE

    def write_kind(self, draft: Draft) -> str:
        return KIND

    def blocked(self) -> str:
        return review.writes_blocked()

    def problems(self, draft: Draft, lines: Sequence[DraftLine]) -> Sequence[Problem]:
        return [*review.problems(draft, lines, customer_get(draft.customer_id)), *release_problems(draft, lines)]

    def send(self, *, actor: Actor, user: User, draft: Draft, write_id: uuid.UUID, twin_seen: bool = False) -> Write:
        return services.quote_create(actor=actor, user=user, draft=draft, write_id=write_id, twin_seen=twin_seen)

    def refusal(self, draft: Draft) -> Refusal | None:
        return refusal_of(draft.write)

    def differences(self, write: Write) -> Sequence[Shown]:
        return shown_differences(write)


def connect() -> None:
    sending.register(QuoteSender())
