"""The outbox under everything that can happen to it, in any order (A5.4): nothing lost, nothing doubled."""

import pytest

from apps.audit.verify import verify
from tests.erp.outbox.machine import profile, spec
from tests.erp.outbox.machine.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.timeout(0 if profile.NIGHTLY else 600)
def test_nothing_is_lost_and_nothing_is_doubled(machine_world: World):
    if profile.NIGHTLY:
        profile.run(machine_world, profile.NIGHT, None)
    else:
        profile.run_all(machine_world, profile.CI, profile.BEGINNINGS)
    for line in machine_world.tally.lines():
        print(line)
    assert verify().whole
    # Which arrows a run of chance meets changes with every change of the machine; test_arrows walks each on purpose.
    missing = spec.COMMON - set(machine_world.tally.arrows)
    assert not missing
