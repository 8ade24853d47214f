"""Everything that changes the register or a draft, by one name."""

from apps.documents.drafts import (
    DraftClashError,
    DraftFrozenError,
    draft_confirm,
    draft_copy,
    draft_create,
    draft_discard,
    draft_freeze,
    draft_thaw,
    draft_update,
)
from apps.documents.lines import (
    LineGoneError,
    TooManyLinesError,
    line_add,
    line_copy,
    line_move,
    line_price_back,
    line_remove,
    line_restore,
    line_update,
    line_write,
    lines_reprice,
    new_line,
)
from apps.documents.links import AlreadyMadeError, link_claim, link_confirm, link_drop, link_taken, links_told
from apps.documents.register import DocumentRow, register_documents
from apps.documents.unit_prices import UnitPrice, unit_price

__all__ = [
    "AlreadyMadeError",
    "DocumentRow",
    "DraftClashError",
    "DraftFrozenError",
    "LineGoneError",
    "TooManyLinesError",
    "UnitPrice",
    "draft_confirm",
    "draft_copy",
    "draft_create",
    "draft_discard",
    "draft_freeze",
    "draft_thaw",
    "draft_update",
    "line_add",
    "line_copy",
    "line_move",
    "line_price_back",
    "line_remove",
    "line_restore",
    "line_update",
    "line_write",
    "lines_reprice",
    "link_claim",
    "link_confirm",
    "link_drop",
    "link_taken",
    "links_told",
    "new_line",
    "register_documents",
    "unit_price",
]
