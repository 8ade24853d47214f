"""Tables: columns that know how a value looks in a list, on paper and on a phone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

import django_tables2
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django_tables2.rows import BoundRow
from django_tables2.utils import signature

from apps.core import dates, money
from apps.core.access import may
from apps.core.labels import Label, unknown
from apps.core.marks import lamps_html, lamps_text, status_html

type Text = str | Promise
NONE = format_html('<span class="none">{}</span>', money.DASH)


@dataclass(frozen=True)
class Head:
    """One column head as shown. ``name`` stands for the column whose width its reader may set."""

    label: Text
    classes: str
    url: str = ""
    direction: str = ""
    calculated: bool = False
    name: str = ""
    width: int = 0


class Column(django_tables2.Column):  # type: ignore[misc]
    """Text. Options shared by all columns:

    ``phone``: where the cell goes in a phone's row: title, amount, sub, side, foot, end (else it hides there);
    ``phone_label``: show the head's word before the value there; ``sort``: the name in the list's ``orders``;
    ``calculated``: ours, not LogicTrade's (dotted underline); ``strong``, ``soft``, ``long``: weight, grey, ellipsis;
    ``optional``: off until the reader chooses it; ``permission``: exists only for who holds it.
    """

    kind = ""
    empty: str = ""
    # In a column that its reader made narrow a text ends with an ellipsis; a number, cut, would be another number.
    cut = True
    # A table that goes into a file: the value itself instead of how it looks on a page.
    plain = False

    def __init__(
        self,
        verbose_name: Text = "",
        *,
        phone: str = "",
        phone_label: bool = False,
        sort: str = "",
        calculated: bool = False,
        strong: bool = False,
        soft: bool = False,
        long: bool = False,
        optional: bool = False,
        permission: str = "",
        **extra: Any,
    ) -> None:
        extra.setdefault("default", self.empty)
        super().__init__(verbose_name=verbose_name, orderable=False, **extra)
        self.sort = sort
        self.optional = optional
        self.permission = permission
        self.calculated = calculated
        flags = {"c-strong": strong, "c-soft": soft, "c-long": long, "p-label": phone_label}
        names = [self.kind, *(name for name, on in flags.items() if on), f"p-{phone}" if phone else ""]
        self.classes = " ".join(name for name in names if name)

    def head(self) -> Text:
        return self.verbose_name or ""


class QuantityColumn(Column):
    """A number with the decimals it needs; zero is grey, none is an en dash."""

    kind = "c-num"
    cut = False
    empty = NONE
    shown: Callable[[Any], str] = staticmethod(money.quantity)

    def render(self, value: Any) -> Any:
        if self.plain:
            return value
        text = self.shown(value)
        return text if value else format_html('<span class="zero">{}</span>', text)


class MoneyColumn(QuantityColumn):
    """An amount; the currency sign stands once, in the head."""

    shown = staticmethod(money.money)

    def head(self) -> Text:
        return f"{self.verbose_name} €"


class PriceColumn(MoneyColumn):
    """A price per unit, up to four decimals."""

    shown = staticmethod(money.price)


class PercentColumn(QuantityColumn):
    shown = staticmethod(money.percentage)

    def head(self) -> Text:
        return f"{self.verbose_name} %"


class UnitColumn(Column):
    """The unit behind a quantity, narrow and grey."""

    kind = "c-unit"


class DateColumn(Column):
    kind = "c-date"
    cut = False
    empty = NONE

    def render(self, value: Any) -> Any:
        if self.plain:
            return dates.as_day(value)
        return format_html('<time datetime="{}">{}</time>', dates.as_day(value).isoformat(), dates.day(value))


class MomentColumn(Column):
    """Day and time to the minute."""

    kind = "c-date"
    cut = False
    empty = NONE

    def render(self, value: Any) -> Any:
        if self.plain:
            return value
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.moment(value))


class StatusColumn(Column):
    """A Label; a bare text is a state of LogicTrade that we do not know."""

    kind = "c-status"

    def render(self, value: Any) -> SafeString:
        return status_html(value if isinstance(value, Label) else unknown(str(value)))


class LampsColumn(Column):
    """Three lamp values, in the order stock, delivery, invoice."""

    kind = "c-lamps"
    cut = False

    def render(self, value: Sequence[str | None]) -> str:
        return lamps_text(*value) if self.plain else lamps_html(*value)


class TextColumn(Column):
    """Text that may hold a tag or a warning beside it; long text ends with an ellipsis and has a title."""

    kind = "c-text"


class FastRow(BoundRow):  # type: ignore[misc]
    """A row that asks once per table, not once per cell, which arguments a render method takes: half the time of a
    long list went into that."""

    def _call_render(self, bound_column: Any, value: Any = None) -> Any:
        given = self._optional_cell_arguments(bound_column, value)
        takes = self.table.takes(bound_column)
        return bound_column.render(**({name: given[name] for name in takes} if takes is not None else given))


class Table(django_tables2.Table):  # type: ignore[misc]
    """The base of our tables. Override ``row_href`` and ``row_state``; name the cell with the link in ``link``.

    ``chosen``: names of the columns to show, in order (default: those that are not optional); names that the table
    or its ``reader`` does not have are passed over. ``trail`` is added to each row's address, with the row's place
    in the whole list (``first`` is that of the first row). ``marks``: each row can be marked. ``widths``: pixels
    by name of column, for a table whose reader may set them. ``total``: one more record, the sum below the rows.
    """

    link = ""
    caption: Text = _("List")
    # The first row takes the focus when the page opens, so that Enter opens it: for lists whose first row is meant.
    focus_first = False

    class Meta:
        orderable = False
        template_name = "core/_table.html"

    def __init__(
        self,
        data: Sequence[Any],
        *,
        sort: str = "",
        sort_urls: Mapping[str, str] | None = None,
        chosen: Sequence[str] | None = None,
        reader: Any = None,
        trail: str | None = None,
        first: int = 0,
        marks: bool = False,
        widths: Mapping[str, int] | None = None,
        total: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.total = total
        self._takes: dict[str, tuple[str, ...] | None] = {}
        self.sort = sort
        self.sort_urls = sort_urls or {}
        self.reader = reader
        self.trail = trail
        self.first = first
        self.marks = marks
        self.widths = widths
        self.chosen = self.known(chosen or ()) or self.standard

    def row_href(self, record: Any) -> str:
        """Where a row leads; empty for a row that leads nowhere."""
        return ""

    def row_state(self, record: Any) -> str:
        """A class for the row: done, error, selected, or nothing."""
        return ""

    def row_key(self, record: Any) -> str:
        """What stands for the row when it is marked, and by which a card finds itself in its list."""
        return str(getattr(record, "pk", ""))

    # Which columns -------------------------------------------------------------------------------------------------

    @property
    def offered(self) -> list[Any]:
        """Every column that the reader may see, as declared."""
        return [one for one in self.columns if self._permitted(one.column.permission)]

    def _permitted(self, permission: str) -> bool:
        return not permission or (self.reader is not None and may(self.reader, permission))

    @property
    def standard(self) -> tuple[str, ...]:
        """The columns that are on until somebody chooses."""
        return tuple(one.name for one in self.offered if not one.column.optional)

    @property
    def link_name(self) -> str:
        """The column that holds the row's link; it cannot be switched off."""
        return self.link or next((one.name for one in self.columns if one.column.kind in {"", "c-text"}), "")

    def known(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of the names that exist, each once, with the link's column among them; nothing for no name at all."""
        offered = {one.name for one in self.offered}
        found = tuple(name for name in dict.fromkeys(names) if name in offered)
        if not found or self.link_name in found or self.link_name not in offered:
            return found
        return (self.link_name, *found)

    @property
    def shown(self) -> list[Any]:
        """The bound columns to show, in order."""
        return [self.columns[name] for name in self.chosen]

    # Cells -----------------------------------------------------------------------------------------------------------

    def takes(self, bound: Any) -> tuple[str, ...] | None:
        """The arguments of a column's render method; None for one that takes all there are."""
        if bound.name not in self._takes:
            names, catch_all = signature(bound.render)
            self._takes[bound.name] = None if catch_all else names
        return self._takes[bound.name]

    def fast_rows(self) -> Iterator[FastRow]:
        for record in self.data:
            yield FastRow(record, table=self)

    # What the template prints ---------------------------------------------------------------------------------------

    def heads(self) -> list[Head]:
        return [self._head(bound.name, bound.column) for bound in self.shown]

    def _width(self, name: str) -> int:
        return (self.widths or {}).get(name, 0)

    def _classes(self, name: str, column: Any) -> str:
        return f"{column.classes} sized".strip() if self._width(name) else column.classes

    def _head(self, name: str, column: Any) -> Head:
        url = self.sort_urls.get(column.sort, "") if column.sort else ""
        direction = ""
        if column.sort and self.sort.removeprefix("-") == column.sort:
            direction = "descending" if self.sort.startswith("-") else "ascending"
        return Head(
            column.head(),
            self._classes(name, column),
            url,
            direction,
            column.calculated,
            "" if self.widths is None else name,
            self._width(name),
        )

    def body(self) -> list["Row"]:
        """The rows ready for the template: no accessor runs twice and no cell works out a link of its own."""
        link = self.link_name
        shown = [
            (
                one.name,
                self._classes(one.name, one.column),
                one.column.verbose_name or "",
                one.name == link,
                one.column.cut and self._width(one.name) > 0,
            )
            for one in self.shown
        ]
        return [self._row(row, shown, place) for place, row in enumerate(self.fast_rows(), self.first)]

    def foot(self) -> tuple["Cell", ...]:
        """The cells of the sum below the rows; nothing without one."""
        if self.total is None:
            return ()
        row = FastRow(self.total, table=self)
        return tuple(
            Cell(row.get_cell(one.name), self._classes(one.name, one.column), one.column.verbose_name or "", False)
            for one in self.shown
        )

    def _row(self, row: Any, shown: Sequence[tuple[str, str, Text, bool, bool]], place: int) -> "Row":
        href = self._address(row.record, place)
        cells = tuple(
            Cell(value, classes, label, bool(href) and link, _words(value) if cut else "")
            for name, classes, label, link, cut in shown
            for value in [row.get_cell(name)]
        )
        return Row(href, self.row_state(row.record), cells, self.row_key(row.record) if self.marks else "")

    def addresses(self) -> list[str]:
        """Where each row leads."""
        return [self._address(row.record, place) for place, row in enumerate(self.rows, self.first)]

    def _address(self, record: Any, place: int) -> str:
        href = self.row_href(record)
        if not href or self.trail is None:
            return href
        return f"{href}{'&' if '?' in href else '?'}{self.trail}{place}"


@dataclass(frozen=True)
class Cell:
    value: Any
    classes: str
    label: Text
    link: bool
    title: str = ""


@dataclass(frozen=True)
class Row:
    href: str
    state: str
    cells: tuple[Cell, ...]
    key: str = ""


def _words(value: Any) -> str:
    """What a cell says, without its marks."""
    return unescape(strip_tags(value)) if isinstance(value, SafeString) else str(value)
