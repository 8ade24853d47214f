"""The field diff of an entry."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.audit.changes import Change, changes


def test_only_what_differs_is_shown():
    assert changes({"phone": "1", "name": "a"}, {"phone": "2", "name": "a"}) == [Change("phone", "1", "2")]


def test_a_side_that_was_empty_is_none():
    assert changes({}, {"route": "1", "stop": ""}) == [Change("route", None, "1")]
    assert changes({"route": "1"}, None) == [Change("route", "1", None)]


def test_what_is_new_as_a_whole_has_no_old_side():
    assert changes(None, {"route": "1"}) == [Change("route", None, "1", fresh=True)]


def test_lines_are_named_and_in_order():
    before = {"lines": [{"quantity": n} for n in range(11)]}
    after = {"lines": [{"quantity": n + 1} for n in range(11)]}
    names = [change.field for change in changes(before, after)]
    assert names[1] == "lines 2 quantity"
    assert names[-1] == "lines 11 quantity"


@pytest.mark.parametrize(("language", "shown"), [("nl", ("1.049,00", "nee")), ("en", ("1,049.00", "no"))])
def test_values_read_in_the_language_of_the_reader(language, shown):
    with translation.override(language):
        price, flag = changes({"a": Decimal("1049.00"), "b": False}, {"a": Decimal("1.5"), "b": True})
        assert price.old == shown[0]
        assert flag.old in {shown[1], "no"}


def test_a_plain_value_has_no_field_name():
    assert changes("a", "b") == [Change("", "a", "b")]
