"""How long it runs: some seconds in every run of the suite, long at night (HYPOTHESIS_PROFILE=nightly)."""

import os
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.erp.sync.shifting.company import ORDERS, Change
from tests.erp.sync.shifting.world import Story

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE", "") == "nightly"
_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
CI = settings(_COMMON, max_examples=120, database=None, derandomize=True)
NIGHT = settings(_COMMON, max_examples=5000)
# A wrong reading must be noticed within as many examples; how short its story is does not matter.
MUTANT = settings(
    _COMMON, max_examples=500, database=None, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False
)

_CHANGES: st.SearchStrategy[Change] = st.tuples(
    st.sampled_from(["insert", "delete", "change", "change", "delete", "insert", "spoil"]), st.integers(0, 30)
)
_SCRIPT = st.lists(st.lists(_CHANGES, max_size=3), max_size=10)
STORIES = st.builds(
    Story,
    order=st.sampled_from(sorted(ORDERS)),
    inclusive=st.booleans(),
    ahead=st.sampled_from([0, -40, 40]),
    page_size=st.integers(2, 5),
    interrupted=st.booleans(),
    at_first=st.integers(0, 16),
    readings=st.lists(st.tuples(st.booleans(), _SCRIPT), min_size=1, max_size=4),
)


def run(tell: Callable[[Story], object], chosen: settings, beginning: int | None = 0) -> None:
    """Tell stories; raises what the first failing one raised. ``beginning`` fixes what is drawn."""

    @given(STORIES)
    def stories(story: Story) -> None:
        tell(story)

    test = stories if beginning is None else seed(beginning)(stories)
    chosen(test)()
