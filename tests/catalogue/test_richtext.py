"""Texts of LogicTrade as plain blocks: whatever stands in them, no markup of theirs comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalogue.richtext import LONGEST, MOST_BLOCKS, blocks, plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", []),
        ("Barkruk", [("text", "Barkruk")]),
        ("Eerste\n\ntweede\nregel", [("text", "Eerste"), ("text", "tweede regel")]),
        ("<h2>Kop</h2><p>Een <b>twee</b></p>", [("head", "Kop"), ("text", "Een twee")]),
        ("<ul><li>a<li>b &amp; c</ul>", [("item", "a"), ("item", "b & c")]),
        ("a<br>b<br/>c", [("text", "a"), ("text", "b"), ("text", "c")]),
        ("<table><tr><td>Maat</td><td>3</td></tr></table>", [("text", "Maat 3")]),
        ("<p>voor</p><script>alert(1)</script><p>na</p>", [("text", "voor"), ("text", "na")]),
        ("<style>p{}</style>x", [("text", "x")]),
        ("<svg onload=alert(1)><text>x</text></svg>y", [("text", "y")]),
        ("5 < 6 & 7 > 3", [("text", "5 < 6 & 7 > 3")]),
        ("&lt;b&gt;", [("text", "<b>")]),
        ('<img src=x onerror="alert(1)">ok', [("text", "ok")]),
        ("<iframe src=//x>weg</iframe>blijft", [("text", "blijft")]),
    ],
)
def test_words_stay_and_markup_goes(source, expected):
    assert [(block.kind, block.text) for block in blocks(source)] == expected


def test_it_is_bounded():
    assert len(blocks("<p>x</p>" * 10_000)) == MOST_BLOCKS
    assert len(plain("x" * (LONGEST * 2))) == LONGEST


@given(st.text(max_size=400) | st.text(alphabet="<>/!-[]&;\"'= scriptliSTYLEp\n", max_size=400))
def test_no_text_makes_it_fail(source):
    for block in blocks(source):
        assert block.text
        assert block.kind in {"text", "item", "head"}
