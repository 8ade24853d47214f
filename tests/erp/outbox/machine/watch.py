"""What must hold at every moment, checked from outside: on the wire, in the audit log and in the rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.audit.models import AuditEntry, AuditHead
from apps.core import clock
from apps.erp.models import Attempt
from apps.erp.outbox.models import State, Write
from apps.logictrade import codec
from tests.erp.outbox.machine import spec, workers
from tests.erp.outbox.machine.tally import Tally
from tests.erp.outbox.machine.times import Time

NEVER_CARRIED_OUT = frozenset({401, 403, 429})
MOMENT = 0.001


@dataclass
class Sent:
    """One write that arrived at LogicTrade whole."""

    request_id: str
    at: datetime
    # Once LogicTrade's own answer said that nothing was done, or a later send was found to be in order.
    settled: bool = False


@dataclass
class Known:
    """What was seen of one write."""

    marker: str
    state: State | None = None
    sent: list[Sent] = field(default_factory=list)
    look_ups: list[datetime] = field(default_factory=list)
    # When a record of ours appeared: virtual time that passed until then, by record.
    appeared: dict[int, float] = field(default_factory=dict)
    # Virtual time at which a send that may still deliver bytes began.
    in_flight_since: float | None = None
    vouched: bool = False
    # Why a second record would be beyond what A5.1 promises; empty while it would be a fault.
    excused: str = ""


class Watch:
    """The witness of one example (`remote.Witness`). Every broken promise is an AssertionError where it happens."""

    def __init__(self, time: Time, tally: Tally) -> None:
        self._time = time
        self._tally = tally
        self.known: dict[UUID, Known] = {}
        self._by_request: dict[str, UUID] = {}
        self._seq: int = AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
        self.linked: set[UUID] = set()
        self.twins: set[UUID] = set()

    # The wire --------------------------------------------------------------------------------------------------

    def leaves(self, request_id: str) -> None:
        known = self._of_request(request_id)
        since = known.in_flight_since
        # After its deadline the client sends nothing more, even if its process stands still.
        under_way = since is not None and self._time.passed - since < spec.DEADLINE.total_seconds()
        assert not under_way or known.excused == "jumped", "two sends of one write in flight"
        known.in_flight_since = self._time.passed
        self._holds_its_lease(request_id, known)

    def arrives(self, request_id: str, marker: str) -> None:
        known = self._of_request(request_id)
        assert marker == known.marker, "a write left with another marker than its row says"
        self._holds_its_lease(request_id, known)
        self._nothing_stood_there_before(known)
        self._earlier_sends_are_settled(known)
        for earlier in known.sent:
            earlier.settled = True
        known.sent.append(Sent(request_id, clock.now()))
        known.look_ups.clear()
        known.vouched = False
        self._tally.sends += 1

    def over(self, request_id: str, status: int | None) -> None:
        known = self._of_request(request_id)
        known.in_flight_since = None
        if status in NEVER_CARRIED_OUT and known.sent and known.sent[-1].request_id == request_id:
            known.sent[-1].settled = True
        worker = workers.current()
        if worker:
            worker.taken_at = None

    def appears(self, request_id: str, record_id: int) -> None:
        known = self._of_request(request_id)
        known.appeared[record_id] = self._time.passed
        sent_at = next((sent.at for sent in known.sent if sent.request_id == request_id), clock.now())
        if clock.now() - sent_at > spec.LATEST_EFFECT:
            self._excuse(known, "late")
        if len(known.appeared) > 1:
            assert known.excused, f"doubled: records {sorted(known.appeared)} carry one marker"

    def listed(self, began_at: datetime) -> None:
        worker = workers.current()
        if worker and worker.write_id in self.known:
            self.known[worker.write_id].look_ups.append(began_at)
            self._tally.look_ups += 1

    def _of_request(self, request_id: str) -> Known:
        if request_id not in self._by_request:
            attempt = Attempt.objects.filter(request_id=request_id).select_related("write").first()
            assert attempt is not None, "a write left without an attempt row committed before"
            audited = AuditEntry.objects.filter(subject=f"write:{attempt.write_id}", action="write:attempt").count()
            assert audited == attempt.number, "a write left without its audit row committed before"
            self._by_request[request_id] = attempt.write_id
            self._meet(attempt.write)
        return self.known[self._by_request[request_id]]

    def _meet(self, write: Write) -> Known:
        if write.pk not in self.known:
            self.known[write.pk] = Known(write.marker or "")
        return self.known[write.pk]

    def _holds_its_lease(self, request_id: str, known: Known) -> None:
        if known.excused == "jumped":
            return
        row = Attempt.objects.select_related("write").get(request_id=request_id)
        write = row.write
        assert write.state == State.SENDING, f"bytes leave while the row says {write.state}"
        assert row.number == write.attempts_made, "an older attempt sends beside a newer one"
        assert write.lease_until is not None
        assert write.lease_until >= clock.now(), "bytes leave after the lease ran out"

    def _nothing_stood_there_before(self, known: Known) -> None:
        """A record that stood there when the attempt was taken must have been found (A5.1 step 4)."""
        worker = workers.current()
        assert worker is not None, "the web process sends"
        beyond = known.excused == "jumped" or (known.excused and known.vouched)
        if beyond or worker.taken_at is None:
            return
        earlier = [pk for pk, at in known.appeared.items() if at < worker.taken_at]
        assert not earlier, f"sent again although record {earlier} with its marker stood there"

    def _earlier_sends_are_settled(self, known: Known) -> None:
        """A second send only after NOT_SENT, NOT_DONE, two denials or a person's word (A5.1, I2)."""
        open_sends = [sent for sent in known.sent if not sent.settled]
        if not open_sends or known.vouched or known.excused == "jumped":
            return
        earliest = open_sends[-1].at + spec.DEADLINE
        first = next((at for at in known.look_ups if at >= earliest), None)
        assert first is not None, "sent again without a look-up after the deadline"
        second = [at for at in known.look_ups if (at - first - spec.QUIET).total_seconds() >= -MOMENT]
        assert second, "sent again without a second look-up a quiet time after the first"

    # Excuses ---------------------------------------------------------------------------------------------------

    def clock_jumps(self, crew: Sequence[workers.Worker]) -> None:
        """Our clock goes ahead while a send is under way: its lease and its waits are no longer what they seem."""
        for worker in crew:
            if worker.paused_at and worker.taken_at is not None and worker.write_id in self.known:
                self._excuse(self.known[worker.write_id], "jumped")

    def _excuse(self, known: Known, why: str) -> None:
        if known.excused != "jumped":
            self._tally.excused += not known.excused
            known.excused = why

    def vouched(self, write_id: UUID) -> None:
        """A person has said that it is not there."""
        self.known[write_id].vouched = True

    # The log and the rows --------------------------------------------------------------------------------------

    def read_log(self) -> None:
        """Follow every write along its audited arrows: each starts where the one before ended, and is one of A2."""
        head = AuditHead.objects.values_list("seq", flat=True).first()
        if head == self._seq:
            return
        entries = AuditEntry.objects.filter(seq__gt=self._seq, action__startswith="write:").order_by("seq")
        for entry in entries.select_related("details"):
            write_id = UUID(entry.subject.removeprefix("write:"))
            if entry.action == "write:linked":
                self.linked.add(write_id)
                continue
            if entry.action == "write:intent":
                assert write_id not in self.known or self.known[write_id].state is None, "one form made two intents"
                self._meet(Write.objects.get(pk=write_id)).state = State.INTENT
                self._tally.writes += 1
                continue
            self._follow(write_id, codec.loads(entry.details.before), codec.loads(entry.details.after))
        self._seq = head or 0

    def _follow(self, write_id: UUID, before: dict[str, Any], after: dict[str, Any]) -> None:
        known = self.known[write_id]
        source, target = State(before["state"]), State(after["state"])
        assert source == known.state, f"an arrow starts at {source}, but the write was {known.state}"
        assert (source, target) in spec.ARROWS, f"{source} > {target} is no arrow of A2"
        if (source, target) == (State.SENDING, State.INTENT):
            assert after["reason"] in spec.NOTHING_HAPPENED, f"back to intent because of {after['reason']!r}"
        if target == State.NEEDS_HUMAN:
            self._tally.asked[after["reason"]] += 1
            if after["reason"] == "twins":
                self.twins.add(write_id)
        self._tally.arrows[(source, target)] += 1
        known.state = target

    def read_rows(self) -> None:
        """Rows agree with the log, attempts with what was seen on the wire."""
        rows = {pk: rest for pk, *rest in Write.objects.values_list("pk", "state", "attempts_made")}
        assert rows.keys() == self.known.keys(), "an intent without its audit row, or the reverse"
        attempts: dict[UUID, dict[str, str]] = defaultdict(dict)
        for pk, request_id, outcome in Attempt.objects.values_list("write_id", "request_id", "outcome"):
            attempts[pk][request_id] = outcome
        for pk, (state, made) in rows.items():
            known = self.known[pk]
            assert state == known.state, f"the row says {state}, the log {known.state}"
            assert made == len(attempts[pk])
            self._compare(known, attempts[pk])

    def _compare(self, known: Known, attempts: dict[str, str]) -> None:
        arrived = [sent.request_id for sent in known.sent]
        assert len(set(arrived)) == len(arrived), "one attempt arrived twice"
        assert set(arrived) <= attempts.keys(), "something arrived that no attempt tells of"
        for request_id, outcome in attempts.items():
            if outcome in {"done", "refused"}:
                assert request_id in arrived, f"{outcome} without a write at LogicTrade"
            if outcome == "not_sent":
                assert request_id not in arrived, "called not sent, but it arrived"
