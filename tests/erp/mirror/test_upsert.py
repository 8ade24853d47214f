"""Writing records into the mirror: only what changed, exact numbers, never over something newer, nothing lost."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.mirror.models import FieldDrift, Quarantined
from apps.erp.mirror.upsert import upsert
from apps.logictrade import codec
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def resource() -> registry.Resource:
    return registry.get("customer")


def put(resource, *records, ago: float = 0.0):
    return upsert(resource, list(records), read_began_at=clock.now() - timedelta(seconds=ago))


@pytest.mark.parametrize("text", ["0.1", "123.10", "1E-7", "12345678901234567", "0.12345678901234567"])
def test_numbers_go_wire_to_mirror_to_wire_unchanged(resource, text):
    raw = codec.loads(f'{{"id":1,"number":"R1","companyName":"A","zzz":{text}}}')
    put(resource, raw)
    row = Customer.objects.get(pk=1)
    assert codec.dumps(row.raw) == codec.dumps(raw)
    assert str(row.raw["zzz"]) == text
    assert isinstance(row.raw["zzz"], Decimal | int)


def test_unknown_fields_are_kept(resource):
    put(resource, {"id": 1, "number": "R1", "companyName": "A", "toekomst": {"diep": [1, None]}})
    assert Customer.objects.get(pk=1).raw["toekomst"] == {"diep": [1, None]}


def test_a_record_that_did_not_change_is_not_written(resource):
    record = {"id": 1, "number": "R1", "companyName": "A"}
    assert len(put(resource, record).changed) == 1
    assert len(put(resource, dict(record)).changed) == 0


def test_an_older_reading_never_overwrites_a_newer_one(resource):
    put(resource, {"id": 1, "companyName": "Nieuw"})
    put(resource, {"id": 1, "companyName": "Oud", "modifiedDate": "2099-01-01T00:00:00"}, ago=5)
    assert Customer.objects.get(pk=1).raw["companyName"] == "Nieuw"


def test_of_two_copies_in_one_answer_the_one_modified_last_wins(resource):
    old = {"id": 1, "companyName": "Oud", "modifiedDate": "2026-01-01T10:00:00"}
    new = {"id": 1, "companyName": "Nieuw", "modifiedDate": "2026-01-01T11:00:00"}
    put(resource, new, old)
    assert Customer.objects.get(pk=1).raw["companyName"] == "Nieuw"


def test_a_record_that_cannot_be_read_is_set_aside_and_the_rest_goes_on(resource):
    done = put(resource, {"number": "zonder id"}, {"id": 2, "companyName": "Goed"})
    assert done.quarantined == 1
    assert list(Customer.objects.values_list("pk", flat=True)) == [2]
    assert Quarantined.objects.get().field == "id"


def test_a_record_that_reads_well_again_leaves_the_quarantine(resource):
    put(resource, {"id": "zeven", "companyName": "A"})
    assert Quarantined.objects.count() == 1
    Quarantined.objects.update(remote_id="7")
    put(resource, {"id": 7, "companyName": "A"})
    assert Quarantined.objects.count() == 0


def test_an_odd_field_is_counted_once_a_day_and_the_record_kept(resource):
    put(resource, {"id": 1, "companyName": {"geen": "tekst"}, "number": "R1"})
    put(resource, {"id": 2, "companyName": {"geen": "tekst"}, "number": "R2"})
    assert Customer.objects.count() == 2
    drift = FieldDrift.objects.get(field="companyName")
    assert drift.times == 2


def test_a_record_that_was_gone_comes_back(resource):
    record = {"id": 1, "companyName": "A"}
    put(resource, record, ago=10)
    Customer.objects.update(gone_at=clock.now())
    put(resource, record)
    assert Customer.objects.get(pk=1).gone_at is None
