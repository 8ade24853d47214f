"""Reading records in quarantine once more: what was stored by today's reader, else the record itself by its id."""

from collections.abc import Iterable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from apps.core import clock
from apps.erp.gateway import Priority, erp
from apps.erp.mirror import registry
from apps.erp.mirror.models import Quarantined
from apps.erp.mirror.registry import Resource
from apps.erp.mirror.upsert import upsert
from apps.erp.sync import lease
from apps.logictrade import codec
from apps.logictrade.errors import KeyRefusedError, LogicTradeError, NotFoundError, RecordError

log = structlog.get_logger(__name__)

LEASE = "quarantine"
BATCH_SECONDS = 20.0
MOST = 500


def read_stored(row: Quarantined) -> bool:
    """Whether today's reader understands what was received then; if so it is in the mirror and out of quarantine.

    The mirror keeps what it has read since: an old record is never put over a newer one.
    """
    resource = registry.find(row.resource)
    if resource is None:
        return False
    try:
        raw = codec.loads(row.data)
        reading = resource.read(raw)
    except (codec.CodecError, RecordError):
        return False
    with transaction.atomic():
        upsert(resource, [raw], read_began_at=row.last_seen_at)
        _release(row, reading.id)
    return True


def _release(row: Quarantined, record_id: int) -> None:
    Quarantined.objects.filter(Q(pk=row.pk) | Q(resource=row.resource, remote_id=str(record_id))).delete()


def can_ask(row: Quarantined) -> bool:
    """Whether LogicTrade can be asked for this record by itself."""
    return _asked(row) is not None


def _asked(row: Quarantined) -> tuple[Resource, int] | None:
    resource = registry.find(row.resource)
    text = row.remote_id
    if resource is None or not resource.get_endpoint or not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    return resource, int(text)


def due() -> bool:
    return Quarantined.objects.filter(retry_at__isnull=False).exists()


def retry_due() -> bool:
    """Read again what somebody asked for; True when more is left. One worker at a time."""
    if not due():
        return False
    token = lease.claim(LEASE)
    if not token:
        return False
    try:
        return _retry(Quarantined.objects.filter(retry_at__isnull=False).order_by("retry_at", "pk")[:MOST])
    finally:
        lease.release(LEASE, token)


def _retry(rows: Iterable[Quarantined]) -> bool:
    stop_at = clock.now() + timedelta(seconds=BATCH_SECONDS)
    for row in rows:
        try:
            _retry_one(row)
        except KeyRefusedError:
            return False
        except LogicTradeError as error:
            log.warning("quarantine.retry_failed", resource=row.resource, id=row.remote_id, error=str(error))
            Quarantined.objects.filter(pk=row.pk).update(retry_at=None)
        if clock.now() >= stop_at:
            break
    return due()


def _retry_one(row: Quarantined) -> None:
    asked = _asked(row)
    if asked is None:
        if not read_stored(row):
            Quarantined.objects.filter(pk=row.pk).update(retry_at=None)
        return
    resource, record_id = asked
    began_at = clock.now()
    try:
        answer = erp().call(resource.get_endpoint, path=resource.path_of(record_id), priority=Priority.BACKGROUND)
    except NotFoundError:
        # LogicTrade no longer has it, so there is nothing left to understand.
        Quarantined.objects.filter(pk=row.pk).delete()
        return
    with transaction.atomic():
        # What still cannot be read is set aside anew, with what is wrong with it today.
        upsert(resource, [answer.data], read_began_at=began_at)
        Quarantined.objects.filter(pk=row.pk, last_seen_at__lt=began_at).delete()
        Quarantined.objects.filter(resource=row.resource, remote_id=row.remote_id).update(retry_at=None)
