"""What a test is given from memory is what it would have read."""

from datetime import timedelta

import pytest

from apps.core import clock
from apps.erp.models import SyncState
from apps.relations.models import Customer
from tests import reading

pytestmark = pytest.mark.django_db


def _told():
    return {name: table.told() for name, table in reading.filled_tables()}


def _emptied():
    for name, _table in list(reading.filled_tables()):
        if name != reading.CODES:
            with reading.connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours


@pytest.fixture
def read_anew(sandbox, codes, monkeypatch):
    """Read over HTTP, remembered, and taken out of the database again."""
    monkeypatch.setattr(reading, "_remembered", {})
    reading.read_or_remember(sandbox)
    found = _told()
    _emptied()
    return found


def test_the_rows_are_those_of_a_reading(sandbox, read_anew):
    calls = len(sandbox.control.journal())
    reading.read_or_remember(sandbox)
    assert len(sandbox.control.journal()) == calls
    assert _told() == read_anew
    assert set(_told()) >= {"relations_customer", "catalogue_product", "sales_quote", "erp_syncstate", "erp_link"}
    assert Customer.objects.count() == len(sandbox.control.records.ids("customer"))


def test_the_mirror_is_as_old_as_if_it_had_just_been_read(sandbox, read_anew):
    later = clock.now() + timedelta(minutes=20)
    with clock.using(lambda: later):
        reading.read_or_remember(sandbox)
        assert all(later - state.last_ok_at < timedelta(minutes=1) for state in SyncState.objects.all())


def test_new_rows_get_numbers_of_their_own(sandbox, read_anew):
    reading.read_or_remember(sandbox)
    from apps.catalogue.models import StockPlace

    assert StockPlace.objects.create(code="NEW", example_product_id=1).pk not in {
        place.pk for place in StockPlace.objects.exclude(code="NEW")
    }


@pytest.mark.parametrize("what", ["record", "dialect", "code", "mirror", "fault"])
def test_what_is_different_is_read(sandbox, read_anew, what):
    from apps.erp.models import CodeEntry

    if what == "record":
        sandbox.control.records.delete("customer", sandbox.control.records.ids("customer")[0])
    elif what == "dialect":
        sandbox.control.set_dialect("contrary")
    elif what == "code":
        CodeEntry.objects.all().delete()
    elif what == "mirror":
        Customer.objects.create(pk=7, number="R7", data="{}", read_began_at=clock.now(), synced_at=clock.now())
    else:
        sandbox.control.faults.add("latency", path="/nowhere", seconds=0)
    calls = len(sandbox.control.journal())
    reading.read_or_remember(sandbox)
    assert len(sandbox.control.journal()) > calls
