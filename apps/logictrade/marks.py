"""A request body that tells when its bytes leave, so that a test or an outbox can stop a process at each point."""

from collections.abc import Callable

OnMark = Callable[[str], None]


def no_mark(mark: str) -> None:
    """Nobody listens."""


class MarkedBody:
    """File-like with a known length: sent in two halves with `mid_body` between and `after_last_byte` behind them."""

    def __init__(self, data: bytes, on_mark: OnMark) -> None:
        half = (len(data) + 1) // 2
        self._parts = [data[:half], data[half:]]
        self._size = len(data)
        self._on_mark = on_mark
        self._reads = 0

    def __len__(self) -> int:
        return self._size

    def read(self, size: int = -1) -> bytes:
        """The next half, then nothing. Each call comes after the bytes of the one before went to the socket."""
        self._reads += 1
        if self._reads == 2:
            self._on_mark("mid_body")
        if self._reads == 3:
            self._on_mark("after_last_byte")
        return self._parts.pop(0) if self._parts else b""
