"""Files of lists: safe texts, numbers as numbers, both dialects of CSV, streamed workbooks."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from apps.core import exports
from apps.core.exports import Head

COLUMNS = [Head("Naam"), Head("Prijs €", "#,##0.00"), Head("Dag"), Head("Wanneer")]
ROWS = [
    ["=1+1", Decimal("1234.50"), date(2026, 11, 24), datetime(2026, 11, 24, 15, 4)],  # noqa: DTZ001
    ["Jansen; Zn.", None, None, None],
]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+31 6 1234", "'+31 6 1234"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("-12.50", "-12.50"),
        ("+31201234567", "+31201234567"),
        ("Vloer = mooi", "Vloer = mooi"),
        ("", ""),
    ],
)
def test_a_text_is_never_a_formula(text, safe):
    assert exports.safe_text(text) == safe


def read_csv(dutch: bool) -> list[list[str]]:
    text = b"".join(exports.csv_lines(COLUMNS, ROWS, dutch=dutch)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if dutch else ","))


def test_dutch_csv():
    assert read_csv(dutch=True) == [
        ["Naam", "Prijs €", "Dag", "Wanneer"],
        ["'=1+1", "1234,50", "24-11-2026", "24-11-2026 15:04"],
        ["Jansen; Zn.", "", "", ""],
    ]


def test_international_csv():
    assert read_csv(dutch=False)[1] == ["'=1+1", "1234.50", "2026-11-24", "2026-11-24 15:04"]


def read_book(columns, rows, title):
    with exports.xlsx_file(columns, rows, title) as file:
        return openpyxl.load_workbook(io.BytesIO(file.read()))


def test_a_workbook_holds_values_not_looks():
    sheet = read_book(COLUMNS, ROWS, "Prijzen [oud]/nieuw").active
    assert sheet.title == "Prijzen  oud  nieuw"
    name, price, day, moment = sheet[2]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (price.value, price.number_format) == (1234.5, "#,##0.00")
    assert day.value == datetime(2026, 11, 24)  # noqa: DTZ001
    assert moment.value == datetime(2026, 11, 24, 15, 4)  # noqa: DTZ001
    assert sheet.freeze_panes == "A2"


def test_an_empty_list_has_its_heads():
    sheet = read_book(COLUMNS, [], "").active
    assert [cell.value for cell in sheet[1]] == ["Naam", "Prijs €", "Dag", "Wanneer"]


def test_a_full_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(exports, "SHEET_ROWS", 2)
    book = read_book([Head("n")], [[n] for n in range(5)], "Lijst")
    assert [sheet.max_row for sheet in book.worksheets] == [3, 3, 2]
    assert book.sheetnames == ["Lijst", "Lijst 2", "Lijst 3"]


def test_csv_comes_in_pieces():
    asked = []

    def rows():
        for number in range(3 * exports.BATCH):
            asked.append(number)
            yield [number]

    lines = exports.csv_lines([Head("n")], rows(), dutch=False)
    next(lines)
    next(lines)
    assert len(asked) <= exports.BATCH


def test_moments_are_of_the_readers_clock():
    assert exports._value(datetime(2026, 7, 1, 12, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 14, 0)  # noqa: DTZ001
