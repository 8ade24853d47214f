"""What goes out to LogicTrade: bodies built from typed drafts, and records written back as they were read (A5.2)."""

from .convert import is_nothing
from .deliveries import delivery_update_body
from .documents import document_create_body, line_body
from .drafts import AddressDraft, DocumentDraft, LineDraft
from .masters import FIELDS, create_body
from .records import to_wire
from .rules import Rule
from .tables import TABLES

__all__ = [
    "FIELDS",
    "TABLES",
    "AddressDraft",
    "DocumentDraft",
    "LineDraft",
    "Rule",
    "create_body",
    "delivery_update_body",
    "document_create_body",
    "is_nothing",
    "line_body",
    "to_wire",
]
