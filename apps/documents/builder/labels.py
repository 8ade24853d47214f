"""How a concept stands, by the write that carries it."""

from django.utils.translation import gettext_lazy as _

from apps.core.labels import Label
from apps.documents.models import Draft
from apps.erp.labels import state_label
from apps.erp.outbox.models import State

OVERDUE = Label(_("Overdue"), "bad", "triangle")
CONCEPT = Label(_("Concept"), "muted", "dashed-ring")


def draft_label(draft: Draft) -> Label:
    """Concept while it can be changed; otherwise the state of its write."""
    write = draft.write
    if write is None or (draft.editable and write.state != State.REJECTED):
        return CONCEPT
    return state_label(write.state)
