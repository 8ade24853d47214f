"""What is timed: one function per subject, from the typed text to the number of rows that came back."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.scratch import LOOPBACK
from bench.sides import Side


@dataclass(frozen=True)
class Subject:
    key: str
    name: str
    ask: Callable[[str], int]


class Browser:
    """One kept-alive connection that asks as htmx does, signed in."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(LOOPBACK, port, timeout=60)
        self._cookie = cookie

    def page(self, path: str, mark: bytes, target: str = "") -> int:
        """How often ``mark`` stands in the answer. Raises RuntimeError for anything but a page."""
        self._connection.request("GET", path, headers=self._headers(target))
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        return body.count(mark)

    def _headers(self, target: str) -> Mapping[str, str]:
        htmx = {"HX-Request": "true", "HX-Target": target} if target else {}
        return {"Cookie": f"session={self._cookie}", "Accept-Language": "nl", **htmx}


def over_http(side: Side, product: Browser, peers: Browser) -> list[Subject]:
    """The pages: ours as fragments, the peers' as they are."""

    def popup(text: str) -> int:
        return product.page(f"/search/?{urlencode({'q': text})}", b'role="option"', "search-hits")

    def listed(text: str) -> int:
        return product.page(f"{side.page}?{urlencode({'q': text, **side.filters})}", b'class="row-link"', "list")

    def admin(text: str) -> int:
        return peers.page(f"{side.admin}?{urlencode({'q': text})}", b'<th class="field-number"')

    def reference(text: str) -> int:
        return peers.page(f"/reference/{side.name}/?{urlencode({'q': text})}", b'class="row-link"')

    def passthrough(text: str) -> int:
        return peers.page(f"/passthrough/?{urlencode({'q': text})}", b"<tr>")

    return [
        Subject("popup", "a  search popup (customers, products, documents)", popup),
        Subject("list", f"b  {side.name} list with q, 50 rows, fragment", listed),
        Subject("admin", "d  Django admin, icontains on 5 columns, 25 rows", admin),
        Subject("reference", "t  plain django-tables2 page on the index, 25 rows", reference),
        Subject("passthrough", "e  each search passed to a 120 ms API", passthrough),
    ]
