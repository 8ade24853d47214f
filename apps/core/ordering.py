"""ORDER BY terms of lists, and how they are turned round."""

from django.db.models import F
from django.db.models.expressions import Expression, OrderBy

type OrderTerm = str | F | Expression


def reversed_term(term: OrderTerm) -> OrderTerm:
    """The same ORDER BY term the other way round."""
    if isinstance(term, str):
        return term[1:] if term.startswith("-") else f"-{term}"
    if isinstance(term, OrderBy):
        flipped = term.copy()
        flipped.descending = not term.descending
        # NULLs stay where they are: an unknown date belongs at the end both ways.
        return flipped
    if isinstance(term, F):
        return term.desc()
    return OrderBy(term, descending=True)
