"""The addresses of one kind's builder; the app that owns the kind includes them."""

from django.urls import URLPattern, path

from apps.documents.builder.kinds import BuilderKind
from apps.documents.views.builder import (
    adding,
    addresses,
    concepts,
    conflict,
    lines,
    new,
    opening,
    pages,
    picker,
    sending,
)
from apps.documents.views.builder.access import DraftView, for_kind, of_kind
from apps.documents.views.helping import patterns as helping

_OF_A_DRAFT: tuple[tuple[str, str, DraftView], ...] = (
    ("detail", "", pages.draft_detail),
    ("update", "head/", pages.draft_update),
    ("discard", "discard/", pages.draft_discard),
    ("copy", "copy/", new.draft_copy_view),
    ("products", "products/", picker.product_picker),
    ("product_prices", "products/prices/", picker.picker_prices),
    ("line_add", "lines/", adding.line_add),
    ("line_write", "lines/text/", adding.line_write),
    ("line_prices", "lines/prices/", lines.line_prices),
    ("line_update", "lines/<int:line_id>/", lines.line_update),
    ("line_copy", "lines/<int:line_id>/copy/", adding.line_copy),
    ("line_price_back", "lines/<int:line_id>/price/", lines.line_price_back),
    ("line_remove", "lines/<int:line_id>/remove/", lines.line_remove),
    ("line_restore", "lines/<int:line_id>/restore/", lines.line_restore),
    ("line_move", "lines/<int:line_id>/move/", lines.line_move),
    ("address", "address/", addresses.draft_address),
    ("check", "check/", opening.draft_check),
    ("review", "review/", sending.draft_review),
    ("send", "send/", sending.draft_send),
    ("conflict", "conflict/", conflict.draft_conflict),
    *helping.OF_A_DRAFT,
)


def builder_patterns(kind: BuilderKind, prefix: str) -> list[URLPattern]:
    """``<prefix>new/``, ``<prefix>drafts/`` and everything below a draft; names begin with ``<key>_``."""
    return [
        path(f"{prefix}new/", for_kind(kind, new.draft_new), name=f"{kind.key}_new"),
        *helping.of_a_kind(kind, prefix),
        path(f"{prefix}<int:pk>/change/", for_kind(kind, opening.document_change), name=f"{kind.key}_change"),
        path(
            f"{prefix}from/<slug:from_kind>/<int:pk>/", for_kind(kind, opening.document_follow), name=f"{kind.key}_from"
        ),
        path(f"{prefix}drafts/", concepts.DraftListPage.of(kind), name=f"{kind.key}_draft_list"),
        *(
            path(f"{prefix}drafts/<uuid:draft_id>/{tail}", of_kind(kind, view), name=f"{kind.key}_draft_{name}")
            for name, tail, view in _OF_A_DRAFT
        ),
    ]
