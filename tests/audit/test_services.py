"""Export and erasure: the chain keeps who, what and when, and says what was erased."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from apps.audit import chain, services
from apps.audit.actions import Action
from apps.audit.models import AuditDetails, AuditEntry
from apps.audit.verify import verify
from apps.core import clock
from tests.audit.support import PERSON, entry

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def old_and_new() -> None:
    for days in (3, 2, 1):
        with clock.using(lambda days=days: DAY - timedelta(days=days)):
            entry(days)


def test_the_export_can_be_verified_by_somebody_with_the_key_alone():
    old_and_new()
    *rows, head = [json.loads(line) for line in services.export_lines(actor=PERSON)]
    mac = chain.GENESIS
    for row in rows:
        details = AuditDetails(**row["details"])
        made = AuditEntry(
            **{k: v for k, v in row.items() if k not in {"details", "at"}}, at=datetime.fromisoformat(row["at"])
        )
        assert chain.details_hash(details) == row["details_hash"]
        assert chain.sign(made, mac, chain.signing_key()) == row["mac"]
        mac = row["mac"]
    assert head == {"head": f"{rows[-1]['seq']}:{mac}"}


def test_the_export_records_itself():
    list(services.export_lines(actor=PERSON))
    last = AuditEntry.objects.first()
    assert (last.action, last.actor_name) == (Action.EXPORT_MADE, "Sanne de Boer")


def test_retention_erases_what_is_older_and_nothing_else():
    old_and_new()
    erased = services.details_erase_before(actor=PERSON, before=DAY - timedelta(days=1), reason="two days are over")
    assert erased == 2
    assert set(AuditDetails.objects.values_list("pk", flat=True)) == {3, 4}
    result = verify()
    assert (result.whole, result.erased) == (True, 2)
    last = AuditEntry.objects.first()
    assert (last.action, last.subject, last.label) == (Action.AUDIT_ERASED, "details:2", "two days are over")


def test_nothing_to_erase_records_nothing():
    entry()
    assert services.details_erase_before(actor=PERSON, before=DAY - timedelta(days=9000), reason="x") == 0
    assert AuditEntry.objects.count() == 1


def test_a_request_erases_the_details_of_one_record():
    entry(1), entry(2), entry(1)
    assert services.details_erase_subject(actor=PERSON, subject="quote:1", reason="asked") == 2
    assert set(AuditDetails.objects.values_list("pk", flat=True)) == {2, 4}
    result = verify()
    assert (result.whole, result.erased) == (True, 2)
    entry(1)
    AuditDetails.objects.filter(pk=5).delete()
    assert not verify().whole, "an erasure covers what came before it only"


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_erased_text_leaves_the_file_on_sqlite():
    services.details_erase_subject(actor=PERSON, subject="quote:1", reason="asked")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
