"""Several workers by mistake: one send per write (A3 row 53)."""

import threading

import pytest
from django.db import connections

from apps.erp.outbox.models import State, Write
from apps.erp.outbox.work import work
from tests.erp.outbox.support import carrying, posts, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_workers_send_each_write_once(synced, people, domain):
    writes = [submit(people["sales"], quote_content(synced, reference=f"Nr {n}")) for n in range(6)]
    synced.control.faults.add("latency", method="POST", path="/quotes", seconds=0.1, times=None)

    def worker() -> None:
        try:
            for write in writes:
                work(write.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert posts(synced) == len(writes)
    for write in writes:
        assert Write.objects.get(pk=write.pk).state == State.CONFIRMED
        assert len(carrying(synced, write)) == 1
        assert write.attempts.count() == 1
