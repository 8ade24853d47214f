"""A list as a file: exactly the rows, columns and order that its reader sees, streamed, with nothing that a spreadsheet
could run as a formula."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from itertools import batched, chain
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter
from django.conf import settings
from django.dispatch import Signal
from django.utils.html import strip_tags
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from apps.core.tables import NONE, MoneyColumn, PriceColumn, Table

if TYPE_CHECKING:
    from apps.core.pages import Listing

PERMISSION = "lists.export"
# Sent before the first byte leaves; the audit log listens. Arguments: request, key, title, query, format, rows (words).
leaving = Signal()

FORMATS: dict[str, Any] = {
    "xlsx": _("Excel (XLSX)"),
    "csv-nl": _("CSV, Dutch (1.234,50)"),
    "csv-en": _("CSV, international (1234.50)"),
}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
BATCH = 500
# Limits of the XLSX format, one row being the head.
SHEET_ROWS = 1_048_575
LONGEST_CELL = 32_767

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*\Z")

type Value = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Head:
    """A column of the file. ``number_format`` is the spreadsheet's own, for numbers."""

    label: str
    number_format: str = "General"


def heads(listing: "Listing") -> list[Head]:
    """The chosen columns, in their order."""
    table = listing.table()
    return [
        Head(str(head.label), _number_format(bound.column))
        for bound, head in zip(table.shown, table.heads(), strict=True)
    ]


def _number_format(column: Any) -> str:
    if isinstance(column, PriceColumn):
        return "#,##0.00##"
    return "#,##0.00" if isinstance(column, MoneyColumn) else "General"


def values(listing: "Listing", rows: Iterable[Any]) -> Iterator[list[Value]]:
    """The cells of each row as values: numbers as numbers, days as days, words without markup.

    Words are in the language of whoever asked: a file is streamed when the request is over.
    """
    language = get_language() or settings.LANGUAGE_CODE
    for some in batched(rows, BATCH):
        with override(language):
            table = listing.table(some)
            names = _plain(table)
            cells = [[_value(row.get_cell(name)) for name in names] for row in table.fast_rows()]
        yield from cells


def _plain(table: Table) -> list[str]:
    for bound in table.shown:
        bound.column.plain = True
    return [bound.name for bound in table.shown]


def _value(cell: Any) -> Value:
    if cell is None or cell is NONE:
        return None
    if isinstance(cell, bool):
        return str(_("yes") if cell else _("no"))
    if isinstance(cell, datetime):
        return (localtime(cell) if is_aware(cell) else cell).replace(tzinfo=None)
    if isinstance(cell, int | Decimal | date):
        return cell
    text = str(cell)
    if hasattr(cell, "__html__"):
        text = unescape(strip_tags(text)).strip()
    return text or None


def safe_text(text: str) -> str:
    """A text that a spreadsheet takes for a text: an apostrophe before what could be a formula; plain numbers and
    telephone numbers stay as they are (A3 row 68)."""
    return f"'{text}" if text.startswith(_DANGEROUS) and not _NUMBER.match(text) else text


# CSV ------------------------------------------------------------------------------------------------------------------


def csv_lines(columns: Sequence[Head], rows: Iterable[Sequence[Value]], *, dutch: bool) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, for spreadsheets; Dutch files part by semicolon and write a decimal comma."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if dutch else ",", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    texts = ([_csv_text(value, dutch=dutch) for value in row] for row in rows)
    for some in batched(chain([[safe_text(head.label) for head in columns]], texts), BATCH):
        writer.writerows(some)
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def _csv_text(value: Value, *, dutch: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.replace(".", ",") if dutch else text
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M" if dutch else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y" if dutch else "%Y-%m-%d")
    return safe_text(value) if isinstance(value, str) else str(value)


# XLSX -----------------------------------------------------------------------------------------------------------------


def xlsx_file(columns: Sequence[Head], rows: Iterable[Sequence[Value]], title: str) -> IO[bytes]:
    """A workbook in a file of its own, read from its beginning; rows go to disk as they come. Beyond a sheet's limit a
    second sheet goes on."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheets = _Sheets(book, columns, title)
    for number, row in enumerate(rows):
        sheets.write(number, row)
    sheets.finish()
    book.close()
    target.seek(0)
    return target


class _Sheets:
    """The sheets of a workbook, a new one begun when the last is full."""

    def __init__(self, book: Any, columns: Sequence[Head], title: str) -> None:
        self._book, self._columns = book, columns
        self._title = re.sub(r"[\[\]:*?/\\']", " ", title)[:25].strip() or "1"
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._numbers = [book.add_format({"num_format": head.number_format}) for head in columns]
        self._sheet: Any = None

    def write(self, number: int, row: Sequence[Value]) -> None:
        page, line = divmod(number, SHEET_ROWS)
        if line == 0:
            self._begin(page)
        for place, value in enumerate(row):
            self._cell(line + 1, place, value)

    def finish(self) -> None:
        if self._sheet is None:
            self._begin(0)

    def _begin(self, page: int) -> None:
        self._sheet = self._book.add_worksheet(self._title if page == 0 else f"{self._title} {page + 1}")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, max(0, len(self._columns) - 1), 18)
        for place, head in enumerate(self._columns):
            self._sheet.write_string(0, place, head.label, self._bold)

    def _cell(self, line: int, place: int, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._sheet.write_string(line, place, value[:LONGEST_CELL])
        elif isinstance(value, datetime):
            self._sheet.write_datetime(line, place, value, self._moment)
        elif isinstance(value, date):
            self._sheet.write_datetime(line, place, value, self._day)
        else:
            self._sheet.write_number(line, place, value, self._numbers[place])
