"""Worker and web process killed with SIGKILL at each marked point, ten times each: nothing lost, nothing doubled."""

import signal
import time
import uuid
from datetime import timedelta

import pytest

from apps.audit.models import AuditEntry
from apps.audit.verify import verify
from apps.erp.models import Attempt
from apps.erp.outbox import marks
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.work import due, work
from tests.erp.outbox.kill import HOOK, in_process
from tests.erp.outbox.support import carrying, posts, quote_content, submit

pytestmark = [
    # Ten rounds, each with a worker of its own: minutes on a machine that others use too.
    pytest.mark.timeout(900),
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
]

TIMES = 10
WORKER_MARKS = [
    marks.AFTER_LEASE,
    marks.BEFORE_FIRST_BYTE,
    marks.MID_BODY,
    marks.AFTER_LAST_BYTE,
    marks.AFTER_ANSWER,
    marks.BEFORE_COMMIT,
    marks.AFTER_COMMIT,
    marks.MID_LOOK_UP,
]


@pytest.fixture(autouse=True)
def _short_times(settings):
    settings.OUTBOX_MARK_HOOK = HOOK
    settings.OUTBOX_LEASE = timedelta(seconds=2)
    settings.OUTBOX_QUIET = timedelta(seconds=0.3)
    settings.OUTBOX_SCHEDULE = (0.1, 0.2, 0.3)
    settings.LOGICTRADE_TIMEOUTS = {"connect": 0.5, "read": 0.8, "deadline": 1.0}


def settle_all() -> None:
    """The worker that was started again: works until every write rests."""
    end = time.monotonic() + 60
    while Write.objects.filter(state__in=[State.INTENT, State.SENDING, State.UNKNOWN]).exists():
        assert time.monotonic() < end, list(Write.objects.values_list("state", "reason", "error_detail"))
        for write_id in due():
            work(write_id)
        time.sleep(0.05)


def judge(server, writes) -> None:
    """Lost 0, doubled 0: each write is confirmed and exactly one record carries its marker."""
    for write in writes:
        fresh = Write.objects.get(pk=write.pk)
        assert (fresh.state, fresh.reason) == (State.CONFIRMED, ""), fresh.error_detail
        assert carrying(server, write) == [fresh.remote_id]
    assert verify().whole


@pytest.mark.parametrize("mark", WORKER_MARKS)
def test_worker_killed(mark, synced, people, domain):
    content = quote_content(synced)
    warm_up = submit(people["sales"], content)
    settle_all()
    synced.control.clear_journal()
    writes = [submit(people["sales"], quote_content(synced, reference=f"Nr {n}")) for n in range(TIMES)]
    for write in writes:
        if mark == marks.MID_LOOK_UP:
            synced.control.faults.add("reset_after", method="POST", path="/quotes")
            work(write.pk)
            time.sleep(0.12)
        assert in_process(lambda pk=write.pk: work(pk), kill_at=mark) == signal.SIGKILL, "the mark was not reached"
    settle_all()
    judge(synced, [warm_up, *writes])
    sent = Attempt.objects.filter(write__in=writes).exclude(outcome="not_sent")
    assert sent.count() >= posts(synced)
    for write in writes:
        recorded = AuditEntry.objects.filter(subject=f"write:{write.pk}", action="write:attempt").count()
        assert recorded == write.attempts.count()


@pytest.mark.parametrize("mark", [marks.BEFORE_SUBMIT_COMMIT, marks.AFTER_SUBMIT_COMMIT])
def test_web_process_killed_while_it_takes_a_form(mark, synced, people, domain):
    content = quote_content(synced)
    forms = [uuid.uuid4() for _ in range(TIMES)]
    for form in forms:
        killed = in_process(lambda form=form: submit(people["sales"], content, form), kill_at=mark)
        assert killed == signal.SIGKILL
        stored = Write.objects.filter(pk=form).exists()
        audited = AuditEntry.objects.filter(subject=f"write:{form}", action="write:intent").exists()
        assert stored == audited == (mark == marks.AFTER_SUBMIT_COMMIT)
    # The person sees no answer and sends the same form again.
    writes = [submit(people["sales"], content, form) for form in forms]
    settle_all()
    judge(synced, writes)
    assert posts(synced) == TIMES
