"""Small pieces of HTML: states have a shape and a word, and nothing that is shown can become markup."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.labels import GLYPHS, Label, lamp, unknown
from apps.core.marks import icon_html, lamps_html, mark_hits, status_html

SVG = "{http://www.w3.org/2000/svg}"


def rendered(text: str, **context: Any) -> str:
    return Template("{% load core %}" + text).render(Context(context))


def symbols(name: str) -> set[str]:
    root = ElementTree.parse(settings.BASE_DIR / "static" / name).getroot()  # noqa: S314 (our own file)
    return {symbol.attrib["id"] for symbol in root.iter(f"{SVG}symbol")}


def test_every_glyph_is_in_the_sprite() -> None:
    assert set(GLYPHS) <= symbols("glyphs.svg")


def test_a_status_says_its_word_and_hides_its_glyph_from_readers() -> None:
    html = status_html(Label("<Klaar>", "ok", "tick"))
    assert 'class="glyph tone-ok" aria-hidden="true"' in html
    assert "glyphs.svg#tick" in html
    assert "&lt;Klaar&gt;" in html


def test_the_status_tag_takes_a_label_or_its_parts() -> None:
    label = Label("Ready", "ok", "tick")
    assert rendered("{% status label %}", label=label) == rendered('{% status "ok" "tick" "Ready" %}')
    assert "#dashed-square" in rendered("{% status label %}", label=unknown("Wachtstand 7"))


def test_lamps_keep_their_order_and_each_has_a_name() -> None:
    html = lamps_html("complete", "partial", "none")
    names = ["Stock: complete", "Delivery: partial", "Invoice: none"]
    assert [html.index(f'aria-label="{name}"') for name in names] == sorted(
        html.index(f'aria-label="{name}"') for name in names
    )
    assert ">S</b>" in html
    assert ">I</b>" in html


def test_a_lamp_that_is_not_known_shows_as_not_known() -> None:
    assert lamp("klaar?").glyph == "dashed-square"
    assert "Stock: unknown" in lamps_html(None, "none", "none")


def test_wide_lamps_are_words() -> None:
    html = rendered('{% lamps "none" "partial" "complete" True %}')
    assert "lamps wide" in html
    assert 'Delivery <span class="soft">partial</span>' in html


def test_an_icon_is_decoration() -> None:
    assert 'aria-hidden="true"' in icon_html("plus")
    assert "icons.svg#plus" in icon_html("plus")


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Van Dijk", "dijk", "Van <mark>Dijk</mark>"),
        ("Müller & Zn", "muller", "<mark>Müller</mark> &amp; Zn"),
        ("Café Crème", "CREME cafe", "<mark>Café</mark> <mark>Crème</mark>"),
        ("050 314 42 20", "4422", "050 31<mark>4 42 2</mark>0"),
        ("V26-11884", "118", "V26-<mark>118</mark>84"),
        ("<b>Jansen</b>", "jansen", "&lt;b&gt;<mark>Jansen</mark>&lt;/b&gt;"),
        ("Jansen", "(", "Jansen"),
        ("Jansen", "", "Jansen"),
        ("aaa", "a", "<mark>a</mark><mark>a</mark><mark>a</mark>"),
        ("", "x", ""),
    ],
)
def test_hits_are_marked(text: str, query: str, marked: str) -> None:
    assert mark_hits(text, query) == marked


@given(st.text(max_size=40), st.text(max_size=20))
def test_marking_never_loses_or_adds_text(text: str, query: str) -> None:
    from html import unescape

    html = str(mark_hits(text, query))
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == unescape(text.replace("&", "&amp;"))
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def test_filters_speak_the_readers_language() -> None:
    at = datetime(2026, 11, 24, 8, 41, 8, tzinfo=UTC)
    text = (
        "{{ m|money }} {{ m|price }} {{ m|quantity }} {{ m|percentage }} {{ at|day }} {{ at|moment }} {{ at|time_of }}"
    )
    with translation.override("nl"):
        shown = rendered(text, m=Decimal("1234.5"), at=at)
    assert shown == "1.234,50 1.234,50 1.234,5 1.234,5 24-11-2026 24-11-2026 09:41 09:41:08"


@pytest.mark.parametrize(("value", "shown"), [(None, "–"), ("", "–"), (0, "0"), ("x", "x")])
def test_what_is_not_known_is_an_en_dash(value: Any, shown: str) -> None:
    assert rendered("{{ value|or_dash }}", value=value) == shown
