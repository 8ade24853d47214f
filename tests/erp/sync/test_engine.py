"""Reading lists over real HTTP: full, delta, resumed, moved, refused, emptied (A5.3, A3 rows 28 to 38)."""

import time
from datetime import timedelta

import pytest

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.mirror.models import Quarantined
from apps.erp.models import Link, SyncPage, SyncState
from apps.erp.sync import engine
from apps.erp.sync.engine import run
from apps.erp.sync.schedule import due_resources, is_due
from apps.logictrade.errors import KeyRefusedError, NotGrantedError
from apps.logictrade.schemas.fields import to_moment
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def customers() -> registry.Resource:
    return registry.get("customer")


def live_ids() -> set[int]:
    return set(Customer.objects.filter(gone_at=None).values_list("pk", flat=True))


def test_a_full_pass_brings_every_record(sandbox, customers):
    assert run(customers, full=True)
    assert live_ids() == set(sandbox.control.records.ids("customer"))
    state = SyncState.objects.get(pk="customer")
    assert state.phase == SyncState.Phase.IDLE
    assert state.last_full_at is not None


def test_a_delta_reads_only_what_changed_and_writes_only_that(sandbox, customers):
    run(customers, full=True)
    pk = sandbox.control.records.ids("customer")[5]
    before = dict(Customer.objects.values_list("pk", "synced_at"))
    sandbox.control.records.patch("customer", pk, {"companyName": "Nieuwe Naam BV"})
    sandbox.control.clear_journal()
    assert run(customers)
    changed = [key for key, at in Customer.objects.values_list("pk", "synced_at") if before[key] != at]
    assert changed == [pk]
    assert Customer.objects.get(pk=pk).name == "Nieuwe Naam BV"
    queries = [entry.query for entry in sandbox.control.journal(path="/customers")]
    assert len(queries) == 1
    assert "modifiedAfter" in queries[0]


def test_a_pass_that_was_interrupted_goes_on_at_its_page(sandbox, customers, monkeypatch):
    monkeypatch.setattr("apps.erp.sync.reading.PAGE_SIZE", 10)
    assert not run(customers, full=True, seconds=0)
    assert SyncState.objects.get(pk="customer").page == 1
    sandbox.control.clear_journal()
    while not run(customers, seconds=0):
        pass
    first = sandbox.control.journal(path="/customers")[0]
    assert "pageNumber=2" in first.query
    assert live_ids() == set(sandbox.control.records.ids("customer"))


def test_a_record_deleted_while_its_list_is_read_hides_no_neighbour(sandbox, customers, monkeypatch):
    monkeypatch.setattr("apps.erp.sync.reading.PAGE_SIZE", 10)
    records = sandbox.control.records
    run(customers, full=True, seconds=0)
    newest = max(records.ids("customer"))
    records.delete("customer", newest)
    while not run(customers, seconds=5):
        pass
    assert live_ids() - {newest} == set(records.ids("customer"))


def test_a_record_made_while_its_list_is_read_is_there_afterwards(sandbox, customers, monkeypatch):
    monkeypatch.setattr("apps.erp.sync.reading.PAGE_SIZE", 10)
    run(customers, full=True, seconds=0)
    made = sandbox.control.records.create("customer", {"number": "R9", "companyName": "Later BV"})
    while not run(customers, seconds=5):
        pass
    assert made in live_ids()


def test_a_list_in_no_stable_order_loses_nothing(sandbox, customers, monkeypatch):
    monkeypatch.setattr("apps.erp.sync.reading.PAGE_SIZE", 10)
    sandbox.control.faults.add("shuffled", method="GET", path="/customers", times=None)
    run(customers, full=True)
    sandbox.control.faults.clear()
    run(customers, full=True)
    assert live_ids() == set(sandbox.control.records.ids("customer"))


def test_gone_needs_two_complete_passes_and_a_404(sandbox, customers):
    records = sandbox.control.records
    run(customers, full=True)
    run(customers, full=True)
    lost = records.ids("customer")[3]
    records.delete("customer", lost)
    run(customers, full=True)
    assert Customer.objects.get(pk=lost).gone_at is None
    run(customers, full=True)
    row = Customer.objects.get(pk=lost)
    assert row.gone_at is not None
    assert row.search_key, "a record that is gone is still found"


def test_a_record_that_answers_by_id_is_not_gone(sandbox, customers):
    run(customers, full=True)
    run(customers, full=True)
    hidden = sandbox.control.records.ids("customer")[3]
    state = SyncState.objects.get(pk="customer")
    for page in SyncPage.objects.filter(resource="customer"):
        page.ids = page.ids.replace(f"[{hidden},", "[").replace(f",{hidden},", ",").replace(f",{hidden}]", "]")
        page.save()
    from apps.erp.gateway import Priority
    from apps.erp.sync.sweep import sweep

    assert sweep(customers, state, Priority.PEOPLE).gone == 0
    assert Customer.objects.get(pk=hidden).gone_at is None


def test_half_a_list_removes_nothing_until_an_operator_says_yes(sandbox, customers):
    run(customers, full=True)
    run(customers, full=True)
    for pk in sandbox.control.records.ids("customer")[:40]:
        sandbox.control.records.delete("customer", pk)
    run(customers, full=True)
    run(customers, full=True)
    assert Customer.objects.filter(gone_at__isnull=False).count() == 0
    assert SyncState.objects.get(pk="customer").sweep_waiting == 40
    SyncState.objects.filter(pk="customer").update(sweep_approved=True)
    run(customers, full=True)
    assert Customer.objects.filter(gone_at__isnull=False).count() == 40


def test_where_records_pass_through_a_list_many_may_leave_at_once(synced):
    from apps.delivery.models import Deliverable

    deliverables = registry.get("deliverable")
    run(deliverables, full=True)
    gone = synced.control.records.ids("delivery")[1:]
    for pk in gone:
        synced.control.records.delete("delivery", pk)
    run(deliverables, full=True)
    run(deliverables, full=True)
    assert set(Deliverable.objects.filter(gone_at__isnull=False).values_list("pk", flat=True)) == set(gone)


def test_an_empty_answer_removes_nothing(sandbox, customers):
    run(customers, full=True)
    before = live_ids()
    sandbox.control.faults.add(
        "body",
        method="GET",
        path="/customers$",
        times=None,
        text='{"pagination":{"totalResults":0,"pageNumber":1,"pageSize":100,"totalPages":0},"results":[]}',
        content_type="application/json",
    )
    run(customers, full=True)
    run(customers, full=True)
    run(customers, full=True)
    assert live_ids() == before


def test_a_record_without_an_id_is_set_aside_and_the_mark_does_not_pass_it(sandbox, customers):
    run(customers, full=True)
    changed = sandbox.control.records.ids("customer")[-1]
    sandbox.control.records.patch("customer", changed, {"remark": "nieuw"})
    sandbox.control.faults.add("drop_id", method="GET", path="/customers$", times=1)
    run(customers)
    assert Quarantined.objects.filter(resource="customer").count() == 1
    unread = to_moment(sandbox.control.records.get("customer", changed)["modifiedDate"])
    assert SyncState.objects.get(pk="customer").high_water <= unread
    run(customers)
    assert Customer.objects.get(pk=changed).raw["remark"] == "nieuw"


def test_what_changed_in_the_future_by_a_naive_clock_is_not_missed(sandbox, customers):
    """A server whose clock is an hour behind ours: the overlap covers it (A3 rows 32 and 33)."""
    run(customers, full=True)
    sandbox.control.shift_clock(-3600)
    pk = sandbox.control.records.ids("customer")[7]
    sandbox.control.records.patch("customer", pk, {"remark": "klok terug"})
    run(customers)
    assert Customer.objects.get(pk=pk).raw["remark"] == "klok terug"


def test_a_refused_key_stops_everything_at_once(sandbox, customers):
    sandbox.control.revoke_key()
    for _ in range(5):
        with pytest.raises(KeyRefusedError):
            run(customers, full=True)
    assert len(sandbox.control.journal()) <= 3
    assert Link.objects.get().key_refused_at is not None
    sandbox.control.restore_key()


def test_a_resource_that_is_not_granted_says_so_and_the_rest_goes_on(sandbox, customers):
    sandbox.control.keys.set_scope("product")
    with pytest.raises(NotGrantedError):
        run(customers, full=True)
    assert SyncState.objects.get(pk="customer").not_granted is True
    assert run(registry.get("group"), full=True)


def test_two_workers_never_read_one_list(sandbox, customers):
    from apps.erp.sync import lease

    token = lease.claim("customer")
    assert run(customers, full=True) is False
    lease.release("customer", token)
    assert run(customers, full=True) is True


class StillClock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_after_each_page_the_database_is_free_as_long_as_its_commit_took(sandbox, customers, monkeypatch, settings):
    settings.SYNC_PAUSE_SECONDS = 0.02
    clock = StillClock()
    monkeypatch.setattr(engine, "time", clock)
    monkeypatch.setattr(engine, "_store", lambda *args: (_store(*args), 0.3)[1])
    run(customers, full=True)
    assert clock.slept
    assert clock.slept == pytest.approx([0.3] * len(clock.slept))


def test_a_quick_commit_is_followed_by_the_shortest_pause(sandbox, customers, monkeypatch, settings):
    settings.SYNC_PAUSE_SECONDS = 0.02
    clock = StillClock()
    monkeypatch.setattr(engine, "time", clock)
    run(customers, full=True)
    assert clock.slept
    assert clock.slept == pytest.approx([0.02] * len(clock.slept))


_store = engine._store


def test_never_read_comes_before_stale(sandbox, customers):
    run(customers, full=True)
    names = [resource.name for resource in due_resources()]
    assert "product" in names
    assert "customer" not in names


def test_a_stock_pass_is_due_after_half_an_hour(sandbox):
    stock = registry.get("stock")
    now = clock.now()
    fresh = SyncState(resource="stock", last_full_at=now - timedelta(minutes=29))
    stale = SyncState(resource="stock", last_full_at=now - timedelta(minutes=31))
    assert not is_due(stock, fresh, now)
    assert is_due(stock, stale, now)


def test_a_slow_list_holds_no_transaction_open(sandbox, customers, people):
    """While a page is on its way, others can write (A3 row 56)."""
    import threading

    from django.db import connections

    sandbox.control.faults.add("latency", method="GET", path="/customers", seconds=0.5, times=1)

    def read() -> None:
        try:
            run(customers, full=True)
        finally:
            connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.1)
    began = time.monotonic()
    people["sales"].display_name = "Mag schrijven"
    people["sales"].save()
    waited = time.monotonic() - began
    still_reading = thread.is_alive()
    thread.join()
    assert still_reading
    assert waited < 0.4
