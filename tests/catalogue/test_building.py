"""Trees of parts and how many sets they give: pure, bounded, and never going round in circles."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalogue.building import MOST_DEPTH, MOST_NODES, MOST_SETS, Odd, Part, can_make, needs, tree


def parts(**given_edges):
    """``parts(p1={2: 4})``: one product 1 takes four pieces of product 2."""
    return {
        int(name[1:]): [
            Part(child, None if quantity is None else Decimal(quantity)) for child, quantity in edges.items()
        ]
        for name, edges in given_edges.items()
    }


def free(**known):
    return {int(name[1:]): None if value is None else Decimal(value) for name, value in known.items()}


class TestTree:
    def test_parts_stand_behind_their_parent_with_pieces_per_set(self):
        nodes = tree(1, parts(p1={2: 4, 3: 1}, p3={4: 2, 2: 1})).nodes
        assert [(node.product_id, node.depth, node.total) for node in nodes] == [
            (2, 1, 4),
            (3, 1, 1),
            (4, 2, 2),
            (2, 2, 1),
        ]

    @pytest.mark.parametrize(
        "edges", [parts(p1={1: 1}), parts(p1={2: 1}, p2={1: 1}), parts(p1={2: 1}, p2={3: 1}, p3={2: 1})]
    )
    def test_a_circle_is_shown_once_and_not_followed(self, edges):
        found = tree(1, edges)
        assert found.has_cycle
        assert [node.odd for node in found.nodes].count(Odd.CYCLE) == 1
        assert not found.cut

    @pytest.mark.parametrize("quantity", [None, 0, -2])
    def test_a_part_without_a_quantity_is_shown_and_marked(self, quantity):
        node = tree(1, parts(p1={2: quantity})).nodes[0]
        assert (node.odd, node.total) == (Odd.NO_QUANTITY, None)

    def test_a_chain_without_end_is_cut(self):
        found = tree(0, {n: [Part(n + 1, Decimal(1))] for n in range(10_000)})
        assert found.cut
        assert len(found.nodes) == MOST_DEPTH

    def test_a_tree_that_doubles_is_cut(self):
        found = tree(0, {n: [Part(n + 1, Decimal(1)), Part(n + 1, Decimal(1))] for n in range(40)})
        assert found.cut
        assert len(found.nodes) <= MOST_NODES


class TestCanMake:
    @pytest.mark.parametrize(
        ("known", "sets"),
        [
            (free(p2=8, p3=9), 2),
            (free(p2=7, p3=9), 1),
            (free(p2=3, p3=9), 0),
            (free(p2=None, p3=9), 0),
            (free(p2=-4, p3=9), 0),
            (free(), 0),
        ],
    )
    def test_the_scarcest_part_decides(self, known, sets):
        assert can_make(1, parts(p1={2: 4, 3: 1}), known) == sets

    def test_half_pieces_count(self):
        assert can_make(1, parts(p1={2: "0.75"}), free(p2="3.1")) == 4

    def test_sub_sets_are_taken_from_stock_and_then_made(self):
        assert can_make(1, parts(p1={2: 1}, p2={3: 2}), free(p2=1, p3=5)) == 3

    def test_a_part_that_stands_in_two_branches_is_counted_once(self):
        assert can_make(1, parts(p1={2: 1, 3: 1}, p2={4: 1}, p3={4: 1}), free(p4=5)) == 2

    @pytest.mark.parametrize("edges", [parts(), parts(p1={2: None}), parts(p1={1: 1})])
    def test_without_a_part_that_counts_there_is_no_answer(self, edges):
        assert can_make(1, edges, free(p2=5)) is None

    def test_a_circle_further_down_does_not_hang(self):
        assert can_make(1, parts(p1={2: 1}, p2={3: 1}, p3={2: 1, 4: 1}), free(p2=2, p3=0, p4=3)) == 5

    def test_a_chain_of_ten_thousand_is_no_recursion(self):
        edges = {n: [Part(n + 1, Decimal(1))] for n in range(10_000)}
        assert can_make(0, edges, free(p10000=7)) == 7

    def test_more_than_anybody_stocks_ends_the_search(self):
        assert (can_make(1, parts(p1={2: "0.000001"}), free(p2=10**9)) or 0) >= MOST_SETS // 2


class TestNeeds:
    def test_what_is_short_is_named_at_the_part_that_cannot_be_made(self):
        found = {
            need.product_id: need for need in needs(1, parts(p1={2: 1, 3: 1}, p2={4: 2}), free(p2=1, p3=9, p4=1), 3)
        }
        assert (found[2].taken, found[2].made, found[2].short) == (1, 2, 0)
        assert (found[4].needed, found[4].short) == (4, 3)
        assert found[3].short == 0


ids = st.integers(1, 7)
edges = st.dictionaries(
    ids, st.lists(st.builds(Part, ids, st.none() | st.decimals(0, 5, places=2)), max_size=4), max_size=7
)
stocks = st.dictionaries(ids, st.none() | st.decimals(-5, 60, places=1), max_size=7)


@given(ids, edges, stocks)
def test_so_many_can_be_made_and_not_one_more(root, some_edges, known):
    count = can_make(root, some_edges, known)
    if count is None:
        assert all(not part.counts or part.product_id == root for part in some_edges.get(root, ()))
        return
    assert all(need.short == 0 for need in needs(root, some_edges, known, count))
    if count < MOST_SETS // 2:
        assert any(need.short > 0 for need in needs(root, some_edges, known, count + 1))


@given(ids, edges, stocks, stocks)
def test_more_stock_never_gives_fewer(root, some_edges, known, more):
    richer = {pk: (known.get(pk) or 0) + max(more.get(pk) or 0, Decimal(0)) for pk in {*known, *more}}
    poorer = {pk: known.get(pk) or Decimal(0) for pk in known}
    before, after = can_make(root, some_edges, poorer), can_make(root, some_edges, richer)
    assert (before is None) == (after is None)
    assert (after or 0) >= (before or 0)


@given(ids, edges)
def test_every_tree_ends(root, some_edges):
    found = tree(root, some_edges)
    assert len(found.nodes) <= MOST_NODES
    for node in found.nodes:
        assert node.depth <= MOST_DEPTH
