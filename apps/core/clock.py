"""The one clock of the product, so that tests can hold it and move it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

_source: Callable[[], datetime] = timezone.now


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


@contextmanager
def using(source: Callable[[], datetime]) -> Iterator[None]:
    """Take the time from ``source`` inside the block."""
    global _source
    before = _source
    _source = source
    try:
        yield
    finally:
        _source = before
