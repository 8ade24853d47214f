"""A picture to upload."""

import struct
import zlib
from collections.abc import Callable

import pytest


@pytest.fixture
def make_png() -> Callable[[int, int], bytes]:
    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    def make(width: int, height: int) -> bytes:
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        rows = b"".join(b"\0" + b"\x1b\x5b\x9a" * width for _ in range(height))
        parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + parts

    return make
