"""Small pieces of HTML: icons, status glyphs, lamps, and the marking of what a search hit."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice

from django.templatetags.static import static
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

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


def lamps_text(*values: str | None) -> str:
    """The same in words, for files."""
    return ", ".join(f"{name}: {lamp(value).text}" for name, value in zip(LAMP_NAMES, values, strict=False))


def _compact(name: Text, shown: Label) -> SafeString:
    words = f"{name}: {shown.text}"
    return format_html(
        '<span class="lamp" role="img" aria-label="{}" title="{}">{}<b>{}</b></span>',
        words,
        words,
        glyph_html(shown.glyph, shown.tone),
        str(name)[:1],
    )


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text without accents, case and separators between digits, and for each character its place in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
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
    spans = sorted(
        _span(found, places) for pattern in _patterns(query) for found in islice(pattern.finditer(folded), 20)
    )
    parts: list[str] = []
    end = 0
    for start, stop in spans:
        if start >= end:
            parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
            end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 -- every piece of the text is escaped


@lru_cache(maxsize=256)
def _patterns(query: str) -> tuple[re.Pattern[str], ...]:
    """What each word of a query looks like in a folded text: one page marks many texts with one query."""
    return tuple(_pattern(key) for word in query.split()[:10] if (key := _folded(word)[0]))


def _pattern(key: str) -> re.Pattern[str]:
    digits = re.sub(r"\D", "", key)
    # Dutch numbers are typed with and without the leading zero and the country's +31.
    loose = digits and re.fullmatch(r"[\d\s.\-/()+]+", key)
    return re.compile(r"[\s.\-/()]*".join(digits) if loose else re.escape(key))


def _span(found: re.Match[str], places: Sequence[int]) -> tuple[int, int]:
    return places[found.start()], places[found.end() - 1] + 1
