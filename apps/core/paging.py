"""One page of rows, with a count that never costs more than the cap."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

CAP = 1000
# Deeper pages exist only for junk in the address: whoever wants them filters.
MAX_PAGE = 10_000
# From here on the rows are found by their ids, so that those passed over are only counted off in an index.
DEEP = 1000


@dataclass(frozen=True)
class CappedCount:
    """How many rows there are; ``capped`` means "this many or more"."""

    value: int
    capped: bool = False


def capped_count(queryset: QuerySet[Any], cap: int = CAP) -> CappedCount:
    """Count at most ``cap + 1`` rows, whatever the size of the table."""
    found = queryset.order_by()[: cap + 1].count()
    return CappedCount(min(found, cap), found > cap)


def page_number(text: str | None) -> int:
    """The page asked for in an address; anything that is no sensible number means the first."""
    value = (text or "").strip()
    if not (value.isascii() and value.isdigit()) or len(value) > 20:
        return 1
    return max(1, min(int(value), MAX_PAGE))


@dataclass(frozen=True)
class RowPage[T]:
    """Rows ``first`` to ``last`` of a list; ``number`` counts from 1; ``as_of`` is the age of the data."""

    rows: Sequence[T]
    number: int
    size: int
    total: CappedCount = field(default_factory=lambda: CappedCount(0))
    as_of: datetime | None = None

    @classmethod
    def of(
        cls, queryset: QuerySet[Any], *, limit: int, offset: int, as_of: datetime | None = None, cap: int = CAP
    ) -> "RowPage[Any]":
        """Cut a page out of an ordered queryset: two queries, the rows and the capped count."""
        rows = _deep(queryset, limit, offset) if offset >= DEEP else list(queryset[offset : offset + limit])
        return RowPage(rows, offset // limit + 1, limit, capped_count(queryset, cap), as_of)

    @property
    def offset(self) -> int:
        """How many rows stand before the first."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def last_page(self) -> int:
        """The last page known; with a capped count there may be more."""
        return max(1, -(-self.total.value // self.size))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        if self.total.capped and self.number >= self.last_page:
            return len(self.rows) == self.size
        return self.number < self.last_page

    @property
    def past_the_end(self) -> bool:
        return not self.rows and self.number > 1


def _deep(queryset: QuerySet[Any], limit: int, offset: int) -> list[Any]:
    """The same rows, by their ids: an index of the order alone gives those, and skips the rest without reading it."""
    return list(queryset.filter(pk__in=queryset.values("pk")[offset : offset + limit]))


@dataclass(frozen=True)
class Pager:
    """The ways to other pages; an address is empty where there is none. ``last`` is 0 while it is not known."""

    number: int
    last: int
    first_url: str
    previous_url: str
    next_url: str
    last_url: str

    @classmethod
    def of(cls, rows: RowPage[Any], url: Callable[[int], str]) -> "Pager":
        number, known = rows.number, not rows.total.capped
        last = rows.last_page if known else 0
        return cls(
            number,
            last,
            url(1) if number > 2 else "",
            url(number - 1) if rows.has_previous else "",
            url(number + 1) if rows.has_next and number < MAX_PAGE else "",
            url(last) if last > number + 1 else "",
        )

    @property
    def wanted(self) -> bool:
        """Whether there is any other page."""
        return bool(self.previous_url or self.next_url)
