"""How long the machine runs: short in every run of the suite, long at night (HYPOTHESIS_PROFILE=nightly)."""

import os

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.erp.outbox.machine.machine import OutboxMachine
from tests.erp.outbox.machine.world import World

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE", "") == "nightly"
_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), stateful_step_count=50, print_blob=False)
_SAME_EACH_TIME = settings(_COMMON, database=None, derandomize=True)

# Several beginnings rather than one long run: Hypothesis builds many examples from pieces of earlier ones, so that
# one run keeps to few kinds of trouble.
BEGINNINGS = 5
CI = settings(_SAME_EACH_TIME, max_examples=14)
# Found cases are kept in .hypothesis and tried first the next night.
NIGHT = settings(_COMMON, max_examples=5000, stateful_step_count=150)
# A mutant must fall within 500 examples; how short the story of its fall is does not matter.
MUTANT_BEGINNINGS = 10
MUTANT = settings(_SAME_EACH_TIME, max_examples=50, phases=[Phase.generate], report_multiple_bugs=False)


def run(world: World, chosen: settings, beginning: int | None) -> None:
    """Run the machine; ``beginning`` fixes what is drawn. Raises what the first failing example raised."""
    machine: type[OutboxMachine] = type("OutboxMachine", (OutboxMachine,), {"world": world})
    run_state_machine_as_test(machine if beginning is None else seed(beginning)(machine), settings=chosen)


def run_all(world: World, chosen: settings, beginnings: int) -> None:
    for beginning in range(beginnings):
        run(world, chosen, beginning)
