"""Field-level merging of drafts: nothing lost, nothing overwritten in silence."""

from apps.documents.merge import Clash, merge

GROUP = (frozenset({"price", "discount"}),)
SEEN = {"qty": 1, "price": 10, "discount": 0}


def test_only_what_i_changed_is_taken_over() -> None:
    current = {"qty": 5, "price": 10, "discount": 0}
    found = merge(current, SEEN, {"qty": 1, "price": 12, "discount": 0})
    assert found.changes == {"price": 12}
    assert found.clashes == ()


def test_the_same_field_gives_both_values() -> None:
    found = merge({**SEEN, "qty": 5}, SEEN, {"qty": 7, "price": 10})
    assert found.clashes == (Clash("qty", 5, 7),)


def test_the_same_change_twice_is_no_clash() -> None:
    found = merge({**SEEN, "qty": 7}, SEEN, {"qty": 7})
    assert (found.changes, found.clashes) == ({}, ())


def test_fields_of_a_group_clash_together() -> None:
    found = merge({**SEEN, "discount": 10}, SEEN, {"price": 12, "discount": 0}, GROUP)
    assert found.clashes == (Clash("price", 10, 12), Clash("discount", 10, 0))


def test_without_a_sight_of_it_the_present_value_counts() -> None:
    found = merge({"qty": 5}, {}, {"qty": 6})
    assert (found.changes, found.clashes) == ({"qty": 6}, ())
