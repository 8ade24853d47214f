"""The mirror equals LogicTrade, whatever people insert, change and remove between two pages (A5.3, P1 to P4)."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
import structlog

from apps.erp.mirror.registry import Resource
from apps.erp.models import SyncState
from apps.erp.sync import engine, sweep
from tests.erp.sync.shifting import profile
from tests.erp.sync.shifting.world import Story, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

type Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.configure(**before)


@pytest.mark.timeout(0 if profile.NIGHTLY else 300)
def test_the_mirror_equals_logictrade_after_one_delta_and_one_sweep() -> None:
    proved = []

    def told(story: Story) -> None:
        proved.append(tell(story).proved)

    if profile.NIGHTLY:
        profile.run(told, profile.NIGHT, None)
    else:
        profile.run(told, profile.CI)
    # A reading that proves nothing keeps every promise: many passes must have been called complete.
    assert sum(proved) > 2 * len(proved)


# Readings that are wrong in one point each, to show that the stories would notice.


def what_was_removed_and_added_alike_is_not_noticed(patch: Patch) -> None:
    patch.setattr(engine, "_arrivals", lambda *_args: 0)


def a_list_that_moved_counts_as_complete(patch: Patch) -> None:
    note_page = engine._note_page

    def note(state: SyncState, *page: Any) -> None:
        note_page(state, *page)
        state.first_total = 0

    patch.setattr(engine, "_note_page", note)
    patch.setattr(engine, "_moved", lambda *_args: False)
    patch.setattr(engine, "_missing", lambda *_args: 0)


def a_delta_is_whole_whatever_it_met(patch: Patch) -> None:
    patch.setattr(engine, "_is_whole_delta", lambda *_args: True)


def the_mark_passes_the_beginning(patch: Patch) -> None:
    def late(state: SyncState, *, complete_list: bool) -> datetime | None:
        return max(filter(None, (state.began_server_at, state.newest)), default=None)

    patch.setattr(engine, "_mark", late)


def the_mark_passes_what_cannot_be_read(patch: Patch) -> None:
    mark = engine._mark

    def blind(state: SyncState, *, complete_list: bool) -> datetime | None:
        state.held_at = None
        return mark(state, complete_list=complete_list)

    patch.setattr(engine, "_mark", blind)


def one_absence_is_enough(patch: Patch) -> None:
    absent = sweep._absent

    def hasty(resource: Resource, state: SyncState) -> tuple[list[int], int]:
        met = sweep.seen_ids(resource.name, state.complete_pass)
        rows = resource.model._default_manager.filter(gone_at=None)
        return sorted(set(rows.values_list("pk", flat=True)) - met), absent(resource, state)[1]

    patch.setattr(sweep, "_absent", hasty)


def nobody_is_asked(patch: Patch) -> None:
    def sure(resource: Resource, _state: SyncState, pk: int, _priority: Any) -> int:
        sweep.mark_gone(resource, pk, at=sweep.clock.now())
        return 1

    patch.setattr(sweep, "_confirm_gone", sure)


def removals_are_never_looked_for(patch: Patch) -> None:
    patch.setattr(sweep, "_absent", lambda *_args: ([], 0))


MUTANTS: list[Callable[[Patch], None]] = [
    what_was_removed_and_added_alike_is_not_noticed,
    a_list_that_moved_counts_as_complete,
    a_delta_is_whole_whatever_it_met,
    the_mark_passes_the_beginning,
    the_mark_passes_what_cannot_be_read,
    one_absence_is_enough,
    nobody_is_asked,
    removals_are_never_looked_for,
]
# Noticed within a few stories, so they cost every run next to nothing.
QUICK = {one_absence_is_enough, nobody_is_asked, removals_are_never_looked_for}


@pytest.mark.timeout(0 if profile.NIGHTLY else 300)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_reading_is_noticed(mutant: Callable[[Patch], None], monkeypatch: Patch) -> None:
    if not profile.NIGHTLY and mutant not in QUICK:
        pytest.skip("takes long: HYPOTHESIS_PROFILE=nightly")
    mutant(monkeypatch)
    stories = 0

    def told(story: Story) -> None:
        nonlocal stories
        stories += 1
        tell(story)

    with pytest.raises(AssertionError) as noticed:
        profile.run(told, profile.MUTANT)
    print(f"{mutant.__name__}: noticed after {stories} stories: {noticed.value}")
