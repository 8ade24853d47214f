"""What came from what: an order from a quote, an invoice from an order. Ours alone, LogicTrade keeps no links."""

from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.core import clock
from apps.documents.models import Document, DocumentLink
from apps.erp.models import Write

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
    same.update(only=False)
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


def links_of(kind: str, remote_id: int) -> Sequence[DocumentLink]:
    """Links from and to a document that LogicTrade has."""
    where = Q(from_kind=kind, from_id=remote_id, to_id__isnull=False) | Q(to_kind=kind, to_id=remote_id)
    return list(DocumentLink.objects.filter(where).order_by("created_at", "pk"))
