"""How far a reading is, as one line that is written over in a terminal and as plain lines elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.management.base import OutputWrapper

from apps.erp.sync.engine import Progress

PLAIN_EVERY = 5.0


@dataclass
class ProgressLine:
    """Give its ``show`` to `engine.run`; call ``end`` after each list."""

    out: OutputWrapper
    terminal: bool
    now: Callable[[], float] = time.monotonic
    began: float = field(default=0.0, init=False)
    printed_at: float = field(default=0.0, init=False)
    first_page: int = field(default=0, init=False)
    last: Progress | None = field(default=None, init=False)

    def show(self, progress: Progress) -> None:
        if self.last is None or self.last.resource != progress.resource or progress.page < self.last.page:
            self.began, self.first_page = self.now(), progress.page
            self.printed_at = self.began
        self.last = progress
        if self.terminal:
            self.out.write(f"\r\x1b[K{self.line(progress)}", ending="")
            self.out.flush()
        elif self.now() - self.printed_at >= PLAIN_EVERY:
            self.printed_at = self.now()
            self.out.write(self.line(progress))

    def line(self, progress: Progress) -> str:
        """``customer  page 12 of 80, 1200 records, 960 a minute, 4 s left``."""
        passed = self.now() - self.began
        pages = progress.page - self.first_page
        rate = f", {pages * 60 / passed:.0f} pages a minute" if passed > 0 and pages else ""
        left = (progress.pages - progress.page) * passed / pages if pages else 0
        more = f", {left:.0f} s left" if left >= 1 else ""
        place = f"page {progress.page} of {progress.pages}, {progress.records} records"
        return f"{progress.resource:<14} {progress.phase:<5} {place}{rate}{more}"

    def end(self, text: str) -> None:
        """The list is done: leave one plain line."""
        start = "\r\x1b[K" if self.terminal else ""
        self.out.write(f"{start}{text}")
        self.out.flush()
        self.last = None
