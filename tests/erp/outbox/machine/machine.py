"""The state machine: everything that people, workers, networks and clocks may do to a write, in any order (A5.4)."""

import functools
import sys
import uuid
from typing import Any

from django.conf import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from apps.erp.outbox import marks, work
from apps.erp.outbox.decide import NotTheRecordError, write_cancel, write_found, write_release, write_send_again
from apps.erp.outbox.models import FINAL, OPEN, State, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError
from apps.logictrade.errors import LogicTradeError
from apps.sales.models import Quote
from apps.sandbox.faults import Fault
from tests.erp.outbox.machine import actions, workers
from tests.erp.outbox.machine.actions import Action
from tests.erp.outbox.machine.world import GOOD, World

MOST_FORMS = 14
MOST_ROUNDS = 200
A_DAY_AND_MORE = 25 * 3600
# Nothing of the product runs in these.
OUTSIDE = frozenset({"advance", "jump_clock", "fault_of_writes", "fault_of_reads", "trouble", "heal", "colleague"})


class OutboxMachine(RuleBasedStateMachine):
    """Steps of one example. ``world`` is set by whoever runs it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[uuid.UUID, dict[str, Any]]] = []
        self.begun = False
        self.quiet = False
        # How far our clock was set back in all: what it stamped before may lie that far ahead.
        self.behind = 0.0

    @initialize(
        dialect=actions.DIALECTS,
        server_ahead=st.sampled_from([0.0, 90.0, -90.0]),
        at_the_end=st.sampled_from(["kill", "first", "last"]),
        drops=st.booleans(),
        pace=st.sampled_from([0.0, 6.0, 20.0]),
        natures=st.lists(actions.NATURES, min_size=1, max_size=3),
        faults=st.lists(st.tuples(actions.WRITE_FAULTS, actions.LATE), max_size=3),
    )
    def begin(
        self,
        dialect: dict[str, str],
        server_ahead: float,
        at_the_end: str,
        drops: bool,
        pace: float,
        natures: list[str],
        faults: list[tuple[str, float]],
    ) -> None:
        """A LogicTrade with ways of its own; some forms are posted already, some trouble waits for them."""
        self.world.begin(server_ahead=server_ahead, dialect=dialect)
        self.at_the_end, self.drops, self.pace = at_the_end, drops, pace
        self.world.tally.examples += 1
        self.begun = True
        for nature in natures:
            self.submit(nature)
        for kind, late in faults:
            self.fault_of_writes(kind, 1, late)

    @rule(action=actions.ACTIONS)
    def step(self, action: Action) -> None:
        """One thing happens; where it cannot, a worker works, and where nothing is left to do, a new form is posted."""
        name, arguments = action
        self.world.tally.steps += 1
        self.world.time.pass_by(0.01)
        index = arguments.get("index", 0)
        tries = (
            (name, lambda: getattr(self, name)(**arguments)),
            ("work", lambda: self.work(index)),
            ("submit", lambda: self.submit(GOOD)),
        )
        done = next((tried for tried, act in tries if act() is None), "(nothing)")
        self.quiet = done in OUTSIDE
        self.world.tally.rules[done] += 1

    # An action returns None when it took place, "cannot" otherwise.

    # People ----------------------------------------------------------------------------------------------------

    def submit(self, nature: str, follows: bool = False, die_at: str = "") -> str | None:
        """A new form is opened and posted; the web process may die meanwhile."""
        if len(self.forms) >= MOST_FORMS:
            return "cannot"
        before = Write.objects.filter(pk=self.forms[-1][0]).first() if follows and self.forms else None
        form, content = uuid.uuid4(), self.world.content(len(self.forms), nature)
        try:
            written = self.world.submit(form, content, depends_on=before, die_at=die_at)
        except WritesOffError:
            assert not settings.LOGICTRADE_WRITES
            return None
        self.forms.append((form, content))
        assert (written is None) == bool(die_at)
        stored = Write.objects.filter(pk=form).exists()
        assert stored == (die_at != marks.BEFORE_SUBMIT_COMMIT)
        return None

    def post_again(self, index: int, changed: bool) -> str | None:
        """Double click, back button, or the same page with something else typed into it."""
        if not self.forms:
            return "cannot"
        form, content = self.forms[index % len(self.forms)]
        known = Write.objects.filter(pk=form).first()
        if changed and known is not None:
            content = content | {"reference": "Something else"}
        number_before = Write.objects.count()
        try:
            written = self.world.submit(form, content)
        except WritesOffError:
            assert not settings.LOGICTRADE_WRITES
            return None
        except AlreadySentError as error:
            if changed and error.write.pk == form:
                return None
            raise AssertionError("another write was shown for this form") from error
        assert written is not None
        assert written.pk == form, "the second post of a form made another write"
        assert not (changed and known), "another content under a known form was taken without a word"
        assert Write.objects.count() == number_before + (known is None)
        return None

    def take_back(self, index: int) -> str | None:
        write = self._pick(State.INTENT, index)
        if write is None:
            return "cannot"
        write_cancel(actor=self.world.actor, write=write)
        return None

    def decide_held(self, index: int, drop: bool) -> str | None:
        write = self._pick(State.HELD, index)
        if write is None:
            return "cannot"
        (write_cancel if drop else write_release)(actor=self.world.actor, write=write)
        return None

    def answer(self, index: int, drop: bool) -> str | None:
        write = self._pick(State.NEEDS_HUMAN, index)
        if write is None:
            return "cannot"
        # To look into LogicTrade it must be there.
        self.world.remote.down = False
        self._answer(write, drop=drop)
        return None

    def _pick(self, state: State, index: int) -> Write | None:
        found = list(Write.objects.filter(state=state).order_by("created_at", "pk"))
        return found[index % len(found)] if found else None

    def _answer(self, write: Write, *, drop: bool) -> None:
        """What an honest person says who looks into LogicTrade now."""
        there = self.world.remote.marked().get(write.marker or "")
        if there:
            number = str(self.world.remote.record(there[0])["number"])
            try:
                write_found(actor=self.world.actor, write=write, number=number)
            except NotTheRecordError as error:
                raise AssertionError(f"the right number was not accepted: {error.reason}") from error
            except LogicTradeError:
                return
        elif drop:
            write_cancel(actor=self.world.actor, write=write)
        else:
            write_send_again(actor=self.world.actor, write=write)
            self.world.watch.vouched(write.pk)

    # Workers ---------------------------------------------------------------------------------------------------

    def work(self, index: int, points: int = -1, late: float = 0.0, single: bool = False) -> str | None:
        """A free worker waits for the next write that is due, and works on it up to some point."""
        return self._work(self._due(index, late), points=points, single=single)

    def wake_too_early(self, index: int, points: int) -> str | None:
        """The queue wakes a worker for a write that is not due, or long settled."""
        return self._work(self.forms[index % len(self.forms)][0] if self.forms else None, points=points)

    def work_and_die(self, index: int, points: int, late: float) -> str | None:
        return self._work(self._due(index, late), points=points, dies=True)

    def _work(
        self, write_id: uuid.UUID | None, *, points: int = -1, dies: bool = False, single: bool = False
    ) -> str | None:
        worker = self._free()
        if write_id is None or worker is None:
            return "cannot"
        job = functools.partial(work.step if single else work.work, write_id)
        news = worker.run(job, write_id, points=points, dies=dies)
        if news == "dead":
            self.world.tally.kills[worker.stood_at] += 1
        elif news == "paused":
            self.world.tally.pauses[worker.stood_at] += 1
        return None

    def go_on(self, second: bool, points: int, after: float) -> str | None:
        """A worker that stood still goes on, at once or after a while."""
        worker = self._paused(second)
        if worker is None:
            return "cannot"
        self.world.time.pass_by(after)
        if worker.resume(points=points) == "paused":
            self.world.tally.pauses[worker.stood_at] += 1
        return None

    def kill(self, second: bool) -> str | None:
        worker = self._paused(second)
        if worker is None:
            return "cannot"
        self.world.tally.kills[worker.paused_at] += 1
        worker.kill()
        return None

    def _free(self) -> workers.Worker | None:
        return next((worker for worker in self.world.crew if not worker.paused_at), None)

    def _paused(self, second: bool) -> workers.Worker | None:
        paused = [worker for worker in self.world.crew if worker.paused_at]
        return paused[-1 if second else 0] if paused else None

    def _due(self, index: int, late: float) -> uuid.UUID | None:
        ids = self._workable()
        waits = [] if ids else self._waits()
        self.world.time.pass_by(min(waits, default=0.0) + late)
        ids = self._workable()
        return ids[index % len(ids)] if ids else None

    def _workable(self) -> list[uuid.UUID]:
        """What is due, less the writes that wait for another one."""
        waiting = Write.objects.filter(state=State.INTENT, depends_on__state__in=OPEN).values_list("pk", flat=True)
        due = set(work.due()) - set(waiting)
        return [form for form, _ in self.forms if form in due]

    # Time ------------------------------------------------------------------------------------------------------

    def advance(self, seconds: float) -> None:
        self.world.time.pass_by(seconds)

    def _waits(self) -> list[float]:
        """Seconds until the next step of each write that waits for one."""
        now = self.world.time.wall()
        names = ("not_before", "check_at", "lease_until")
        moments = (
            max((moment for moment in row if moment), default=now)
            for row in Write.objects.exclude(state__in=FINAL).values_list(*names)
        )
        return [(moment - now).total_seconds() + 0.02 for moment in moments if moment > now]

    def jump_clock(self, seconds: float) -> None:
        """Somebody sets the clock of our machine."""
        if seconds > 0:
            self.world.watch.clock_jumps(self.world.crew)
        else:
            self.behind -= seconds
        self.world.time.jump(seconds)

    # LogicTrade and the network --------------------------------------------------------------------------------

    def fault_of_writes(self, kind: str, times: int, late: float) -> None:
        self._add_fault(kind, "POST", times, late)

    def fault_of_reads(self, kind: str, times: int) -> None:
        self._add_fault(kind, "GET", times, 1.0)

    def _add_fault(self, kind: str, method: str, times: int, seconds: float) -> None:
        options: dict[str, Any] = {}
        if kind in {"500_with_effect", "500_without"}:
            kind, options = "status", {"status": 500, "effect": kind == "500_with_effect"}
        elif kind == "429":
            kind, options = "status", {"status": 429, "retry_after": 7}
        elif kind == "hang_after":
            seconds = 40.0
        self.world.remote.faults.add(
            Fault(kind, method=method, path="/quotes", times=times, seconds=seconds, options=options)
        )

    def trouble(self, what: str) -> None:
        """LogicTrade goes down, or somebody takes a right away."""
        match what:
            case "down":
                self.world.remote.down = True
            case "down for a day":
                self.world.remote.down = True
                self.world.time.pass_by(A_DAY_AND_MORE)
            case "revoke" | "scope":
                self.world.spoil_key(revoke=what == "revoke")
            case "writes off":
                self.world.set_writes(on=False)
            case "person locked":
                self.world.set_active(active=False)

    def heal(self) -> None:
        self.world.remote.down = False
        self.world.remote.faults.clear()
        self.world.new_key()
        self.world.set_writes(on=True)
        self.world.set_active(active=True)

    def colleague(self, index: int, what: str) -> None:
        """Somebody works in LogicTrade itself: makes a quote, perhaps for the same customer with the same goods; copies
        one of ours, marker and all; changes one of ours; removes one that is not ours."""
        remote = self.world.remote
        ours = sorted(pk for records in remote.marked().values() for pk in records)
        others = remote.unmarked()
        if what == "delete" and others:
            remote.colleague_deletes(others[-1 - index % len(others)])
        elif what in {"copy", "edit"} and ours:
            (remote.colleague_copies if what == "copy" else remote.colleague_edits)(ours[index % len(ours)])
        else:
            contents = [content for _, content in self.forms if content["lines"][0]["code"] != "NOT-THERE"]
            alike = what == "create alike" and contents
            content = contents[index % len(contents)] if alike else self.world.content(100 + index)
            remote.colleague_creates(content | {"reference": "Made by hand"})

    def sync(self, full: bool) -> None:
        try:
            self.world.sync(full=full)
        except LogicTradeError:
            self.world.tally.rules["(failed) sync"] += 1

    # What must hold --------------------------------------------------------------------------------------------

    @invariant()
    def promises_hold(self) -> None:
        if self.begun and not self.quiet:
            self.world.watch.read_log()
            self.world.watch.read_rows()

    def teardown(self) -> None:
        failing = sys.exc_info()[0] is not None
        self.quiet = False
        try:
            if self.begun and not failing:
                self._settle()
                self._judge()
        finally:
            if self.begun:
                self.world.end()

    def _settle(self) -> None:
        """Heal everything, answer every question, and wait until nothing moves any more. Busy workers take one step at
        a time, with some seconds between them."""
        self.heal()
        self.world.poisoned = False
        self._end_pauses(spare=1 if self.at_the_end == "last" else 0)
        self._until_quiet()
        self._end_pauses(spare=0)
        self.world.time.pass_by(1000)
        self._until_quiet()
        self.world.time.pass_by(200 + self.behind)
        assert self.world.sync(full=True)
        self.promises_hold()

    def _end_pauses(self, *, spare: int) -> None:
        """Workers that stand somewhere go on, or die; one may be left standing until all others are ready."""
        paused = [worker for worker in self.world.crew if worker.paused_at]
        for worker in paused[spare:]:
            if self.at_the_end == "kill":
                worker.kill()
            else:
                worker.resume()
            self.promises_hold()

    def _until_quiet(self) -> None:
        for _ in range(MOST_ROUNDS):
            for write in Write.objects.filter(state__in=[State.HELD, State.NEEDS_HUMAN]):
                self._settle_by_hand(write)
            for write_id in work.due():
                self._work(write_id, single=self.pace > 0)
                self.world.time.pass_by(self.pace)
                self.promises_hold()
            open_writes = Write.objects.exclude(state__in=FINAL)
            if not open_writes:
                return
            waits = self._waits()
            self.world.time.pass_by(min(waits) if waits else 5.0)
        raise AssertionError(f"never quiet: {list(open_writes.values_list('state', 'reason', 'error_detail'))}")

    def _settle_by_hand(self, write: Write) -> None:
        if write.state == State.NEEDS_HUMAN:
            self._answer(write, drop=self.drops)
        elif write.reason == "dependency" and write.depends_on and write.depends_on.final:
            write_cancel(actor=self.world.actor, write=write)
        else:
            write_release(actor=self.world.actor, write=write)

    def _judge(self) -> None:
        """Lost 0, doubled 0, the mirror shows what LogicTrade has."""
        remote = self.world.remote
        there = remote.marked()
        for write in Write.objects.all():
            known = self.world.watch.known[write.pk]
            records = there.pop(write.marker or "", [])
            made = [pk for pk in records if pk not in remote.copies]
            assert write.final, f"left {write.state}"
            if known.excused and (len(made) > 1 or (made and write.state != State.CONFIRMED)):
                self._was_noticed(write)
                continue
            assert len(made) == (write.state == State.CONFIRMED), f"{write.state} with records {made}"
            if made:
                assert write.remote_id in records
                self._mirrored(made[0])
        assert not there, "records of writes that nobody knows"

    def _was_noticed(self, write: Write) -> None:
        """Where lists leave comments out, the sync sees no markers: such a double stays unnoticed."""
        self.world.tally.doubled += 1
        if self.world.remote.sandbox.dialect["list_comments"] == "without":
            return
        watch = self.world.watch
        assert write.pk in watch.linked | watch.twins, f"beyond the promise, and unnoticed: {write.state}"

    def _mirrored(self, pk: int) -> None:
        row, record = Quote.objects.get(pk=pk), self.world.remote.record(pk)
        assert row.gone_at is None
        for name in ("number", "reference", "totalAmount", "status"):
            assert row.raw[name] == record[name], name
        assert [line["code"] for line in row.raw["lines"]] == [line["code"] for line in record["lines"]]
