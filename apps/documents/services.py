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
    UnitPrice,
    line_add,
    line_move,
    line_remove,
    line_update,
    lines_reprice,
    unit_price,
)
from apps.documents.register import DocumentRow, register_documents

__all__ = [
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
    "line_move",
    "line_remove",
    "line_update",
    "lines_reprice",
    "register_documents",
    "unit_price",
]
