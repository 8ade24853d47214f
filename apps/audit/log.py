"""The one way into the audit log: `record`, inside the transaction of what it records."""

import re
import secrets
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import connection, transaction

from apps.audit import chain
from apps.audit.actions import Action
from apps.audit.models import AuditDetails, AuditEntry, AuditHead
from apps.core import clock
from apps.core.requestid import current_request_id

# C0, C1, direction marks and lone surrogates: a typed name must not forge, hide or break a line.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class NotInTransactionError(RuntimeError):
    """`record` was called outside `transaction.atomic`: the entry could stand without its fact, or the reverse."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, or a part of the product (``id`` is None)."""

    id: int | None
    name: str
    address: str = ""
    request_id: str = field(default_factory=current_request_id)

    @classmethod
    def system(cls, name: str) -> Self:
        """The worker, a command, the scheduler."""
        return cls(id=None, name=name)


def clean(text: object, length: int) -> str:
    """One printable line of at most ``length`` characters; control characters are shown as escapes."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", str(text))[:length]


def record(
    action: Action,
    *,
    actor: Actor,
    subject: str,
    label: str,
    before: Any = None,
    after: Any = None,
    answer: Any = None,
) -> AuditEntry:
    """Add one entry and return it.

    ``subject`` is "kind:id" ("quote:6", "write:<uuid>"), ``label`` what people read. ``before`` and ``after`` are
    plain values (dict, list, str, Decimal, …, no float), ``answer`` is what LogicTrade said.

    Call it as the last step before commit: it locks the head row until then, so whoever locks other rows after it
    could meet another transaction that does the reverse. Raises NotInTransactionError.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError("call record() inside transaction.atomic()")
    details = AuditDetails(
        before=chain.dumps(before),
        after=chain.dumps(after),
        answer=chain.dumps(answer),
        request_id=clean(actor.request_id or current_request_id(), 64),
        address=clean(actor.address, 64),
        salt=secrets.token_hex(32),
    )
    key = chain.signing_key()
    head = _locked_head()
    entry = AuditEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor_id=actor.id,
        actor_name=clean(actor.name, 200),
        action=Action(action).value,
        subject=clean(subject, 100),
        label=clean(label, 300),
        details_hash=chain.details_hash(details),
        key_id=chain.key_id_of(key),
        format=chain.FORMAT,
    )
    entry.mac = chain.sign(entry, head.mac, key)
    entry.save(force_insert=True)
    details.entry = entry
    details.save(force_insert=True)
    head.seq, head.mac = entry.seq, entry.mac
    head.save(update_fields=["seq", "mac"])
    return entry


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        # First use, or the row was taken away: go on after the last entry there is (verify compares the two).
        last = AuditEntry.objects.order_by("-seq").values_list("seq", "mac").first() or (0, chain.GENESIS)
        with transaction.atomic():
            AuditHead.objects.get_or_create(pk=1, defaults={"seq": last[0], "mac": last[1]})
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head
