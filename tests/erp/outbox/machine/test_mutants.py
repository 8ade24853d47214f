"""The machine notices each wrong outbox within 500 examples: a machine that finds nothing wrong must be able to."""

from collections.abc import Callable

import pytest

from tests.erp.outbox.machine import profile
from tests.erp.outbox.machine.mutants import MUTANTS
from tests.erp.outbox.machine.world import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif(not profile.NIGHTLY, reason="takes long: HYPOTHESIS_PROFILE=nightly"),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_a_wrong_outbox_is_noticed(
    mutant: Callable[[pytest.MonkeyPatch], None], machine_world: World, monkeypatch: pytest.MonkeyPatch
):
    mutant(monkeypatch)
    # An AssertionError is the machine's own word; any other exception would be a fault of the mutant or the machine.
    with pytest.raises(AssertionError) as noticed:
        profile.run_all(machine_world, profile.MUTANT, profile.MUTANT_BEGINNINGS)
    print(f"{mutant.__name__}: noticed after {machine_world.tally.examples} examples: {noticed.value}")
