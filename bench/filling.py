"""What fills the grid of a draft: matching a pasted list of forty lines, and the picker's row with the last price.

    python -m bench.filling [--rows N] [--lines N] [--json FILE]

One database of its own: N invented products (100,000), and 500,000 lines as sold, of 2,000 customers. Everything is
timed within the product's own functions, in one process, and given as ratios: a pasted list against the search of a
single one of its lines, and the last price against the search whose rows it stands in.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import batched

from bench import scratch
from bench.company import Company
from bench.stats import Goal, machine_load, percentile

LIST, ROUNDS, PICKED = 40, 15, 120
BUYERS, OF_A_DOCUMENT = 2_000, 5
SEED = 7


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.filling", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="products (default 100000)")
    parser.add_argument("--lines", type=int, default=500_000, help="lines as sold (default 500000)")
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    folder = scratch.FOLDER / f"filling-{options.rows}-{options.lines}"
    scratch.product_settings(folder, "http://127.0.0.1:1", DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}")
    mark = scratch.fingerprint(options.rows, options.lines)
    if not scratch.is_current(folder, mark):
        _build(options.rows, options.lines)
        scratch.note_built(folder, mark)
    found = _measure()
    print(f"{options.rows:,} products, {options.lines:,} lines as sold; {machine_load()}")
    for name in ("codes", "names", "unknown"):
        seconds, queries = found[f"list of {name}"]
        print(f"  {LIST} lines, {name:<10}{seconds * 1000:8.0f} ms  {queries:3.0f} queries")
    one, _queries = found["one search"]
    picker, queries = found["picker"]
    print(
        f"  one search of the picker{one * 1000:9.1f} ms; all of its row {picker * 1000:.1f} ms, {queries:.0f} queries"
    )
    last, _queries = found["last price"]
    goals = (
        Goal("40 lines by code, to one search", found["list of codes"][0] / one, 3, 6, at_most=True),
        Goal("40 lines by name, to 40 searches", found["list of names"][0] / (LIST * one), 1, 2, at_most=True),
        Goal("last price of 8 products, to their search", last / one, 0.3, 0.6, at_most=True),
        Goal("40 lines that nobody knows", found["list of unknown"][0], 1, 2, at_most=True, unit=" s"),
    )
    for goal in goals:
        print(goal.line())
    if options.json:
        scratch.write_json(options.json, {name: {"p50": s, "queries": q} for name, (s, q) in found.items()})
    return 0


def _build(rows: int, lines: int) -> None:
    from django.core.management import call_command

    from apps.core import clock
    from apps.documents.sold import SoldDocument, SoldRow, sold_replace
    from apps.erp.mirror.registry import get
    from apps.erp.mirror.upsert import upsert

    call_command("migrate", verbosity=0)
    codes = []
    for batch in batched(Company().products(rows), 500):
        upsert(get("product"), batch, read_began_at=clock.now())
        codes += [record["code"] for record in batch]
    chance = random.Random(SEED)
    documents = (
        SoldDocument(
            kind=chance.choice(["order", "order", "invoice", "quote"]),
            document_id=pk,
            number=f"V{pk}",
            customer_id=chance.randrange(1, BUYERS + 1),
            date=date(2026, 11, 27) - timedelta(days=chance.randrange(1500)),
            rows=[
                SoldRow(
                    chance.choice(codes), Decimal(chance.randrange(1, 20)), Decimal(chance.randrange(100, 90_000)) / 100
                )
                for _ in range(OF_A_DOCUMENT)
            ],
        )
        for pk in range(1, lines // OF_A_DOCUMENT + 1)
    )
    for part in batched(documents, 400):
        sold_replace(list(part))


def _measure() -> dict[str, tuple[float, float]]:
    from apps.catalogue.models import Product
    from apps.catalogue.selectors import product_search
    from apps.catalogue.stock import stock_summaries
    from apps.documents.models import SoldLine
    from apps.documents.pasting.matching import match_text
    from apps.documents.sold import last_sold

    chance = random.Random(SEED)
    known = list(Product.objects.exclude(number="").order_by("pk").values_list("number", "name")[: 20 * PICKED])
    drawn = [chance.sample(known, LIST) for _ in range(ROUNDS)]
    buyers = list(SoldLine.objects.order_by().values_list("customer_id", flat=True).distinct()[:PICKED])
    words = [" ".join(name.split()[:2]) for _code, name in chance.sample(known, PICKED)]
    hits = [product_search(text, 8, with_gone=False, customer_id=buyers[0])[0] for text in words]

    def row(at: int) -> None:
        found, _total = product_search(words[at], 8, with_gone=False, customer_id=buyers[at % len(buyers)])
        stock_summaries([one.pk for one in found], with_locations=False)
        last_sold(buyers[at % len(buyers)], [one.number_key for one in found])

    lists: dict[str, list[str]] = {
        "codes": ["\n".join(f"{code}\t{n}" for n, (code, _name) in enumerate(some, 1)) for some in drawn],
        "names": [
            "\n".join(f"{' '.join(name.split()[:3])}\t{n}" for n, (_c, name) in enumerate(some, 1)) for some in drawn
        ],
        "unknown": [
            "\n".join(f"zeldzaam {' '.join(name.split()[:2])} {n}x" for n, (_c, name) in enumerate(some, 1))
            for some in drawn
        ],
    }

    def sold(at: int) -> None:
        last_sold(buyers[at % len(buyers)], [one.number_key for one in hits[at]])

    found = {
        f"list of {name}": _timed([partial(match_text, text, customer_id=buyers[0]) for text in texts])
        for name, texts in lists.items()
    }
    found["one search"] = _timed([partial(product_search, text, 8, with_gone=False) for text in words])
    found["last price"] = _timed([partial(sold, at) for at in range(len(words))])
    found["picker"] = _timed([partial(row, at) for at in range(len(words))])
    return found


def _timed(tasks: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """(p50 in seconds, most queries) of each task done twice, the second time counted."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, asked = [], []
    for task in tasks:
        with CaptureQueriesContext(connection) as queries:
            task()
        asked.append(len(queries))
        began = time.perf_counter()
        task()
        taken.append(time.perf_counter() - began)
    return percentile(taken, 0.5), max(asked)


if __name__ == "__main__":
    sys.exit(main())
