"""``python -m bench.sync``: a first full reading over HTTP against the time that the rate limit alone would take."""

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from bench import scratch
from bench.company import Company
from bench.page_server import SIZE, store_pages
from bench.stats import Goal, machine_load, percentile

QUICK = 300


def main() -> int:
    options = _arguments()
    pages = QUICK if options.quick else options.pages
    folder = scratch.FOLDER / f"sync-{pages}"
    if folder.exists():
        shutil.rmtree(folder)
    stored = scratch.FOLDER / f"pages-{pages}"
    _store(stored, pages)
    port = scratch.free_port()
    url = f"http://{scratch.LOOPBACK}:{port}"
    with scratch.Servers(folder / "log") as servers:
        servers.start(
            "pages", f"{url}/_report", "-m", "bench.page_server", str(port), str(stored), str(options.latency)
        )
        more = {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}", "LOGICTRADE_RATE": str(options.rate)}
        scratch.product_settings(folder, url, **more)
        found = _measure(options, pages, url)
    _print(found)
    scratch.write_json(options.json, found)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.sync", description=__doc__)
    parser.add_argument(
        "--pages", type=int, default=3000, help="a third of customers, the rest products (default 3000)"
    )
    parser.add_argument("--latency", type=float, default=0.06, help="seconds before each answer (default 0.06)")
    parser.add_argument("--rate", type=int, default=1000, help="LOGICTRADE_RATE, calls a minute (default 1000)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} pages, for trying: too few to judge by")
    parser.add_argument("--json", default="", metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _store(folder: Path, pages: int) -> None:
    mark = scratch.fingerprint(pages)
    if scratch.is_current(folder, mark):
        return
    folder.mkdir(parents=True, exist_ok=True)
    print(f"Making {pages:,} pages of {SIZE} records …", flush=True)
    customers = pages // 3
    store_pages(folder, "customer", Company().customers(customers * SIZE), customers)
    store_pages(folder, "product", Company().products((pages - customers) * SIZE), pages - customers)
    scratch.note_built(folder, mark)


def _measure(options: argparse.Namespace, pages: int, url: str) -> dict[str, Any]:
    from django.core.management import call_command

    from apps.catalogue.models import Product
    from apps.erp.introspection import introspect
    from apps.erp.sync import engine
    from apps.relations.models import Customer

    call_command("migrate", verbosity=0, interactive=False)
    introspect()
    before = scratch.get_json(f"{url}/_report")["calls"]
    took = _watch(engine)
    load, cpu, began = machine_load(), time.process_time(), time.monotonic()
    _read_all(engine)
    seconds = time.monotonic() - began
    report = scratch.get_json(f"{url}/_report")
    calls = report["calls"] - before
    rows = Customer.objects.count() + Product.objects.count()
    if rows != pages * SIZE:
        raise RuntimeError(f"{rows} rows of {pages * SIZE} arrived")
    return {
        "pages": pages,
        "latency": options.latency,
        "rate": options.rate,
        "machine": f"{load} before, {machine_load()} after",
        "calls": calls,
        "seconds": seconds,
        "floor": calls * 60 / options.rate,
        "refused": report["refused"],
        "most_in_a_minute": report["most_in_a_minute"],
        "rows_per_second": rows / seconds,
        "cpu_seconds": time.process_time() - cpu,
        "commit_ms": {
            "p50": percentile(took, 0.5) * 1000,
            "p95": percentile(took, 0.95) * 1000,
            "worst": max(took) * 1000,
        },
    }


def _watch(engine: Any) -> list[float]:
    """Seconds that the write lock was held for each page, as the engine itself counts them."""
    took: list[float] = []
    store = engine._store

    def stored(*arguments: Any) -> float:
        took.append(store(*arguments))
        return took[-1]

    engine._store = stored
    return took


def _read_all(engine: Any) -> None:
    """What ``manage.py erp sync --full customer product`` does."""
    from apps.erp.gateway import Priority
    from apps.erp.mirror.registry import get

    for name in ("customer", "product"):
        began = time.monotonic()
        if not engine.run(get(name), full=True, priority=Priority.PEOPLE):
            raise RuntimeError(f"{name} was not read to its end")
        print(f"  {name:<10}{time.monotonic() - began:7.1f} s", flush=True)


def _print(found: dict[str, Any]) -> None:
    ratio = found["seconds"] / found["floor"]
    commit = {name: f"{value:.0f}" for name, value in found["commit_ms"].items()}
    lines = [
        f"\nSync: {found['pages']:,} pages, {found['latency'] * 1000:.0f} ms latency, {found['rate']} a minute",
        f"  machine: {found['machine']}",
        f"  {found['calls']:,} calls in {found['seconds']:.1f} s; at {found['rate']} a minute they take "
        f"{found['floor']:.1f} s; processor {found['cpu_seconds']:.1f} s",
        f"  {found['rows_per_second']:,.0f} rows/s; page in the database: p50 {commit['p50']} ms, "
        f"p95 {commit['p95']} ms, worst {commit['worst']} ms",
        f"  refused by a limit of 1,020 in any 60 s: {found['refused']} (most: {found['most_in_a_minute']})",
        Goal("time over calls x 60 / rate", ratio, 1.05, 1.15, at_most=True).line(),
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
