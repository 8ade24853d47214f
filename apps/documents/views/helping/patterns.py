"""The addresses of what fills the grid: of a draft, and of a kind. The builder's own patterns take them in."""

from django.urls import URLPattern, path

from apps.documents.builder.kinds import BuilderKind
from apps.documents.views.builder.access import DraftView, for_kind
from apps.documents.views.helping import alternatives, customer, earlier, pasting, release

OF_A_DRAFT: tuple[tuple[str, str, DraftView], ...] = (
    ("paste", "paste/", pasting.draft_paste),
    ("pasted_all", "pasted/", pasting.pasted_all),
    ("pasted_row", "pasted/<int:row_id>/", pasting.pasted_row),
    ("earlier", "earlier/", earlier.draft_earlier),
    ("earlier_lines", "earlier/<slug:from_kind>/<int:remote_id>/", earlier.earlier_lines),
    ("basket", "usual/", earlier.draft_basket),
    ("line_alternatives", "lines/<int:line_id>/instead/", alternatives.line_alternatives),
    ("customer", "customer/", customer.draft_customer),
    ("release_ask", "release/", release.release_ask),
)


def of_a_kind(kind: BuilderKind, prefix: str) -> list[URLPattern]:
    """A whole document once more, and, where its writers may make customers, a new one on the way to it."""
    found = [
        path(
            f"{prefix}new/from/<slug:from_kind>/<int:remote_id>/",
            for_kind(kind, earlier.document_copy),
            name=f"{kind.key}_copy_of",
        ),
    ]
    if kind.new_customers:
        view = customer.NewCustomerView.as_view(kind=kind, permission="customers.write")
        found.append(path(f"{prefix}new/customer/", view, name=f"{kind.key}_customer_new"))
    return found
