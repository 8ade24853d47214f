"""The late-arrival guard: records that the sync brings are compared with the outbox (A5.1 step 11)."""

import pytest

from apps.audit.models import AuditEntry
from apps.erp.mirror import registry
from apps.erp.outbox.models import State, Write
from apps.erp.sync.engine import run
from tests.erp.outbox.support import carrying, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


def sync_quotes() -> None:
    assert run(registry.get("quote"), full=True)


def test_a_sync_that_meets_the_record_confirms_a_write_in_doubt(synced, people, domain, drain, settings):
    settings.OUTBOX_SCHEDULE = (3600,)
    synced.control.faults.add("reset_after", method="POST", path="/quotes")
    write = submit(people["sales"], quote_content(synced))
    drain()
    sync_quotes()
    fresh = Write.objects.get(pk=write.pk)
    assert fresh.state == State.CONFIRMED
    assert fresh.remote_id == carrying(synced, write)[0]


def test_a_copy_made_in_logictrade_later_is_noted_without_alarm(synced, people, domain, drain):
    write = submit(people["sales"], quote_content(synced))
    drain()
    records = synced.control.records
    copy = dict(records.get("quote", carrying(synced, write)[0]))
    for key in ("id", "number"):
        copy.pop(key)
    second = records.create("quote", copy)
    sync_quotes()
    entry = AuditEntry.objects.get(subject=f"write:{write.pk}", action="write:linked")
    assert f'"record":{second}' in entry.details.after.replace(" ", "")
    assert '"doubled":false' in entry.details.after.replace(" ", "")
    assert Write.objects.get(pk=write.pk).state == State.CONFIRMED
