"""``python -m bench.page_server PORT FOLDER LATENCY``: LogicTrade's lists from stored pages, after a fixed latency.

A process of its own, on one event loop, that does nothing but wait and write: what is timed is the reader. It keeps
the moment of every call and says under ``/_report`` how many a limit of 1,020 in any minute would have refused.
"""

import asyncio
import json
import re
import sys
import time
from collections import deque
from email.utils import formatdate
from pathlib import Path
from typing import Any

LIMIT = 1020
WINDOW = 60.0
SIZE = 100
EMPTY = {"pagination": {"totalResults": 0, "pageNumber": 1, "pageSize": SIZE, "totalPages": 0}, "results": []}
WHO = {"active": True, "scope": "customer product", "clientId": "bench", "username": "bench", "exp": 4_102_444_800}
_PAGE = re.compile(r"pageNumber=(\d+)")


class Calls:
    """When calls came in; a sliding window says which of them a limit would have refused."""

    def __init__(self) -> None:
        self.number = self.refused = self.most = 0
        self._recent: deque[float] = deque()
        self._admitted: deque[float] = deque()

    def note(self, now: float) -> None:
        self.number += 1
        for window in (self._recent, self._admitted):
            while window and now - window[0] >= WINDOW:
                window.popleft()
        self._recent.append(now)
        self.most = max(self.most, len(self._recent))
        if len(self._admitted) >= LIMIT:
            self.refused += 1
        else:
            self._admitted.append(now)


class Pages:
    """The stored pages of a list: ``<list>.pages`` holds them end to end, ``<list>.json`` where each begins."""

    def __init__(self, folder: Path, name: str) -> None:
        self.starts: list[int] = json.loads((folder / f"{name}.json").read_text(encoding="ascii"))
        self._file = (folder / f"{name}.pages").open("rb")

    def read(self, number: int) -> bytes:
        if not 1 <= number < len(self.starts):
            return json.dumps(EMPTY).encode()
        self._file.seek(self.starts[number - 1])
        return self._file.read(self.starts[number] - self.starts[number - 1])


class Server:
    def __init__(self, folder: Path, latency: float) -> None:
        self._lists = {
            "/rest/v1/customers": Pages(folder, "customer"),
            "/rest/v1/products": Pages(folder, "product"),
        }
        self._latency = latency
        self._calls = Calls()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                target = head.split(b" ", 2)[1].decode("ascii")
                writer.write(_answer(await self._body(target)))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _body(self, target: str) -> bytes:
        if target == "/_report":
            return json.dumps(vars_of(self._calls)).encode()
        self._calls.note(time.monotonic())
        await asyncio.sleep(self._latency)
        path, _, query = target.partition("?")
        if path == "/authentication/introspect":
            return json.dumps(WHO).encode()
        # Nothing changes while the benchmark runs.
        if path not in self._lists or "modifiedAfter" in query:
            return json.dumps(EMPTY).encode()
        found = _PAGE.search(query)
        return self._lists[path].read(int(found.group(1)) if found else 1)


def vars_of(calls: Calls) -> dict[str, int]:
    return {"calls": calls.number, "refused": calls.refused, "most_in_a_minute": calls.most}


def _answer(body: bytes) -> bytes:
    head = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
        f"Date: {formatdate(usegmt=True)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def store_pages(folder: Path, name: str, records: Any, pages: int) -> None:
    """Write ``pages`` pages of `SIZE` records each, in the envelope of the contract's section 1.2."""
    from itertools import batched

    from apps.logictrade import codec

    starts = [0]
    with (folder / f"{name}.pages").open("wb") as file:
        for number, rows in enumerate(batched(records, SIZE), start=1):
            block = {"totalResults": pages * SIZE, "pageNumber": number, "pageSize": SIZE, "totalPages": pages}
            starts.append(starts[-1] + file.write(codec.dumps({"pagination": block, "results": list(rows)}).encode()))
    (folder / f"{name}.json").write_text(json.dumps(starts), encoding="ascii")


async def main(port: int, folder: Path, latency: float) -> None:
    server = await asyncio.start_server(Server(folder, latency).serve, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
