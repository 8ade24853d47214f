"""`erp sync`, `erp status` and `erp writes` against the stand-in: what is read, told, and how it ends."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from apps.erp.mirror.registry import all_resources
from apps.erp.models import SyncState
from apps.erp.report.progress import ProgressLine
from apps.erp.sync import lease
from apps.erp.sync.engine import Progress
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db(transaction=True)


def said(*args):
    out = io.StringIO()
    call_command("erp", *args, stdout=out)
    return out.getvalue()


def test_an_empty_mirror_is_filled_and_each_list_told(sandbox):
    text = said("sync")
    for resource in all_resources():
        stored = resource.model._default_manager.count()
        assert stored > 0
        assert f"{resource.name:<14} {stored} records" in text
        assert SyncState.objects.get(pk=resource.name).last_full_at is not None


def test_the_second_time_only_changes_are_read(sandbox):
    said("sync", "customer")
    before = len(sandbox.control.journal())
    said("sync", "customer")
    lists = [entry for entry in sandbox.control.journal()[before:] if entry.path.endswith("/customers")]
    assert lists
    assert all("modifiedAfter" in str(entry.query) for entry in lists)
    before = len(sandbox.control.journal())
    said("sync", "customer", "--full")
    lists = [entry for entry in sandbox.control.journal()[before:] if entry.path.endswith("/customers")]
    assert any("modifiedAfter" not in str(entry.query) for entry in lists)


def test_only_the_lists_that_were_named(sandbox):
    said("sync", "group")
    assert set(SyncState.objects.values_list("pk", flat=True)) == {"group"}


def test_an_unknown_list_is_refused_by_name(sandbox):
    with pytest.raises(CommandError, match=r"No list named nonsense; there are .*customer"):
        said("sync", "nonsense")


def test_a_list_without_right_is_told_and_the_rest_is_read(sandbox):
    sandbox.control.keys.set_scope("customer", "product")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"Not complete: .*order"):
        call_command("erp", "sync", "order", "customer", stdout=out)
    assert "not granted" in out.getvalue()
    assert "customer" in out.getvalue()
    assert SyncState.objects.get(pk="customer").last_full_at is not None


def test_a_dead_key_ends_it_at_once(sandbox):
    sandbox.control.revoke_key()
    with pytest.raises(CommandError, match="whose key"):
        said("sync")
    assert len(sandbox.control.journal()) <= 3


def test_logictrade_away_is_an_honest_failure(sandbox):
    sandbox.control.down()
    with pytest.raises(CommandError):
        said("sync", "customer")
    sandbox.control.up()


def test_a_list_that_another_process_reads_is_not_complete(sandbox):
    lease.claim("customer")
    with pytest.raises(CommandError, match="Not complete: customer"):
        said("sync", "customer")


def test_removals_that_were_held_back_are_approved_by_name(sandbox):
    from apps.audit.models import AuditEntry

    said("sync", "customer")
    with pytest.raises(CommandError, match="wait for a yes"):
        said("sync", "--approve-removals", "customer")
    SyncState.objects.filter(pk="customer").update(sweep_waiting=60)
    text = said("sync", "--approve-removals", "customer")
    assert "Removals of customer approved" in text
    assert AuditEntry.objects.get(action="sync:gone_approved").actor_name == "manage.py"


def test_status_tells_each_list_and_the_worker(synced):
    text = said("status")
    assert "LogicTrade  answers" in text
    assert "worker      silent, last sign of life never" in text
    assert "triggers    all there" in text
    for resource in all_resources():
        assert resource.name in text


def test_writes_newest_first_and_by_state(people):
    assert said("writes") == "No writes.\n"
    made_write(people["sales"], "confirmed", remote_number="O26-1")
    made_write(people["sales"], "held", reason="off")
    lines = said("writes").splitlines()
    assert "held" in lines[0]
    assert "O26-1" in lines[1]
    assert said("writes", "--state", "held").count("\n") == 1
    with pytest.raises(CommandError):
        said("writes", "--state", "nonsense")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def progress(page):
    return Progress("customer", "full", page, pages=80, records=page * 100, changed=0)


def test_a_terminal_has_one_line_that_is_written_over():
    now = [0.0]
    out = Terminal()
    line = ProgressLine(OutputWrapper(out), True, now=lambda: now[0])
    line.show(progress(1))
    now[0] = 30.0
    line.show(progress(41))
    line.end("customer done")
    text = out.getvalue()
    assert text.count("\n") == 1
    assert "page 41 of 80, 4100 records, 80 pages a minute, 29 s left" in text
    assert text.endswith("\r\x1b[Kcustomer done\n")


def test_elsewhere_plain_lines_now_and_then():
    now = [0.0]
    out = io.StringIO()
    line = ProgressLine(OutputWrapper(out), False, now=lambda: now[0])
    for page in range(1, 21):
        line.show(progress(page))
        now[0] += 1
    assert "\r" not in out.getvalue()
    assert 2 <= out.getvalue().count("\n") <= 4
