"""The marker finds its way into a record, through people's hands, and out again."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.logictrade import markers

MARKER = "BO-7K3M9Q2XV4TR"
words = st.text().filter(lambda text: not any(markers.is_marker(line.strip()) for line in text.splitlines()))


def test_a_marker_holds_60_random_bits():
    made = {markers.new_marker(random.Random(seed)) for seed in range(500)}
    assert len(made) == 500
    assert all(re.fullmatch("BO-[0-9A-HJKMNP-TV-Z]{12}", marker) for marker in made)
    assert {marker[position] for marker in made for position in range(3, 15)} == set(markers.ALPHABET)


def test_the_same_bits_give_the_same_marker():
    class Bits:
        def getrandbits(self, k):
            assert k == 60
            return 31

    assert markers.new_marker(Bits()) == "BO-00000000000Z"
    assert markers.is_marker(markers.new_marker())


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("order", {"externNumber": MARKER}),
        ("quote", {"comment": {"intern": MARKER}}),
        ("invoice", {"comment": {"intern": MARKER}}),
        ("purchaseorder", {"comment": {"intern": MARKER}}),
        ("customer", {"externNumbers": {"number3": MARKER}}),
    ],
)
def test_each_kind_has_its_place(kind, raw):
    assert markers.put(kind, {}, MARKER) == raw
    assert markers.find(kind, raw) == MARKER
    assert markers.has_place(kind)


@pytest.mark.parametrize("kind", ["supplier", "product", "delivery"])
def test_kinds_without_a_place_are_left_alone(kind):
    assert markers.put(kind, {"a": 1}, MARKER) == {"a": 1}
    assert markers.find(kind, {"comment": {"intern": MARKER}, "externNumber": MARKER}) is None
    assert not markers.has_place(kind)


@pytest.fixture
def second_number():
    markers.use_customer_number(2)
    yield
    markers.use_customer_number(3)


def test_an_operator_may_choose_the_customers_number(second_number):
    raw = {"externNumbers": {"number1": "W-1", "number2": MARKER, "number3": "BO-000000000000"}}
    assert markers.find("customer", raw) == MARKER
    assert markers.put("customer", {"externNumbers": {"number1": "W-1"}}, MARKER) == {
        "externNumbers": {"number1": "W-1", "number2": MARKER}
    }


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_customer_has_three_numbers(number):
    with pytest.raises(ValueError, match="1 to 3"):
        markers.use_customer_number(number)


def test_a_customers_marker_is_not_shown_to_people():
    assert markers.strip_text(MARKER) == ""
    assert markers.strip_text("W-17") == "W-17"


@pytest.mark.parametrize("raw", [{}, {"externNumbers": None}, {"externNumbers": {}}, {"externNumbers": "W-1"}])
def test_a_list_may_leave_a_customers_numbers_out(raw):
    assert not markers.carries_field("customer", raw)
    assert markers.find("customer", raw) is None


def test_the_body_given_is_not_changed():
    body = {"comment": {"intern": "Bellen", "extern": "x"}}
    assert markers.put("quote", body, MARKER)["comment"] == {"intern": f"Bellen\n{MARKER}", "extern": "x"}
    assert body == {"comment": {"intern": "Bellen", "extern": "x"}}


@pytest.mark.parametrize(
    "text", [f"  {MARKER} ", f"Bellen\r\n{MARKER}\r\n", f"{MARKER}\nlater typed", f"BO-000000000000\n{MARKER}"]
)
def test_spaces_and_lines_around_do_not_hide_it(text):
    assert markers.find("quote", {"comment": {"intern": text}}) == MARKER


@pytest.mark.parametrize(
    "text",
    [f"x{MARKER}", f"{MARKER}0", MARKER.lower(), MARKER[:-1], MARKER[:-1] + "U", f"{MARKER} see", "", None, 5, ["x"]],
)
def test_what_only_looks_like_it_is_not_it(text):
    assert markers.find("quote", {"comment": {"intern": text}}) is None
    assert markers.find("order", {"externNumber": text}) is None


def test_lines_that_were_joined_do_not_hide_it_but_it_no_longer_stands_alone():
    joined = {"comment": {"intern": f"Nabellen over kleur {MARKER}"}}
    assert markers.find("quote", joined) == MARKER
    assert not markers.stands_alone("quote", joined)
    assert markers.stands_alone("quote", {"comment": {"intern": f"Nabellen\n{MARKER}"}})
    assert not markers.stands_alone("quote", {"comment": None})
    assert markers.find("order", {"externNumber": f"see {MARKER}"}) is None


@pytest.mark.parametrize("raw", [None, {}, {"comment": None}, {"comment": "text"}, [], "x"])
def test_a_record_without_the_field_carries_none(raw):
    assert markers.find("quote", raw) is None
    assert not markers.carries_field("quote", raw)


def test_an_empty_field_came_along():
    assert markers.carries_field("quote", {"comment": {"intern": ""}})
    assert not markers.carries_field("supplier", {"comment": {"intern": ""}})


@given(words)
def test_people_read_their_own_words(text):
    assert markers.strip_text(text) == text
    assert markers.strip_text(markers.put_text(text, MARKER)) == text.rstrip()


@given(words)
def test_putting_twice_is_putting_once(text):
    once = markers.put_text(text, MARKER)
    assert markers.put_text(once, MARKER) == once
    assert markers.find("quote", {"comment": {"intern": once}}) == MARKER
    assert markers.put_text(once, "BO-000000000000").count("BO-") == text.count("BO-") + 1


def test_no_text_is_no_words():
    assert markers.strip_text(None) == ""
    assert markers.put_text(None, MARKER) == MARKER
