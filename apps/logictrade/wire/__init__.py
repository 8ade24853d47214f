"""What goes out to LogicTrade: bodies built from typed drafts, and records written back as they were read (A5.2)."""

from .deliveries import delivery_update_body
from .drafts import AddressDraft, LineDraft, QuoteDraft
from .quotes import quote_create_body
from .rules import TABLES, to_wire

__all__ = [
    "TABLES",
    "AddressDraft",
    "LineDraft",
    "QuoteDraft",
    "delivery_update_body",
    "quote_create_body",
    "to_wire",
]
