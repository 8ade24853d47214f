"""All tables of this app, where Django looks for them."""

from apps.erp.link_models import CodeEntry, Link
from apps.erp.mirror.models import FieldDrift, Quarantined, SeenText
from apps.erp.outbox.models import Attempt, Kind, Write
from apps.erp.sync.models import Heartbeat, SyncPage, SyncState

__all__ = [
    "Attempt",
    "CodeEntry",
    "FieldDrift",
    "Heartbeat",
    "Kind",
    "Link",
    "Quarantined",
    "SeenText",
    "SyncPage",
    "SyncState",
    "Write",
]
