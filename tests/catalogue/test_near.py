"""One typing error in a search: found only when nothing else is, the same on both engines, and never for numbers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalogue.models import Product
from apps.catalogue.selectors import product_list, product_search
from apps.erp.mirror.near import MOST_HITS, one_error, search_near


def found(query):
    return {row.pk for row in product_search(query)[0]}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("hoekbnak", {10}),
        ("hoekbankk", {10}),
        ("hoekban", {10}),
        ("hoekbamk", {10}),
        ("oekbank", {10}),
        ("visgrat", {12}),
        ("vsgraat", {12}),
        ("mosgoren", {10}),
        ("tera", {11}),
        ("nova hoekbnak", {10}),
        ("hoekbnak nova", {10}),
        ("hoekbnak terra", set()),
        ("hokebnak", set()),
        ("trra", {11}),
        ("xyzw", set()),
    ],
)
def test_one_error_is_forgiven(catalogue, typed, ids):
    assert found(typed) == ids


@pytest.mark.parametrize("typed", ["LT00000074", "8719000000294", "DBS0002", "00084"])
def test_numbers_are_not_guessed_at(catalogue, typed):
    assert found(typed) == set()


def test_what_is_written_right_is_found_alone(mirror):
    mirror([{"id": 1, "code": "A", "name": "Barkruk"}, {"id": 2, "code": "B", "name": "Barkrik"}])
    assert found("barkruk") == {1}
    assert found("barkrak") == {1, 2}


def test_a_whole_word_stands_before_the_beginning_of_a_longer_one(mirror):
    mirror([{"id": 1, "code": "A", "name": "Barkrukkussen"}, {"id": 2, "code": "B", "name": "Barkruk"}])
    assert [row.pk for row in product_search("brakruk")[0]] == [2, 1]


def test_lists_forgive_too_and_filters_still_hold(catalogue):
    assert [row.product.pk for row in product_list(query="hoekbnak").rows] == [10]
    assert product_list(query="hoekbnak", group=3).rows == []


def test_it_costs_little_and_gives_no_more_than_it_may(mirror, django_assert_max_num_queries):
    mirror([{"id": n, "code": f"P{n}", "name": f"Hoekbank {n}"} for n in range(1, 160)])
    with django_assert_max_num_queries(2):
        assert len(search_near(Product, "hoekbnak")) == MOST_HITS
    with django_assert_max_num_queries(8):
        search_near(Product, "aaaa bbbb cccc dddd eeee ffff")


words = st.text(alphabet="abcé", max_size=6)


@given(words, words)
def test_it_is_symmetric(first, second):
    assert one_error(first, second) == one_error(second, first)


@given(words, st.integers(0, 6), st.sampled_from("abcx"))
def test_each_single_change_is_one_error(word, place, letter):
    place = min(place, len(word))
    assert one_error(word, word[:place] + letter + word[place:])
    assert one_error(word, word[:place] + word[place + 1 :])
    assert one_error(word, word[:place] + letter + word[place + 1 :])
    assert one_error(word, word[:place] + word[place : place + 2][::-1] + word[place + 2 :])


@pytest.mark.usefixtures("catalogue")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\"'*^():-+{}[]~%_\\ LT0é\x00", max_size=30))
def test_no_text_makes_it_fail(text):
    search_near(Product, text)
