"""JSON of LogicTrade: strict in, canonical out, no digit lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.logictrade import codec

NUMBERS = ["0.1", "123.10", "0.00", "-12.50", "12345678901234567", "0.12345678901234567", "1234567890123456.7", "369"]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_keeps_its_text(text):
    assert codec.dumps(codec.loads(text)) == text


def test_a_small_exponent_keeps_its_value():
    assert codec.loads("1e-7") == Decimal("1E-7")
    assert codec.dumps(codec.loads("1e-7")) == "1E-7"
    assert codec.loads(codec.dumps(codec.loads("1e-7"))) == Decimal("0.0000001")


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", '{"a": NaN}', '{"a": 1, "a": 2}', "\ufeff{}", "", "{", "[1,]"]
)
def test_what_is_not_strict_json_is_refused(text):
    with pytest.raises(codec.CodecError):
        codec.loads(text)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf{}",
        '{"a": "é"}'.encode("latin-1"),
        b'"\xff"',
        b"[" * 200_000,
        b"1" * 5000,
        b"1e99999999999999999999",
    ],
    ids=["bom", "latin-1", "bad byte", "deep", "5000 digits", "exponent"],
)
def test_bytes_that_are_not_ours_are_refused(data):
    with pytest.raises(codec.CodecError):
        codec.loads(data)


@pytest.mark.parametrize(
    "value",
    [0.1, float("nan"), Decimal("NaN"), Decimal("Infinity"), {1: "a"}, {"a": [0.5]}, {"a": {1, 2}}, object()],
)
def test_what_may_not_be_written_is_refused(value):
    with pytest.raises(codec.CodecError):
        codec.dumps(value)


def test_the_text_is_canonical():
    assert codec.dumps({"b": [1, Decimal("2.50"), None, True], "a": "é €"}) == '{"a":"é €","b":[1,2.50,null,true]}'


def test_half_a_character_survives_as_an_escape():
    assert codec.dumps(codec.loads('"a\\ud800"')) == '"a\\ud800"'
    codec.dumps("\udfff").encode()


def test_equal_values_have_one_digest_and_a_changed_scale_another():
    assert codec.digest({"a": 1, "b": 2}) == codec.digest({"b": 2, "a": 1})
    assert codec.digest({"a": Decimal("1.0")}) != codec.digest({"a": Decimal("1.00")})
    assert len(codec.digest([])) == 64


scalars = (
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(st.characters(exclude_categories=["Cs"]))
    | st.decimals(allow_nan=False, allow_infinity=False, places=4)
)  # fmt: skip
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
)


@given(values)
def test_a_round_trip_changes_nothing(value):
    text = codec.dumps(value)
    assert codec.loads(text) == value
    assert codec.dumps(codec.loads(text)) == text
    assert codec.loads(text.encode()) == codec.loads(text)


@given(st.text() | st.binary())
def test_anything_is_either_read_or_refused(data):
    try:
        value = codec.loads(data)
    except codec.CodecError:
        return
    codec.dumps(value)
