"""The database itself refuses to change the log, also after Django rebuilt the table."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from apps.audit.models import AuditEntry
from apps.core import triggers
from tests.audit.support import entry

STATEMENTS = [
    "UPDATE audit_auditentry SET label = 'x'",
    "DELETE FROM audit_auditentry",
    "UPDATE audit_auditdetails SET after = 'x'",
]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS)
def test_changing_is_refused(statement):
    entry()
    assert refused(statement)


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'sqlite'")
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditdetails"])
def test_replacing_is_refused_on_sqlite(table):
    entry()
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'")
@pytest.mark.parametrize("table", ["audit_auditentry", "audit_auditdetails"])
def test_truncating_is_refused_on_postgresql(table):
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
def test_altering_a_column_brings_the_triggers_back():
    entry()
    old = AuditEntry._meta.get_field("label")
    new = models.CharField(max_length=301)
    new.set_attributes_from_name("label")
    new.model = AuditEntry
    with connection.schema_editor() as editor:
        editor.alter_field(AuditEntry, old, new)
    try:
        if connection.vendor == "sqlite":
            assert set(triggers.missing()) >= {
                "audit_entry_no_update",
                "audit_entry_no_delete",
                "audit_entry_no_replace",
            }
            assert not refused(STATEMENTS[0].replace("'x'", "label"))
        call_command("migrate", verbosity=0)
        assert triggers.missing() == []
        assert all(refused(statement) for statement in STATEMENTS)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(AuditEntry, new, old)
        triggers.install()
