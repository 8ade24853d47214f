"""Every arrow of A2 walked on purpose, on the machine's world: what a short run of chance may not reach."""

from collections.abc import Callable

import pytest

from apps.erp.outbox.models import State
from apps.erp.outbox.states import ARROWS
from tests.erp.outbox.machine import spec
from tests.erp.outbox.machine.machine import OutboxMachine
from tests.erp.outbox.machine.spec import Arrow
from tests.erp.outbox.machine.world import GOOD, POISON, UNKNOWN_PRODUCT, UNWRITABLE, World

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = {
    "list_order": "newest_first",
    "list_comments": "with",
    "modified_after": "inclusive",
    "modified_after_zone": "honoured",
    "naive_zone": "Europe/Amsterdam",
    "create_answer": "object",
    "marker": "kept",
}


@pytest.fixture
def machine(machine_world: World) -> OutboxMachine:
    OutboxMachine.world = machine_world
    made = OutboxMachine()
    made.begin(dialect=PLAIN, server_ahead=0.0, at_the_end="kill", drops=False, pace=0.0, natures=[GOOD], faults=[])
    return made


def again(machine: OutboxMachine, times: int) -> None:
    for _ in range(times):
        machine.work(0)


def instead(machine: OutboxMachine, nature: str) -> None:
    machine.take_back(0)
    machine.submit(nature)
    again(machine, 6)


def trouble(machine: OutboxMachine, what: str) -> None:
    machine.trouble(what)
    machine.work(0)
    machine.heal()


def fault(machine: OutboxMachine, kind: str, *, times: int = 1, turns: int = 1) -> None:
    machine.fault_of_writes(kind, times, 0)
    again(machine, turns)


def send_in_vain(machine: OutboxMachine) -> None:
    fault(machine, "reset_before", times=3, turns=30)


def answer_held(machine: OutboxMachine, *, drop: bool) -> None:
    trouble(machine, "writes off")
    machine.decide_held(0, drop=drop)


def answer_asked(machine: OutboxMachine, *, drop: bool) -> None:
    send_in_vain(machine)
    machine.answer(0, drop=drop)


def find_after_silence(machine: OutboxMachine) -> None:
    """The answer is lost, nothing can be read for a day, and then a person names the record."""
    fault(machine, "reset_after")
    trouble(machine, "down for a day")
    machine.answer(0, drop=False)


WALKS: dict[Arrow, Callable[[OutboxMachine], object]] = {
    (State.INTENT, State.SENDING): lambda m: again(m, 1),
    (State.INTENT, State.CANCELLED): lambda m: m.take_back(0),
    (State.INTENT, State.HELD): lambda m: trouble(m, "writes off"),
    (State.INTENT, State.NEEDS_HUMAN): lambda m: instead(m, POISON),
    (State.INTENT, State.REJECTED): lambda m: instead(m, UNWRITABLE),
    (State.HELD, State.INTENT): lambda m: answer_held(m, drop=False),
    (State.HELD, State.CANCELLED): lambda m: answer_held(m, drop=True),
    (State.SENDING, State.CONFIRMED): lambda m: again(m, 1),
    (State.SENDING, State.REJECTED): lambda m: instead(m, UNKNOWN_PRODUCT),
    (State.SENDING, State.INTENT): lambda m: fault(m, "429"),
    (State.SENDING, State.HELD): lambda m: trouble(m, "revoke"),
    (State.SENDING, State.UNKNOWN): lambda m: fault(m, "reset_after"),
    (State.UNKNOWN, State.CONFIRMED): lambda m: fault(m, "reset_after", turns=2),
    (State.UNKNOWN, State.INTENT): lambda m: fault(m, "reset_before", turns=8),
    (State.UNKNOWN, State.NEEDS_HUMAN): send_in_vain,
    (State.NEEDS_HUMAN, State.CONFIRMED): find_after_silence,
    (State.NEEDS_HUMAN, State.INTENT): lambda m: answer_asked(m, drop=False),
    (State.NEEDS_HUMAN, State.CANCELLED): lambda m: answer_asked(m, drop=True),
}


@pytest.mark.parametrize("arrow", sorted(spec.ARROWS), ids=" to ".join)
def test_each_arrow_is_walked(arrow: Arrow, machine: OutboxMachine):
    WALKS[arrow](machine)
    machine.promises_hold()
    assert machine.world.tally.arrows[arrow] > 0
    machine.teardown()


def test_the_product_knows_these_arrows_and_no_other():
    assert {(source, target) for source, targets in ARROWS.items() for target in targets} == spec.ARROWS


@pytest.mark.parametrize("point", range(8))
def test_a_worker_that_dies_anywhere_leaves_a_write_that_comes_to_rest(point: int, machine: OutboxMachine):
    machine.work_and_die(0, points=point, late=0.0)
    assert machine.world.tally.kills.total() == 1
    machine.teardown()
