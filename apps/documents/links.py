"""What came from what: an order from a quote, an invoice from an order. Ours alone, LogicTrade keeps no links."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.core import clock
from apps.documents.models import Document, DocumentLink
from apps.erp.models import Write

# A quote, its order, its invoices and what took one back: longer chains are nobody's.
HOPS = 3
MOST = 100
# Of a document of the first kind there is one of the second at most.
ONLY = frozenset({("quote", "order")})


class AlreadyMadeError(Exception):
    """Another document of this kind was made, or is being made, from the same one; ``link`` names it."""

    def __init__(self, link: DocumentLink) -> None:
        super().__init__(f"{link.from_kind} {link.from_id} became {link.to_kind} {link.to_id}")
        self.link = link


def link_taken(from_kind: str, from_id: int, to_kind: str) -> DocumentLink | None:
    """What keeps another one from being made; one that was cancelled or removed in LogicTrade does not."""
    link = DocumentLink.objects.filter(from_kind=from_kind, from_id=from_id, to_kind=to_kind, only=True).first()
    return link if link is not None and not _is_void(link) else None


def _is_void(link: DocumentLink) -> bool:
    if link.to_id is None:
        return False
    made = Document.objects.filter(kind=link.to_kind, remote_id=link.to_id)
    return made.filter(Q(state="cancelled") | Q(gone_at__isnull=False)).exists()


def link_claim(*, write: Write, from_kind: str, from_id: int, to_kind: str) -> DocumentLink:
    """Note what a write will make, inside the transaction that stores it. Raises `AlreadyMadeError`."""
    only = (from_kind, to_kind) in ONLY
    if only and (taken := link_taken(from_kind, from_id, to_kind)):
        raise AlreadyMadeError(taken)
    same = DocumentLink.objects.filter(from_kind=from_kind, from_id=from_id, to_kind=to_kind, only=True)
    same.filter(pk__in=[link.pk for link in same if _is_void(link)]).update(only=False)
    try:
        with transaction.atomic():
            return DocumentLink.objects.create(
                from_kind=from_kind, from_id=from_id, to_kind=to_kind, write=write, only=only, created_at=clock.now()
            )
    except IntegrityError as error:
        # Somebody else was faster: the database let only one of us in.
        raise AlreadyMadeError(same.get()) from error


def link_confirm(*, write: Write, remote_id: int | None) -> None:
    """LogicTrade has what the write was to make."""
    own = DocumentLink.objects.filter(write=write).first()
    if own is None or remote_id is None:
        return
    # Our marker may have told it first.
    DocumentLink.objects.filter(
        from_kind=own.from_kind, from_id=own.from_id, to_kind=own.to_kind, to_id=remote_id, told=True
    ).delete()
    DocumentLink.objects.filter(pk=own.pk).update(to_id=remote_id)


def link_drop(*, write: Write) -> None:
    """The write was refused or taken back: another may be made."""
    DocumentLink.objects.filter(write=write, to_id=None).delete()


def links_told(found: Iterable[tuple[str, int, str, int]]) -> None:
    """Links that markers tell: (from kind, from id, to kind, to id); those that are known already stay as they are."""
    rows = [
        DocumentLink(from_kind=a, from_id=b, to_kind=c, to_id=d, told=True, created_at=clock.now())
        for a, b, c, d in found
    ]
    DocumentLink.objects.bulk_create(rows, ignore_conflicts=True)


def linked_to(kind: str, remote_id: int) -> set[tuple[str, int]]:
    """(kind, id) of every document that is linked to one, directly or through another; itself is not among them."""
    found = {(kind, remote_id)}
    fresh = found
    for _hop in range(HOPS):
        where = Q()
        for name, pk in fresh:
            where |= Q(from_kind=name, from_id=pk) | Q(to_kind=name, to_id=pk)
        rows = DocumentLink.objects.filter(where, to_id__isnull=False)
        ends = rows.values_list("from_kind", "from_id", "to_kind", "to_id")[:MOST]
        met = {end for a, b, c, d in ends if d is not None for end in ((a, b), (c, d))}
        fresh = met - found
        if not fresh:
            break
        found |= fresh
    return found - {(kind, remote_id)}
