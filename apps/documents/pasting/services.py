"""Putting a pasted list into a draft, deciding about its doubtful rows, and learning from that."""

import uuid
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.catalogue.selectors import product_get
from apps.core import clock
from apps.documents.drafts import locked, touch
from apps.documents.lines import MOST_LINES, TooManyLinesError, new_line
from apps.documents.models import Draft, DraftLine, Paste, PastedRow
from apps.documents.pasting.learning import words_learn, words_used
from apps.documents.pasting.matching import By, Match, Matched, match_text
from apps.documents.unit_prices import piece_price
from apps.erp.codes import vat_percents
from apps.erp.mirror.texts import cut, whole

State = PastedRow.State


class RowGoneError(Exception):
    """Somebody has dealt with this row already."""


def paste(*, actor: Actor, user: User, draft: Draft, text: str, paste_id: uuid.UUID) -> Paste:
    """Add what is sure at once, keep what is doubtful beside the draft; the same form twice pastes once.

    Raises `DraftFrozenError`, `TooManyLinesError`.
    """
    known = Paste.objects.filter(pk=paste_id).first()
    if known is not None and known.draft_id == draft.pk:
        return known
    # A form of another draft is no form of this one.
    paste_id = uuid.uuid4() if known else paste_id
    matched = match_text(text, customer_id=draft.customer_id)
    try:
        with transaction.atomic():
            return _store(draft, user, paste_id, matched)
    except IntegrityError:
        # The other of two posts of one form was faster.
        return Paste.objects.get(pk=paste_id, draft=draft)


def _store(draft: Draft, user: User, paste_id: uuid.UUID, matched: Matched) -> Paste:
    row = locked(draft)
    made = Paste.objects.create(
        pk=paste_id, draft=row, author=user, author_name=user.shown_name, created_at=clock.now()
    )
    sure = [match for match in matched.matches if match.product is not None]
    standing = DraftLine.objects.filter(draft=row)
    if standing.count() + len(matched.matches) > MOST_LINES:
        raise TooManyLinesError
    last = standing.aggregate(last=Max("position"))["last"] or 0
    percents = vat_percents()
    lines = [
        new_line(row, match.candidates[0].product, match.asked.quantity, last + number, percents)
        for number, match in enumerate(sure, 1)
    ]
    DraftLine.objects.bulk_create(lines)
    of_place = {match.asked.place: line for match, line in zip(sure, lines, strict=True)}
    PastedRow.objects.bulk_create(
        [_row(made, match, of_place.get(match.asked.place)) for match in matched.matches]
        + [
            PastedRow(paste=made, place=one.place, state=State.PROSE, row=whole(one.text)[:2000])
            for one in matched.read.prose
        ]
    )
    words_used(draft.customer_id, [one.asked.told for one in sure if one.candidates[0].by == By.LEARNED])
    touch(row)
    return made


def _row(made: Paste, match: Match, line: DraftLine | None) -> PastedRow:
    asked = match.asked
    return PastedRow(
        paste=made,
        place=asked.place,
        state=State.ADDED if line is not None else State.WAITING,
        row=whole(asked.row)[:2000],
        told=cut(asked.told, 200),
        words=cut(asked.named, 200),
        quantity=asked.quantity,
        price=asked.price,
        odd=cut(asked.odd, 80),
        candidates=[[one.product.pk, str(one.by)] for one in match.candidates],
        line=line,
    )


@transaction.atomic
def row_choose(
    *, actor: Actor, user: User, draft: Draft, row_id: int, product_id: int, quantity: Decimal | None = None
) -> DraftLine:
    """A person says which product a row means: a line at the row's place, and the customer's words are learned.

    Raises `DraftFrozenError`, `RowGoneError`, `TooManyLinesError`, LookupError for no such product.
    """
    held = locked(draft)
    waiting = _waiting(held, row_id)
    product = product_get(product_id)
    if product is None or product.gone_at is not None or not product.number:
        raise LookupError(product_id)
    line = new_line(held, product, quantity or waiting.quantity, _make_room(held, waiting))
    line.save()
    _settle(waiting, State.ADDED, line)
    touch(held)
    if held.customer_id is not None:
        words_learn(user=user, customer_id=held.customer_id, words=waiting.told, product=product)
    return line


@transaction.atomic
def row_as_text(*, actor: Actor, draft: Draft, row_id: int) -> DraftLine:
    """Keep a row that means no product as a line of text. Raises as `row_choose`."""
    held = locked(draft)
    waiting = _waiting(held, row_id)
    line = DraftLine.objects.create(
        draft=held,
        position=_make_room(held, waiting),
        role=DraftLine.Role.TEXT,
        description=cut(waiting.row, 500),
        quantity=waiting.quantity,
    )
    _settle(waiting, State.ADDED, line)
    touch(held)
    return line


@transaction.atomic
def row_drop(*, actor: Actor, draft: Draft, row_id: int) -> None:
    """Leave a row out; it stays readable under the list. Raises `DraftFrozenError`, `RowGoneError`."""
    _settle(_waiting(locked(draft), row_id), State.DROPPED, None)


@transaction.atomic
def rows_drop(*, actor: Actor, draft: Draft) -> None:
    """Leave out all rows that wait."""
    held = locked(draft)
    PastedRow.objects.filter(paste__draft=held, state=State.WAITING).update(state=State.DROPPED)


@transaction.atomic
def row_again(*, actor: Actor, draft: Draft, row_id: int) -> None:
    """Ask about a row once more that was left out, or that was taken for talk."""
    held = locked(draft)
    rows = PastedRow.objects.filter(paste__draft=held, pk=row_id, state__in=[State.DROPPED, State.PROSE])
    for row in rows:
        row.state = State.WAITING
        row.told, row.words = row.told or cut(row.row, 200), row.words or cut(row.row, 200)
        row.save(update_fields=["state", "told", "words"])


@transaction.atomic
def prices_take(*, actor: Actor, draft: Draft, reason: str) -> int:
    """Give the lines of pasted rows the prices of the list, as typed prices; how many lines changed.

    Raises `DraftFrozenError`.
    """
    held = locked(draft)
    rows = PastedRow.objects.filter(paste__draft=held, state=State.ADDED).exclude(price=None).select_related("line")
    lines = []
    for row in rows:
        line = row.line
        if line is None or line.price_source == DraftLine.Source.PERSON or row.price == piece_price(line):
            continue
        line.part_price, line.discount = row.price, Decimal(0)
        line.price_source, line.price_reason = DraftLine.Source.PERSON, cut(reason, 200)
        line.version += 1
        lines.append(line)
    DraftLine.objects.bulk_update(lines, ["part_price", "discount", "price_source", "price_reason", "version"])
    if lines:
        touch(held)
    return len(lines)


def _waiting(held: Draft, row_id: int) -> PastedRow:
    row = PastedRow.objects.select_for_update().filter(paste__draft=held, pk=row_id, state=State.WAITING).first()
    if row is None:
        raise RowGoneError
    return row


def _settle(row: PastedRow, state: str, line: DraftLine | None) -> None:
    row.state, row.line = state, line
    row.save(update_fields=["state", "line"])


def _make_room(held: Draft, row: PastedRow) -> int:
    """The position of a row's line: below the line of the nearest row above it in the paste, else above the next."""
    lines = DraftLine.objects.filter(draft=held)
    if lines.count() >= MOST_LINES:
        raise TooManyLinesError
    others = PastedRow.objects.filter(paste=row.paste, line__draft=held)
    above = others.filter(place__lt=row.place).order_by("-place").values_list("line__position", flat=True).first()
    below = others.filter(place__gt=row.place).order_by("place").values_list("line__position", flat=True).first()
    if above is None and below is None:
        return (lines.aggregate(last=Max("position"))["last"] or 0) + 1
    position = above + 1 if above is not None else below or 1
    lines.filter(position__gte=position).update(position=F("position") + 1)
    return position
