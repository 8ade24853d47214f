"""Small pieces of HTML: icons, status glyphs, lamps, and the marking of what a search hit."""

import re
import unicodedata
from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.core.labels import LAMP_NAMES, Label, Text, lamp


@cache
def _sprite(name: str) -> str:
    return static(name)


def icon_html(name: str) -> SafeString:
    """An icon of the sprite; decoration beside a text, so hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite("icons.svg"), name)


def glyph_html(glyph: str, tone: str = "ink") -> SafeString:
    return format_html(
        '<svg class="glyph tone-{}" aria-hidden="true"><use href="{}#{}"/></svg>', tone, _sprite("glyphs.svg"), glyph
    )


def status_html(label: Label) -> SafeString:
    """Glyph and word."""
    return format_html('<span class="status">{}{}</span>', glyph_html(label.glyph, label.tone), label.text)


def lamps_html(*values: str | None, wide: bool = False) -> SafeString:
    """The lamps for stock, delivery and invoice; each has one name for those who do not see it."""
    pairs = [(name, lamp(value)) for name, value in zip(LAMP_NAMES, values, strict=False)]
    if wide:
        parts = format_html_join(
            "",
            '<span class="lamp">{}<span>{} <span class="soft">{}</span></span></span>',
            ((glyph_html(shown.glyph, shown.tone), name, shown.text) for name, shown in pairs),
        )
        return format_html('<span class="lamps wide">{}</span>', parts)
    parts = format_html_join("", "{}", ((_compact(name, shown),) for name, shown in pairs))
    return format_html('<span class="lamps">{}</span>', parts)


def _compact(name: Text, shown: Label) -> SafeString:
    words = f"{name}: {shown.text}"
    return format_html(
        '<span class="lamp" role="img" aria-label="{}" title="{}">{}<b>{}</b></span>',
        words,
        words,
        glyph_html(shown.glyph, shown.tone),
        str(name)[:1],
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without accents, case and separators between digits, and for each character its place in the text."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if unicodedata.combining(part):
                continue
            out.append(part)
            places.append(place)
    return "".join(out), places


def mark_hits(text: str, query: str) -> SafeString:
    """The text with what the query's words hit in <mark>; digits are found through spaces, dots and dashes."""
    folded, places = _folded(text)
    spans = sorted(_span(found, places) for word in query.split()[:10] for found in _finds(word, folded))
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        if start >= end:
            parts += [text[end:start], format_html("<mark>{}</mark>", text[start:stop])]
            end = stop
    return format_html_join("", "{}", ((part,) for part in [*parts, text[end:]]))


def _finds(word: str, folded: str) -> list[re.Match[str]]:
    key, _places = _folded(word)
    digits = re.sub(r"\D", "", key)
    # Dutch numbers are typed with and without the leading zero and the country's +31.
    loose = r"[\s.\-/()]*".join(digits) if digits and re.fullmatch(r"[\d\s.\-/()+]+", key) else re.escape(key)
    return list(re.finditer(loose, folded))[:20] if key else []


def _span(found: re.Match[str], places: list[int]) -> tuple[int, int]:
    return places[found.start()], places[found.end() - 1] + 1
