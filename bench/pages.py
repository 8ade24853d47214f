"""What the pages weigh and ask: HTML, first view and fragment as a browser gets them (gzip), and SQL queries.

    python -m bench.pages [--rows N]

Uses the database of ``bench.search``. Sizes do not depend on the machine, so nothing is timed here but how much longer
the last page of a list takes than its first.
"""

import argparse
import gzip
import re
import statistics
import sys
import time
from typing import Any

from bench import scratch
from bench.stats import Goal

# Each list's address and table.
LISTS = {
    "customers": ("/relations/customers/", "relations_customer"),
    "products": ("/catalogue/products/", "catalogue_product"),
    "quotes": ("/sales/quotes/", "sales_quote"),
}
KIB = 1024
ROWS = 25
# What a page of a list holds.
PAGE = 50
DEEP_TRIES = 15
_OWN_FILES = re.compile(rb'(?:href|src)="(/static/[^"#]+\.(?:css|js|svg))')


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.pages", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="customers of the database (default 100000)")
    options = parser.parse_args()
    folder = scratch.FOLDER / f"search-customers-sqlite-{options.rows}"
    if not (folder / "bench.sqlite3").exists():
        print(f"First: python -m bench.search --rows {options.rows}")
        return 2
    scratch.product_settings(folder, "http://127.0.0.1:1", DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}")
    client = _client()
    print(f"{'':<12}{'HTML of ' + str(ROWS):>12}{'first view':>12}{'fragment':>12}{'SQL':>6}{'SQL, q':>8}   last/first")
    worst = {"html": 0.0, "view": 0.0, "fragment": 0.0, "queries": 0.0}
    for name, (path, table) in LISTS.items():
        found = _weigh(client, path)
        last, deep = _deep(client, path, table)
        print(
            f"{name:<12}{found['html']:>8.1f} KiB{found['view']:>8.1f} KiB{found['fragment']:>8.1f} KiB"
            f"{found['queries']:>6.0f}{found['searched']:>8.0f}   {deep:.2f}x (page {last})"
        )
        worst = {key: max(value, found[key]) for key, value in worst.items()}
    for goal in (
        Goal("HTML of 25 rows", worst["html"], 8, 12, at_most=True, unit=" KiB"),
        Goal("all of the first view", worst["view"], 90, 150, at_most=True, unit=" KiB"),
        Goal("fragment of the search", worst["fragment"], 5, 8, at_most=True, unit=" KiB"),
        Goal("SQL queries of a list", worst["queries"], 8, 12, at_most=True, unit=""),
    ):
        print(goal.line())
    return 0


def _client() -> Any:
    from django.test import Client

    from bench.world import session_cookie

    client = Client(SERVER_NAME=scratch.LOOPBACK)
    client.cookies["session"] = session_cookie()
    return client


def _weigh(client: Any, path: str) -> dict[str, float]:
    from django.contrib.staticfiles import finders

    page = _asked(client, path, {})
    html = _cut(page.content)
    files = {match.group(1).decode() for match in _OWN_FILES.finditer(page.content)}
    own = sum(_zipped(_file(finders, name)) for name in files)
    popup = _asked(client, "/search/", {"q": "jansen"}, {"HX-Request": "true", "HX-Target": "search-hits"})
    return {
        "html": _zipped(html) / KIB,
        "view": (_zipped(page.content) + own) / KIB,
        "fragment": _zipped(popup.content) / KIB,
        "queries": _queries(client, path, {}),
        "searched": _queries(client, path, {"q": "jansen"}),
    }


def _asked(client: Any, path: str, query: dict[str, Any], headers: dict[str, str] | None = None) -> Any:
    answer = client.get(path, query, headers=headers or {})
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return answer


def _cut(html: bytes) -> bytes:
    """The page with its first 25 rows only: the goal names so many, a page shows 50."""
    head, opening, rest = html.partition(b"<tbody")
    body, closing, tail = rest.partition(b"</tbody>")
    rows = body.split(b"</tr>")
    return head + opening + b"</tr>".join(rows[:ROWS]) + b"</tr>" + closing + tail


def _file(finders: Any, address: str) -> bytes:
    """A static file by its address, whose name may bear a fingerprint."""
    name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", address.removeprefix("/static/"))
    with open(finders.find(name), "rb") as file:
        return file.read()


def _zipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _queries(client: Any, path: str, query: dict[str, Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        _asked(client, path, query)
    return len(captured)


def _deep(client: Any, path: str, table: str) -> tuple[int, float]:
    """The last page, and its time over the first's, by the middle of fifteen tries each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE gone_at IS NULL")
        last = -(-cursor.fetchone()[0] // PAGE)

    def middle(page: int) -> float:
        times = []
        for _ in range(DEEP_TRIES):
            began = time.perf_counter()
            _asked(client, path, {"page": page})
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    first = middle(1)
    return last, middle(last) / first


if __name__ == "__main__":
    sys.exit(main())
