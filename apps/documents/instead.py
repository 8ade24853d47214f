"""Another product in the place of a line's, or below it."""

from django.db import transaction
from django.db.models import F

from apps.audit.log import Actor
from apps.catalogue.selectors import product_get
from apps.documents.drafts import locked, touch
from apps.documents.lines import MOST_LINES, LineGoneError, TooManyLinesError, new_line
from apps.documents.models import Draft, DraftLine


@transaction.atomic
def line_replace(*, actor: Actor, draft: Draft, line_id: int, product_id: int, keep: bool) -> DraftLine:
    """Give a line another product, with its own price; with ``keep`` the new line stands below the old one.

    Quantity and comments stay. Raises `DraftFrozenError`, `LineGoneError`, `TooManyLinesError`, LookupError.
    """
    row = locked(draft)
    old = DraftLine.objects.select_for_update().filter(draft=row, pk=line_id).first()
    if old is None:
        raise LineGoneError
    product = product_get(product_id)
    if product is None or product.gone_at is not None or not product.number:
        raise LookupError(product_id)
    made = new_line(row, product, old.quantity, old.position)
    if keep:
        lines = DraftLine.objects.filter(draft=row)
        if lines.count() >= MOST_LINES:
            raise TooManyLinesError
        lines.filter(position__gt=old.position).update(position=F("position") + 1)
        made.position = old.position + 1
    else:
        # The same row of the table: who has it open sees it change, and what was said about it stays.
        made.pk, made.version = old.pk, old.version + 1
        made.optional, made.line_number, made.base = old.optional, old.line_number, old.base
        made.comment_intern, made.comment_extern = old.comment_intern, old.comment_extern
    made.save()
    touch(row)
    return made
