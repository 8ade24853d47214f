"""What can happen in one step, and how often each is drawn. One strategy and not a rule for each: Hypothesis leaves
out half of a machine's rules in every example, and without workers nothing happens at all."""

from typing import Any

from hypothesis import strategies as st

from apps.erp.outbox import marks
from tests.erp.outbox.machine.world import GOOD, POISON, UNKNOWN_PRODUCT, UNWRITABLE

type Action = tuple[str, dict[str, Any]]

INDEX = st.integers(0, 5)
# Around every wait that A5.1 knows: first look-ups, quiet time, deadline, deadline and quiet time, fence, lease.
SECONDS = st.sampled_from([0.5, 2, 10, 29, 31, 44, 46, 61, 76, 90, 118, 121, 600, 4000, 90_000])
JUMPS = st.sampled_from([-86_400, -7200, -60, 40, 130, 7200, 86_400])
# Later than 75 s is beyond what A5.1 promises.
LATE = st.sampled_from([1, 20, 43, 60, 74, 80, 90, 400])
# A worker comes when it is due, or somewhat later.
LATENESS = st.sampled_from([0.0, 0.0, 0.0, 0.0, 20.0, 130.0])
PAUSE = st.sampled_from([0.0, 0.0, 1.0, 20.0, 44.0, 80.0, 100.0, 119.0, 300.0])
# Half of the time a worker goes through; otherwise it stops, or dies, after so many points.
POINTS = st.sampled_from([*[-1] * 9, 0, 1, 2, 3, 4, 5, 6, 8, 10])
NATURES = st.sampled_from([*[GOOD] * 11, UNKNOWN_PRODUCT, UNKNOWN_PRODUCT, UNWRITABLE, POISON])
WRITE_FAULTS = st.sampled_from(
    [
        "reset_before",
        "reset_after",
        "hang_after",
        "late_effect",
        "late_effect",
        "late_effect",
        "500_with_effect",
        "500_without",
        "429",
        "truncate",
        "html",
        "empty",
    ]
)
READ_FAULTS = st.sampled_from(
    ["reset_before", "reset_after", "hang_after", "500_without", "429", "truncate", "html", "empty"]
)
TROUBLE = st.sampled_from(
    ["down", "down for a day", "revoke", "revoke", "scope", "scope", "writes off", "person locked"]
)
DIALECTS = st.fixed_dictionaries(
    {
        "list_order": st.sampled_from(["newest_first", "oldest_first"]),
        "list_comments": st.sampled_from(["with", "without"]),
        "modified_after": st.sampled_from(["inclusive", "exclusive"]),
        "modified_after_zone": st.sampled_from(["honoured", "dropped", "shifted"]),
        "naive_zone": st.sampled_from(["Europe/Amsterdam", "UTC"]),
        "create_answer": st.sampled_from(["object", "id", "empty"]),
        "marker": st.sampled_from(["kept", "joined"]),
    }
)

# Name: how often in a hundred, and what is drawn with it.
_ACTIONS: dict[str, tuple[int, dict[str, st.SearchStrategy[Any]]]] = {
    "work": (28, {"index": INDEX, "points": POINTS, "late": LATENESS, "single": st.booleans()}),
    "wake_too_early": (3, {"index": INDEX, "points": POINTS}),
    "work_and_die": (8, {"index": INDEX, "points": st.integers(0, 9), "late": LATENESS}),
    "go_on": (16, {"second": st.booleans(), "points": POINTS, "after": PAUSE}),
    "kill": (3, {"second": st.booleans()}),
    "advance": (4, {"seconds": SECONDS}),
    "jump_clock": (2, {"seconds": JUMPS}),
    "fault_of_writes": (8, {"kind": WRITE_FAULTS, "times": st.sampled_from([1, 1, 2, 3]), "late": LATE}),
    "fault_of_reads": (4, {"kind": READ_FAULTS, "times": st.integers(1, 6)}),
    "trouble": (
        3,
        {
            "what": st.sampled_from(
                ["down", "down for a day", "revoke", "revoke", "scope", "scope", "writes off", "person locked"]
            )
        },
    ),
    "heal": (4, {}),
    "colleague": (
        6,
        {"index": INDEX, "what": st.sampled_from(["create", "create alike", "create alike", "copy", "edit", "delete"])},
    ),
    "sync": (4, {"full": st.sampled_from([False, False, False, True])}),
    "submit": (
        4,
        {
            "nature": NATURES,
            "follows": st.sampled_from([False] * 5 + [True]),
            "die_at": st.sampled_from(["", "", "", marks.BEFORE_SUBMIT_COMMIT, marks.AFTER_SUBMIT_COMMIT]),
        },
    ),
    "post_again": (2, {"index": INDEX, "changed": st.booleans()}),
    "take_back": (1, {"index": INDEX}),
    "decide_held": (3, {"index": INDEX, "drop": st.sampled_from([False, False, True])}),
    "answer": (6, {"index": INDEX, "drop": st.sampled_from([False, False, True])}),
}


def _with_arguments(name: str) -> st.SearchStrategy[Action]:
    return st.tuples(st.just(name), st.fixed_dictionaries(_ACTIONS[name][1]))


ACTIONS: st.SearchStrategy[Action] = st.sampled_from(
    [name for name, (times, _) in _ACTIONS.items() for _ in range(times)]
).flatmap(_with_arguments)
