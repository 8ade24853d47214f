"""Faults that chance once found: a clock set back, a denial counted from the wrong end, a swap that took one attempt
for another."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.outbox import check, kinds
from apps.erp.outbox.lookup import find
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.states import LostRaceError, move
from tests.erp.outbox.support import KIND, carrying, quote_content, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost(synced, people, domain, drain, settings) -> Write:
    """A write whose answer was dropped after the act, with no look-up made yet."""
    settings.OUTBOX_SCHEDULE = (3600,)
    synced.control.faults.add("reset_after", method="POST", path="/quotes")
    write = submit(people["sales"], quote_content(synced))
    drain()
    write.refresh_from_db()
    assert write.state == State.UNKNOWN
    return write


def leased(write: Write, **values: object) -> Write:
    """The write as a look-up holds it."""
    Write.objects.filter(pk=write.pk).update(lease="held", lease_until=clock.now() + timedelta(minutes=2), **values)
    write.refresh_from_db()
    return write


def test_a_record_that_seems_older_than_its_write_is_found_by_its_marker(lost, synced):
    """Our clock was set back after the sync had brought the record."""
    row = registry.get("quote").model._default_manager.first()
    row.pk = carrying(synced, lost)[0]
    row.read_began_at = lost.created_at - timedelta(hours=1)
    row.save(force_insert=True)
    assert find(lost, kinds.get(KIND)).found["id"] == row.pk


def test_a_look_up_that_began_too_early_denies_nothing_however_late_it_ends(lost):
    now = clock.now()
    deadline = timedelta(seconds=django_settings.LOGICTRADE_TIMEOUTS["deadline"])
    write = leased(lost, attempt_ended_at=now - deadline - timedelta(seconds=1), denied_at=None)
    check._denied(write, kinds.get(KIND), began_at=now - timedelta(seconds=5))
    write.refresh_from_db()
    assert (write.state, write.denied_at) == (State.UNKNOWN, None)


def test_the_quiet_time_runs_from_one_look_ups_end_to_the_next_ones_beginning(lost):
    now = clock.now()
    kind = kinds.get(KIND)
    quiet = check.quiet_time(kind)
    write = leased(lost, attempt_ended_at=now - timedelta(hours=1), denied_at=now - quiet - timedelta(seconds=1))
    check._denied(write, kind, began_at=now - timedelta(seconds=5))
    write.refresh_from_db()
    assert write.state == State.UNKNOWN
    write = leased(write)
    check._denied(write, kind, began_at=now)
    write.refresh_from_db()
    assert write.state == State.INTENT


def test_an_arrow_from_an_attempt_that_is_over_moves_nothing(lost):
    """The same state and lease again, but somebody else has sent it in between."""
    stale = Write.objects.get(pk=lost.pk)
    Write.objects.filter(pk=lost.pk).update(attempts_made=lost.attempts_made + 1)
    with pytest.raises(LostRaceError), transaction.atomic():
        move(stale, State.INTENT)
    lost.refresh_from_db()
    assert lost.state == State.UNKNOWN
