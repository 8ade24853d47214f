"""`verify` finds every kind of tampering by somebody who has the database but not the key."""

import pytest
from django.db import connection
from django.test import override_settings

from apps.audit import services
from apps.audit import verify as verifying
from apps.audit.models import AuditCheck, AuditDetails, AuditEntry, AuditHead
from apps.audit.verify import Fault, Head, check, verify
from apps.core import triggers
from tests.audit.support import PERSON, append_only_off, entry

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    with append_only_off(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def faults(head: Head | None = None) -> list[tuple[int, Fault]]:
    return [(problem.seq, problem.fault) for problem in verify(head).problems]


@pytest.fixture
def five() -> None:
    for number in range(1, 6):
        entry(number)


def test_an_empty_log_is_whole():
    result = verify()
    assert result.whole
    assert result.upto == 0


@pytest.mark.usefixtures("five")
def test_an_untouched_log_is_whole():
    result = verify()
    assert (result.whole, result.upto, result.erased) == (True, 5, 0)
    assert result.mac == AuditEntry.objects.get(seq=5).mac


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2020-01-01 00:00:00.000000"),
        ("actor_id", 8),
        ("actor_id", None),
        ("actor_name", "Sanne de Boes"),
        ("action", "write:held"),
        ("subject", "quote:4"),
        ("label", "Quote 3."),
        ("details_hash", "0" * 64),
    ],
)
def test_one_changed_column_is_found_at_its_entry(column, value):
    sql(f"UPDATE audit_auditentry SET {column} = %s WHERE seq = 3", value)  # noqa: S608
    expected = [(3, Fault.CHANGED)]
    if column == "details_hash":
        expected.append((3, Fault.DETAILS_CHANGED))
    assert faults() == expected


@pytest.mark.usefixtures("five")
def test_a_changed_signature_is_found():
    sql("UPDATE audit_auditentry SET mac = %s WHERE seq = 3", "é" * 64)
    assert faults() == [(3, Fault.CHANGED), (4, Fault.CHANGED)]


@pytest.mark.usefixtures("five")
def test_another_key_or_format_is_found():
    sql("UPDATE audit_auditentry SET key_id = %s WHERE seq = 2", "f" * 16)
    sql("UPDATE audit_auditentry SET format = 9 WHERE seq = 4")
    assert faults() == [(2, Fault.UNKNOWN_KEY), (4, Fault.UNKNOWN_FORMAT)]


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize("column", ["before", "after", "answer", "request_id", "address", "salt"])
def test_one_changed_column_of_the_details_is_found(column):
    sql(f'UPDATE audit_auditdetails SET "{column}" = %s WHERE seq = 3', "x")  # noqa: S608
    assert faults() == [(3, Fault.DETAILS_CHANGED)]


@pytest.mark.usefixtures("five")
def test_details_deleted_in_silence_are_found():
    AuditDetails.objects.filter(pk=2).delete()
    assert faults() == [(2, Fault.DETAILS_GONE)]


@pytest.mark.usefixtures("five")
def test_details_that_come_back_changed_after_an_erasure_are_found():
    services.details_erase_subject(actor=PERSON, subject="quote:2", reason="asked")
    AuditDetails.objects.create(pk=2, before="1", after="2", answer="3", request_id="", address="", salt="")
    assert faults() == [(2, Fault.DETAILS_CHANGED)]


@pytest.mark.usefixtures("five")
def test_a_removed_entry_is_found():
    with append_only_off():
        AuditDetails.objects.filter(pk=3).delete()
        AuditEntry.objects.filter(seq=3).delete()
    assert faults() == [(4, Fault.GAP), (4, Fault.CHANGED)]


@pytest.mark.usefixtures("five")
def test_swapped_entries_are_found():
    with append_only_off():
        AuditDetails.objects.all().delete()
        for seq, new in ((2, 99), (3, 2), (99, 3)):
            AuditEntry.objects.filter(seq=seq).update(seq=new)
    assert {seq for seq, fault in faults() if fault == Fault.CHANGED} == {2, 3, 4}


@pytest.mark.usefixtures("five")
def test_an_entry_without_the_key_cannot_be_added():
    last = AuditEntry.objects.get(seq=5)
    last.seq = 6
    last.save(force_insert=True)
    assert (6, Fault.CHANGED) in faults()
    assert (6, Fault.HEAD_DIFFERS) in faults()


@pytest.mark.usefixtures("five")
def test_a_cut_tail_is_found_against_an_exported_head():
    tail = AuditEntry.objects.get(seq=5)
    exported = Head(tail.seq, tail.mac)
    assert faults(exported) == []
    with append_only_off():
        AuditDetails.objects.filter(pk__gt=3).delete()
        AuditEntry.objects.filter(seq__gt=3).delete()
    assert faults() == [(3, Fault.HEAD_DIFFERS)]
    AuditHead.objects.update(seq=3, mac=AuditEntry.objects.get(seq=3).mac)
    # Whoever also moves the head back is found only by the head that was kept elsewhere.
    assert faults() == []
    assert faults(exported) == [(5, Fault.TAIL_CUT)]
    entry(4), entry(5), entry(6)
    assert faults(exported) == [(5, Fault.TAIL_CUT)]


@pytest.mark.usefixtures("five")
def test_a_missing_head_row_is_found():
    AuditHead.objects.all().delete()
    assert faults() == [(5, Fault.HEAD_DIFFERS)]


@pytest.mark.usefixtures("five")
def test_a_missing_trigger_is_found():
    triggers.remove("audit_auditentry")
    assert {fault for _, fault in faults()} == {Fault.TRIGGER_MISSING}
    triggers.install()
    assert faults() == []


@pytest.mark.usefixtures("five")
def test_rows_of_a_retired_key_still_verify():
    with override_settings(AUDIT_KEY="the next key"):
        assert {fault for _, fault in faults()} == {Fault.UNKNOWN_KEY}
        with override_settings(AUDIT_OLD_KEYS=["test-audit-key"]):
            entry(6)
            assert faults() == []


@pytest.mark.usefixtures("five")
def test_many_problems_are_counted_not_listed(monkeypatch):
    monkeypatch.setattr(verifying, "MOST_PROBLEMS", 2)
    sql("UPDATE audit_auditentry SET label = 'x'")
    result = verify()
    assert (len(result.problems), result.more_problems) == (2, 3)


@pytest.mark.usefixtures("five")
def test_a_long_chain_is_read_in_pieces_that_join(monkeypatch):
    monkeypatch.setattr(verifying, "CHUNK", 2)
    result = verify()
    assert (result.whole, result.upto) == (True, 5)
    sql("UPDATE audit_auditentry SET label = 'x' WHERE seq = 3")
    assert faults() == [(3, Fault.CHANGED)]


@pytest.mark.usefixtures("five")
def test_a_check_is_kept_for_the_page(monkeypatch):
    monkeypatch.setattr(verifying, "CHECKS_KEPT", 2)
    sql("UPDATE audit_auditentry SET label = 'x' WHERE seq = 2")
    for _ in range(3):
        check()
    assert AuditCheck.objects.count() == 2
    kept = AuditCheck.objects.first()
    assert (kept.whole, kept.upto) == (False, 5)
    assert kept.problems.startswith("broken at 2: changed")


@pytest.mark.parametrize("text", ["", "5", "x:" + "a" * 64, "5:abc"])
def test_a_head_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match="a head looks like"):
        Head.parse(text)
