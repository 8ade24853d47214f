"""One page of a list, and when to stop asking for more (contract section 1.2)."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .answers import Answer
from .errors import BadAnswerError

logger = logging.getLogger(__name__)

MAX_PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """`records` are the rows as received. The totals are None when the answer had no pagination block."""

    records: list[Any]
    number: int
    size: int
    total_results: int | None = None
    total_pages: int | None = None
    server_time: datetime | None = None

    @property
    def is_last(self) -> bool:
        """No rows, or the last page by LogicTrade's count; without a count, any page that is not exactly full."""
        if not self.records:
            return True
        if self.total_pages is None:
            return len(self.records) != self.size
        return self.number >= self.total_pages


def page_from(answer: Answer, number: int, size: int) -> Page:
    block = answer.data.get("pagination") if isinstance(answer.data, dict) else None
    block = block if isinstance(block, dict) else {}
    total_results, total_pages = _count(block.get("totalResults")), _count(block.get("totalPages"))
    if total_pages is None and total_results is not None:
        total_pages = -(-total_results // size)
    seen = _count(block.get("pageNumber"))
    if seen is not None and seen != number:
        logger.warning("asked for page %d, the answer says page %d", number, seen)
    return Page(answer.rows, number, size, total_results, total_pages, answer.server_time)


def each_page(fetch: Callable[[int], Page], start: int = 1, cap: int = MAX_PAGES) -> Iterator[Page]:
    """Pages from `start` until the stop rule. Raises BadAnswerError at the cap, never stops there in silence."""
    for number in range(start, start + cap):
        page = fetch(number)
        yield page
        if page.is_last:
            return
    raise BadAnswerError(f"more than {cap} pages")


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    return value if type(value) is int and value >= 0 else None
