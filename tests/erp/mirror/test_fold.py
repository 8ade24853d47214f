"""Folding: one spelling for what people type in many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.erp.mirror.fold import fold, is_phone, key_words, phone_digits, postcodes, spellings


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Müller", "muller"),
        ("ØSTER", "oster"),  # folded before lower-casing, the capital would stay
        ("STRAẞE", "strasse"),
        ("Łódź", "lodz"),
        ("’s-Hertogenbosch", "'s-hertogenbosch"),
        ("\u200fRechts\u200e naar links", "rechts naar links"),
        ("  twee \t woorden\n", "twee woorden"),
        ("e\u0301e\u0301n", "een"),
    ],
)
def test_fold(typed, folded):
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_spellings_meet_between_the_ways_to_write_an_umlaut():
    meeting = set(spellings("Müller")) & set(spellings("Muller")) & set(spellings("mueller"))
    assert "muller" in meeting


def test_the_dutch_vowel_oe_is_not_taken_for_an_umlaut():
    assert spellings("stoel") == ["stoel"]


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("06-1234 5678", "0612345678"),
        ("+31 6 12345678", "0612345678"),
        ("+31 (0)6 12345678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("0612 34", "061234"),
        ("+31 6 12 34", "061234"),
        ("+32 2 555 01 02", "3225550102"),
    ],
)
def test_phone_digits(typed, digits):
    assert phone_digits(typed) == digits


@pytest.mark.parametrize(
    ("typed", "answer"), [("06-12", True), ("+31 6", True), ("12", False), ("0612a", False), ("", False)]
)
def test_is_phone(typed, answer):
    assert is_phone(typed) is answer


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1234ab 5", ["1234ab5"]),
        ("1234 ab", ["1234ab"]),
        ("jansen 1234ab 12b utrecht", ["1234ab12b"]),
        ("0234ab", []),
        ("1234abc", []),
    ],
)
def test_postcodes(text, found):
    assert postcodes(text) == found


def test_key_words_hold_every_way_in():
    key = key_words(
        ["R0000012", "Müller & Zn"], phones=["+31 6 12345678", None], addresses=[("1234 AB", "5"), (None, None)]
    )
    assert {"r0000012", "muller", "mueller", "0612345678", "1234ab", "1234ab5"} <= set(key.split())
