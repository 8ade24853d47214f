"""What can be made of parts: trees of compositions, cycles cut, shared parts counted once. Pure functions.

A composition is a flat list of edges over the whole catalogue (contract section 5.8), and nothing forbids a set that
holds itself: every walk here is bounded and leaves out the edge that closes a circle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

MOST_NODES = 400
MOST_DEPTH = 12
# More sets than anybody stocks: where the search for "can make" stops.
MOST_SETS = 1_000_000
ZERO = Decimal(0)


@dataclass(frozen=True)
class Part:
    """So many pieces of a product in one set; None where LogicTrade does not say how many."""

    product_id: int
    quantity: Decimal | None

    @property
    def counts(self) -> bool:
        return self.quantity is not None and self.quantity > 0


type Parts = Mapping[int, Sequence[Part]]
type Free = Mapping[int, Decimal | None]


class Odd(StrEnum):
    """What is wrong with an edge."""

    CYCLE = "cycle"
    NO_QUANTITY = "no_quantity"


@dataclass(frozen=True)
class Node:
    """One line of the tree. ``each``: pieces in one of its parent; ``total``: in one of the root, None if unknown."""

    product_id: int
    depth: int
    each: Decimal | None
    total: Decimal | None
    odd: Odd | None = None


@dataclass(frozen=True)
class Tree:
    nodes: tuple[Node, ...]
    # Deeper or wider than we show.
    cut: bool = False

    @property
    def has_cycle(self) -> bool:
        return any(node.odd is Odd.CYCLE for node in self.nodes)


def tree(root: int, parts: Parts) -> Tree:
    """Everything below the root, each part behind its parent; what closes a circle is shown and not followed."""
    nodes: list[Node] = []
    cut = False
    # (part, depth, total of the parent, the products above it)
    waiting = [(part, 1, Decimal(1), (root,)) for part in reversed(parts.get(root, ()))]
    while waiting:
        part, depth, above, path = waiting.pop()
        if len(nodes) >= MOST_NODES:
            cut = True
            break
        total = above * part.quantity if part.counts and part.quantity is not None and above is not None else None
        cycle = part.product_id in path
        odd = Odd.CYCLE if cycle else None if part.counts else Odd.NO_QUANTITY
        nodes.append(Node(part.product_id, depth, part.quantity, None if cycle else total, odd))
        below = () if cycle else parts.get(part.product_id, ())
        if below and depth >= MOST_DEPTH:
            cut = True
            continue
        waiting += [(one, depth + 1, total, (*path, part.product_id)) for one in reversed(below)]  # type: ignore[misc]
    return Tree(tuple(nodes), cut)


@dataclass(frozen=True)
class _Plan:
    """The products below a root, each before its own parts, without the edges that close circles."""

    order: tuple[int, ...]
    parts: Mapping[int, Sequence[Part]]


def _plan(root: int, parts: Parts) -> _Plan:
    """Depth-first with an own stack: a chain of ten thousand sets must not end in a recursion error."""
    done: list[int] = []
    state = {root: 1}
    kept: dict[int, list[Part]] = {root: []}
    stack = [(root, iter(parts.get(root, ())))]
    while stack:
        product, below = stack[-1]
        part = next(below, None)
        if part is None:
            stack.pop()
            state[product] = 2
            done.append(product)
            continue
        if not part.counts or state.get(part.product_id) == 1:
            continue
        kept[product].append(part)
        if part.product_id not in state:
            state[part.product_id] = 1
            kept[part.product_id] = []
            stack.append((part.product_id, iter(parts.get(part.product_id, ()))))
    return _Plan(tuple(reversed(done)), kept)


@dataclass(frozen=True)
class Need:
    """What so many sets take of one part: ``taken`` from stock, ``made`` of its own parts, ``short`` missing."""

    product_id: int
    needed: Decimal
    free: Decimal | None
    taken: Decimal
    made: Decimal
    short: Decimal


def needs(root: int, parts: Parts, free: Free, sets: int) -> list[Need]:
    """What ``sets`` of the root take, part by part: stock first, then made of parts, else short.

    A part that stands in several branches is counted once. Stock that is not known counts as none.
    """
    return _needs(_plan(root, parts), free, sets)


def _needs(plan: _Plan, free: Free, sets: int) -> list[Need]:
    wanted: dict[int, Decimal] = {}
    found: list[Need] = []
    root, *rest = plan.order
    _push(wanted, plan.parts[root], Decimal(sets))
    for product in rest:
        needed = wanted.get(product, ZERO)
        there = max(free.get(product) or ZERO, ZERO)
        taken = min(needed, there)
        lacking = needed - taken
        below = plan.parts[product]
        # Half a set cannot be made.
        made = lacking.to_integral_value(ROUND_CEILING) if below else ZERO
        _push(wanted, below, made)
        found.append(Need(product, needed, free.get(product), taken, made, ZERO if below else lacking))
    return found


def _push(wanted: dict[int, Decimal], parts: Sequence[Part], sets: Decimal) -> None:
    for part in parts:
        wanted[part.product_id] = wanted.get(part.product_id, ZERO) + sets * (part.quantity or ZERO)


def can_make(root: int, parts: Parts, free: Free) -> int | None:
    """How many whole sets the parts give, besides those that lie there ready; None when nothing limits it.

    That is: the root has no part with a known quantity.
    """
    plan = _plan(root, parts)
    if not plan.parts[root]:
        return None
    low, high = 0, 1
    while high <= MOST_SETS and _enough(plan, free, high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _enough(plan, free, middle) else (low, middle)
    return low


def _enough(plan: _Plan, free: Free, sets: int) -> bool:
    return all(need.short == 0 for need in _needs(plan, free, sets))
