"""Descriptions of LogicTrade as blocks of plain text: no markup of theirs ever reaches a page (A3 row 66).

Texts may hold HTML (contract section 5.6, inferred). Instead of cleaning tags we read the words out of them and write
our own paragraphs and list items around, so there is nothing left to be missed by a cleaner.
"""

from dataclasses import dataclass
from html.parser import HTMLParser

LONGEST = 40_000
MOST_BLOCKS = 300

# Their content is no text for people.
_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "head",
        "title",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    ]
)
_HEADS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BREAKS = _HEADS | frozenset(
    [
        "p",
        "div",
        "br",
        "hr",
        "tr",
        "table",
        "tbody",
        "thead",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "form",
        "header",
        "footer",
    ]
)
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


@dataclass(frozen=True)
class Block:
    """A piece of text: ``kind`` is text, item (of a list) or head."""

    kind: str
    text: str


def blocks(source: str) -> list[Block]:
    """The words of a text, with or without HTML in it."""
    reader = _Reader()
    reader.feed(source[:LONGEST])
    reader.close()
    reader.flush()
    return reader.found[:MOST_BLOCKS]


def plain(source: str) -> str:
    """The same in one line."""
    return " ".join(block.text for block in blocks(source))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._words: list[str] = []
        self._kind = "text"
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += tag not in _VOID
        elif tag in _BREAKS:
            self.flush()
            self._kind = "item" if tag == "li" else "head" if tag in _HEADS else "text"
        elif tag in {"td", "th"}:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.flush()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        first, *more = data.split("\n\n")
        self._words.append(first)
        for paragraph in more:
            self.flush()
            self._words.append(paragraph)

    def flush(self) -> None:
        text = " ".join("".join(self._words).split())
        if text and len(self.found) < MOST_BLOCKS:
            self.found.append(Block(self._kind, text))
        self._words, self._kind = [], "text"
