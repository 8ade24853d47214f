"""Text as a spreadsheet or an e-mail gives it to the clipboard, taken apart into rows and cells. Pure."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

BLANKS = re.compile(r"\s{2,}|\s*\t\s*")
# So many rows of a spreadsheet's cell with line ends in it; more is a quotation mark that nobody closed.
MOST_INNER_LINES = 12


@dataclass(frozen=True)
class Row:
    """``place`` counts the rows that say anything, from 1; ``text`` is the row as it came."""

    place: int
    text: str
    cells: tuple[str, ...]


def pasted_rows(text: str) -> list[str]:
    """The rows of a pasted text that say anything."""
    return [row for row in text.splitlines() if row.strip()]


def cells_of(row: str) -> tuple[str, ...]:
    """The cells of one row: between tabs, semicolons, or two and more blanks."""
    between = next((mark for mark in "\t;" if mark in row), "")
    cells = row.split(between) if between else BLANKS.split(row.strip())
    return tuple(cell.strip() for cell in cells)


def table(text: str) -> list[Row]:
    """All rows with their cells, by the one mark that parts this text; each row stands alone where there is none."""
    rows = pasted_rows(text)
    mark = separator(rows)
    if mark == "":
        return [Row(place, row.strip(), _spaced(row)) for place, row in enumerate(rows, 1)]
    found = _quoted(text, mark) or [(row, row.split(mark)) for row in rows]
    return [
        Row(place, row.strip(), tuple(_bare(cell) for cell in cells))
        for place, (row, cells) in enumerate(((row, cells) for row, cells in found if any(c.strip() for c in cells)), 1)
    ]


def separator(rows: Sequence[str]) -> str:
    """What stands between the cells of most rows: a tab, a semicolon, or a comma where it gives a table; else nothing.

    A comma is also a decimal mark and a pause in a sentence: it counts only where every row has the same few of them,
    and the cells between are no halves of a number.
    """
    for mark in "\t;":
        if sum(mark in row for row in rows) * 2 >= len(rows) > 0:
            return mark
    counts = {row.count(",") for row in rows}
    if len(rows) > 1 and len(counts) == 1 and 0 < next(iter(counts)) < 12 and not any(", " in row for row in rows):
        return "" if all(_only_decimals(row) for row in rows) else ","
    return ""


def _only_decimals(row: str) -> bool:
    """Whether every comma of the row may stand in a number: 2,5."""
    return not re.search(r"\D,|,\D|^,|,$", row)


def _spaced(row: str) -> tuple[str, ...]:
    return tuple(cell for cell in (part.strip() for part in BLANKS.split(row.strip())) if cell)


def _bare(cell: str) -> str:
    return " ".join(cell.split())


def _quoted(text: str, mark: str) -> list[tuple[str, list[str]]]:
    """The rows of a text with quoted cells; nothing where the quotation marks cannot be those of a spreadsheet."""
    if '"' not in text or text.count('"') % 2:
        return []
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
    except csv.Error:
        return []
    if any(cell.count("\n") > MOST_INNER_LINES for row in rows for cell in row):
        return []
    return [(mark.join(_bare(cell) for cell in row), row) for row in rows]
