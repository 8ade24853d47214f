"""What must hold whatever people do between two pages (A5.3, P1 to P4), looked at from inside the reading."""

from typing import Any

import pytest

from apps.erp.mirror import registry
from apps.erp.models import Quarantined, SyncState
from apps.erp.sync import engine, sweep
from apps.logictrade import codec
from apps.relations.models import Customer
from tests.erp.sync.shifting.company import Company

NAME = "customer"


class Watch:
    """Looks at each proved pass, each finished delta and each removal."""

    def __init__(self, company: Company) -> None:
        self.company = company
        # A first pass cannot tell what came while it ran; from the second that was proved on, everything is known.
        self.sound = False
        self.proved = 0

    def attach(self, patch: pytest.MonkeyPatch) -> None:
        finish_full, finish_delta, mark_gone = engine._finish_full, engine._finish_delta, sweep.mark_gone

        def full(resource: registry.Resource, state: SyncState) -> None:
            first = state.last_full_at is None
            number, before = state.pass_no, state.complete_pass
            seen = sweep.seen_ids(NAME, number)
            finish_full(resource, state)
            if state.complete_pass == number != before:
                self._pass_was_proved(seen, first=first)

        def delta(resource: registry.Resource, state: SyncState) -> None:
            finish_delta(resource, state)
            self.check_mark(state)

        def gone(resource: registry.Resource, pk: int, *, at: Any) -> None:
            self._check_gone(pk)
            mark_gone(resource, pk, at=at)

        patch.setattr(engine, "_finish_full", full)
        patch.setattr(engine, "_finish_delta", delta)
        patch.setattr(sweep, "mark_gone", gone)

    def _pass_was_proved(self, seen: set[int], *, first: bool) -> None:
        """P1: each record that was there from the first page to the last was met."""
        if first:
            return
        there = {
            record.id
            for record in self.company.records.values()
            if not record.bad and record.since < self.company.whole_since
        }
        assert there <= seen, f"P1: the pass is called complete and passed over {sorted(there - seen)}"
        self.proved += 1
        self.sound = True

    def check_mark(self, state: SyncState) -> None:
        """P3: every change before the mark has been seen, and no unreadable record lies before it."""
        mark = state.high_water
        if not self.sound or mark is None:
            return
        known = dict(Customer.objects.filter(gone_at=None).values_list("pk", "data"))
        for record in self.company.records.values():
            if record.modified < mark:
                assert not record.bad, f"P3: the mark passed {record.id}, which cannot be read"
                assert known.get(record.id) == codec.dumps(record.raw()), f"P3: the mark passed a change of {record.id}"

    def _check_gone(self, pk: int) -> None:
        """P2: absent from two complete passes, and 404."""
        state = SyncState.objects.get(pk=NAME)
        assert state.previous_pass
        assert state.complete_pass != state.previous_pass
        for number in (state.complete_pass, state.previous_pass):
            assert pk not in sweep.seen_ids(NAME, number), f"P2: {pk} was met in pass {number}"
        assert pk in self.company.denied, f"P2: nobody asked for {pk}"
        assert pk not in self.company.records

    def check_equal(self) -> None:
        """P4: the mirror is what LogicTrade has."""
        readable = self.company.readable()
        kept = dict(Customer.objects.filter(gone_at=None).values_list("pk", "data"))
        wrong = {pk for pk, raw in readable.items() if kept.get(pk) != codec.dumps(raw)}
        assert not wrong, f"P4: other than LogicTrade's, or missing: {sorted(wrong)}"
        bad = {record.id for record in self.company.records.values() if record.bad}
        extra = kept.keys() - readable.keys() - bad
        assert not extra, f"P4: no longer in LogicTrade: {sorted(extra)}"
        aside = set(Quarantined.objects.values_list("remote_id", flat=True))
        assert aside == {f"?{pk}" for pk in bad}, "P4: the quarantine holds what cannot be read, and nothing else"
