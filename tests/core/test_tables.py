"""Tables: every kind of value looks the same everywhere, and a row leads somewhere once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from apps.core import tables
from apps.core.labels import Label

READY = Label("Ready", "ok", "tick")


@dataclass
class Record:
    number: str = "10530"
    name: str = "<b>Hotel & Zn</b>"
    amount: Decimal | None = Decimal("-1234.5")
    stock: Decimal | None = Decimal("0.00")
    price: Decimal | None = Decimal("6.9512")
    discount: Decimal | None = None
    on: date | None = date(2026, 12, 4)
    at: datetime | None = datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
    state: Any = READY
    lamps: tuple[str | None, ...] = ("complete", "partial", None)
    unit: str = "m²"


class RecordTable(tables.Table):
    number = tables.Column("No.", sort="number", soft=True)
    name = tables.TextColumn("Name", strong=True, long=True, phone="title")
    amount = tables.MoneyColumn("Amount", calculated=True, phone="amount", phone_label=True)
    stock = tables.QuantityColumn("Stock")
    unit = tables.UnitColumn("")
    price = tables.PriceColumn("Price")
    discount = tables.PercentColumn("Disc.")
    on = tables.DateColumn("Date")
    at = tables.MomentColumn("Seen")
    state = tables.StatusColumn("Status")
    lamps = tables.LampsColumn("Lamps")
    link = "name"

    def row_href(self, record: Record) -> str:
        return f"/r/{record.number}/" if record.number else ""

    def row_state(self, record: Record) -> str:
        return "done" if not record.amount else ""


@pytest.fixture
def cells() -> dict[str, tables.Cell]:
    with translation.override("nl"):
        table = RecordTable([Record()])
        return dict(zip(table.columns.names(), table.body()[0].cells, strict=True))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", "−1.234,50"),
        ("stock", '<span class="zero">0</span>'),
        ("price", "6,9512"),
        ("discount", '<span class="none">–</span>'),
        ("on", '<time datetime="2026-12-04">04-12-2026</time>'),
        ("unit", "m²"),
    ],
)
def test_values(cells: dict[str, tables.Cell], name: str, value: str) -> None:
    assert cells[name].value == value


def test_a_moment_is_told_in_local_time(cells: dict[str, tables.Cell]) -> None:
    assert ">04-12-2026 09:00<" in cells["at"].value


def test_a_status_is_glyph_and_word(cells: dict[str, tables.Cell]) -> None:
    assert "#tick" in cells["state"].value
    assert "Ready" in cells["state"].value


def test_an_unknown_status_is_shown_as_it_came() -> None:
    value = RecordTable([Record(state="Wachtstand <7>")]).body()[0].cells[9].value
    assert "#dashed-square" in value
    assert "Wachtstand &lt;7&gt;" in value


def test_classes_say_what_a_cell_is(cells: dict[str, tables.Cell]) -> None:
    assert cells["amount"].classes == "c-num p-label p-amount"
    assert cells["name"].classes == "c-text c-strong c-long p-title"
    assert cells["number"].classes == "c-soft"


def test_one_cell_holds_the_link() -> None:
    row = RecordTable([Record()]).body()[0]
    assert row.href == "/r/10530/"
    assert [cell.link for cell in row.cells].count(True) == 1
    assert row.cells[1].link
    assert not any(cell.link for cell in RecordTable([Record(number="")]).body()[0].cells)


def test_without_a_name_the_first_text_holds_the_link() -> None:
    class Plain(RecordTable):
        link = ""

    assert Plain([Record()]).body()[0].cells[0].link


def test_heads_carry_sign_order_and_the_mark_of_what_we_calculate() -> None:
    table = RecordTable([Record()], sort="-number", sort_urls={"number": "?sort=number"})
    heads = {str(head.label): head for head in table.heads()}
    assert heads["Amount €"].calculated
    assert heads["Disc. %"].classes == "c-num"
    assert (heads["No."].url, heads["No."].direction) == ("?sort=number", "descending")
    assert heads["Status"].url == ""


def test_the_table_is_a_table_and_escapes_what_it_shows() -> None:
    html = render_to_string("core/_table.html", {"table": RecordTable([Record(amount=Decimal(0))])})
    assert '<tr class="done" data-href="/r/10530/">' in html
    assert '<a class="row-link" href="/r/10530/">&lt;b&gt;Hotel &amp; Zn&lt;/b&gt;</a>' in html
    assert 'data-label="Amount"' in html
    assert '<th scope="col"' in html
    assert "<caption" in html


def test_a_missing_value_of_text_is_empty() -> None:
    assert RecordTable([Record(unit=None)]).body()[0].cells[4].value == ""  # type: ignore[arg-type]
