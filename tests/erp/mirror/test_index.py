"""The search index and its triggers: made, kept in step, and put back when the database dropped them."""

import pytest
from django.db import connection, models

from apps.core import triggers
from apps.erp.mirror.index import index_is_sound
from apps.erp.mirror.search import search
from apps.relations.models import Customer
from tests.erp.mirror.support import customer

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = Customer._meta.db_table


def test_insert_update_and_delete_keep_the_index_in_step():
    row = customer(1, name="Meubelhuis De Linde")
    assert search(Customer, "linde").ids == (1,)
    row.search_key = "tapijtcentrum"
    row.save()
    assert search(Customer, "linde").ids == ()
    assert search(Customer, "tapijt").ids == (1,)
    row.delete()
    assert search(Customer, "tapijt").ids == ()
    assert index_is_sound(connection, TABLE)


def alter_a_column(null: bool) -> None:
    """What a migration does: SQLite builds the table anew and forgets its triggers."""
    field = Customer._meta.get_field("synced_at")
    new = models.DateTimeField(null=null)
    new.set_attributes_from_name("synced_at")
    new.model = Customer
    old = models.DateTimeField(null=not null)
    old.set_attributes_from_name("synced_at")
    old.model = Customer
    assert field.column == "synced_at"
    with connection.schema_editor() as editor:
        editor.alter_field(Customer, old, new)


@pytest.mark.sqlite_only
def test_altering_a_column_drops_the_triggers_and_they_come_back_with_a_sound_index():
    customer(1, name="Voor de wijziging")
    try:
        alter_a_column(null=True)
        lost = triggers.missing()
        assert any(name.startswith(TABLE) for name in lost)
        # A row written meanwhile would be missing from the index for good.
        customer(2, name="Tijdens de wijziging")
        assert set(triggers.install()) >= set(lost)
        assert triggers.missing() == []
        assert index_is_sound(connection, TABLE)
        assert search(Customer, "wijziging").ids == (2, 1)
    finally:
        alter_a_column(null=False)
        triggers.install()


def test_after_a_migrate_nothing_is_missing():
    assert triggers.missing() == []
