"""What the machine holds the outbox to, written down apart from the product: the arrows of A2 and the times of A5.1."""

from datetime import timedelta

from apps.erp.outbox.models import State

type Arrow = tuple[State, State]

# Between a confirmed form and its end. Two come from elsewhere than A2's table: a write that cannot even be built asks
# a person (A3 row 64), and a value that cannot be written ends it before anything leaves (A5.2 step 6).
ARROWS: frozenset[Arrow] = frozenset(
    {
        (State.INTENT, State.SENDING),
        (State.INTENT, State.CANCELLED),
        (State.INTENT, State.HELD),
        (State.INTENT, State.NEEDS_HUMAN),
        (State.INTENT, State.REJECTED),
        (State.HELD, State.INTENT),
        (State.HELD, State.CANCELLED),
        (State.SENDING, State.CONFIRMED),
        (State.SENDING, State.REJECTED),
        (State.SENDING, State.INTENT),
        (State.SENDING, State.HELD),
        (State.SENDING, State.UNKNOWN),
        (State.UNKNOWN, State.CONFIRMED),
        (State.UNKNOWN, State.INTENT),
        (State.UNKNOWN, State.NEEDS_HUMAN),
        (State.NEEDS_HUMAN, State.CONFIRMED),
        (State.NEEDS_HUMAN, State.INTENT),
        (State.NEEDS_HUMAN, State.CANCELLED),
    }
)

# Without these a run has tested nothing.
COMMON: frozenset[Arrow] = frozenset(
    {
        (State.INTENT, State.SENDING),
        (State.SENDING, State.CONFIRMED),
        (State.SENDING, State.INTENT),
        (State.SENDING, State.UNKNOWN),
        (State.UNKNOWN, State.CONFIRMED),
        (State.UNKNOWN, State.INTENT),
        (State.UNKNOWN, State.NEEDS_HUMAN),
    }
)

# Why a write may go from *sending* back to *intent*: nothing else proves that LogicTrade did nothing.
NOTHING_HAPPENED = frozenset({"not_sent", "not_done"})

LEASE = timedelta(seconds=120)
DEADLINE = timedelta(seconds=45)
QUIET = timedelta(seconds=30)
# What LogicTrade does later than this after the request left is beyond what A5.1 promises.
LATEST_EFFECT = DEADLINE + QUIET
