"""All tables of this app, where Django looks for them."""

from apps.erp.link_models import CodeEntry, Link
from apps.erp.mirror.models import FieldChange, FieldDrift, Quarantined, SeenText
from apps.erp.note_models import Mention, Note
from apps.erp.outbox.models import Attempt, EditBase, Kind, Write
from apps.erp.sync.models import Heartbeat, SyncPage, SyncState

__all__ = [
    "Attempt",
    "CodeEntry",
    "EditBase",
    "FieldChange",
    "FieldDrift",
    "Heartbeat",
    "Kind",
    "Link",
    "Mention",
    "Note",
    "Quarantined",
    "SeenText",
    "SyncPage",
    "SyncState",
    "Write",
]
