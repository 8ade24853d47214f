"""`record`: gapless, signed, inside a transaction, whoever calls it at the same time."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from apps.audit import chain
from apps.audit.actions import Action
from apps.audit.log import Actor, NotInTransactionError, clean, record
from apps.audit.models import AuditDetails, AuditEntry, AuditHead
from apps.audit.verify import verify
from apps.core.requestid import request_id_scope
from tests.audit.support import PERSON, entry


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(NotInTransactionError):
        record(Action.WRITE_INTENT, actor=PERSON, subject="quote:1", label="x")
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_the_entry_says_who_what_and_on_which_record():
    made = entry(6, answer={"status": 200})
    stored = AuditEntry.objects.get(seq=made.seq)
    assert (stored.actor_id, stored.actor_name, stored.action) == (7, "Sanne de Boer", "write:intent")
    assert (stored.subject, stored.label) == ("quote:6", "Quote 6")
    assert stored.details.answer == '{"status":200}'
    assert (stored.details.address, stored.details.request_id) == ("192.0.2.7", "r1")


@pytest.mark.django_db
def test_each_entry_signs_the_one_before():
    first, second = entry(1), entry(2)
    assert second.seq == first.seq + 1
    assert second.mac == chain.sign(second, first.mac, chain.signing_key())
    head = AuditHead.objects.get()
    assert (head.seq, head.mac) == (second.seq, second.mac)


@pytest.mark.django_db
def test_decimals_keep_their_digits_and_floats_are_refused():
    made = entry(
        after={"price": Decimal("123.10"), "tiny": Decimal("1E-7"), "day": date(2026, 11, 24), "set": {"b", "a"}}
    )
    assert made.details.after == '{"day":"2026-11-24","price":123.10,"set":["a","b"],"tiny":1E-7}'
    assert chain.loads(made.details.after)["price"] == Decimal("123.10")
    with pytest.raises(TypeError):
        entry(after={"lines": [{"price": 0.1}]})


@pytest.mark.django_db
def test_a_refused_entry_leaves_no_gap():
    entry(1)
    with pytest.raises(TypeError):
        entry(2, after=0.5)
    with transaction.atomic():
        entry(3)
        transaction.set_rollback(True)
    entry(4)
    assert verify().whole
    assert list(AuditEntry.objects.order_by("seq").values_list("label", flat=True)) == ["Quote 1", "Quote 4"]


@pytest.mark.django_db
def test_the_request_id_comes_from_the_request():
    with request_id_scope("abc"), transaction.atomic():
        made = record(Action.WRITE_INTENT, actor=Actor.system("worker"), subject="write:1", label="x")
    assert made.details.request_id == "abc"
    assert made.actor_id is None


def test_control_characters_cannot_forge_a_line():
    assert clean("a\r\nb\x1b[31m\u202ec\ud800\x00", 100) == r"a\u000d\u000ab\u001b[31m\u202ec\ud800\u0000"
    assert len(clean("x" * 500, 150)) == 150


@pytest.mark.django_db
def test_an_action_outside_the_vocabulary_is_refused():
    with pytest.raises(ValueError, match="coffee:made"):
        entry(action="coffee:made")  # type: ignore[arg-type]


@pytest.mark.django_db
def test_without_its_head_row_the_chain_goes_on_after_the_last_entry():
    entry(1)
    AuditHead.objects.all().delete()
    entry(2)
    assert verify().whole


@pytest.mark.django_db(transaction=True)
def test_many_threads_leave_neither_gap_nor_double():
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(10):
                entry(number * 100 + step)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert list(AuditEntry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 61))
    assert AuditDetails.objects.count() == 60
    assert verify().whole
