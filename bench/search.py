"""``python -m bench.search``: the product's search against the bare index, Django's admin and a pass-through page."""

import argparse
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from backoffice import env
from bench import scratch
from bench.sides import SIDES, Side
from bench.stats import Goal, machine_load, percentile
from bench.subjects import Browser, Subject, over_http
from bench.terms import Term, make_terms

SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
WARM_UP = 20
COUNTED = 100
LEAST_JUDGED = 100_000
RATIOS = (
    ("a/c  popup over the bare index", "popup", "raw"),
    ("d/a  admin over the popup", "admin", "popup"),
    ("e/a  pass-through over the popup", "passthrough", "popup"),
    ("a/t  popup over the plain page", "popup", "reference"),
    ("b/c  list over the bare index", "list", "raw"),
    ("d/b  admin over the list", "admin", "list"),
    ("e/b  pass-through over the list", "passthrough", "list"),
)
ORDINARY = "django.contrib.auth.backends.ModelBackend"


def main() -> int:
    options = _arguments()
    if options.engine == "postgresql" and not env.text("DATABASE_URL").startswith("postgres"):
        # A PostgreSQL of its own, thrown away afterwards.
        return subprocess.call(
            [str(scratch.ROOT / "bin" / "with-postgres"), sys.executable, "-m", "bench.search", *sys.argv[1:]]
        )
    side = SIDES[options.of]
    folder = scratch.FOLDER / f"search-{side.name}-{options.engine}-{options.rows}"
    with LogicTradeEar() as ear, scratch.Servers(folder / "log") as servers:
        more = {} if options.engine == "postgresql" else {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}"}
        api_port = scratch.free_port()
        api = f"http://{scratch.LOOPBACK}:{api_port}"
        _prepare(folder, side, options, {**more, "BENCH_API_URL": api}, ear.url)
        servers.start("api", f"{api}/", "-m", "bench.slow_api", str(api_port))
        found = _measure(side, options, servers, ear)
    _print(found)
    scratch.write_json(options.json, found)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--of", choices=list(SIDES), default="customers", help="what is searched for")
    parser.add_argument("--rows", type=int, default=100_000, help="so many of them (default 100000)")
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=1, help="how often all terms are asked (default once)")
    parser.add_argument("--fresh", action="store_true", help="build the database anew")
    parser.add_argument("--json", default="", metavar="FILE", help="write the figures there too")
    return parser.parse_args()


class LogicTradeEar:
    """Listens where LogicTrade would be and counts who calls: searching must never."""

    def __enter__(self) -> "LogicTradeEar":
        self.heard = 0
        self._socket = socket.create_server((scratch.LOOPBACK, 0))
        self.url = f"http://{scratch.LOOPBACK}:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self._socket.close()

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.heard += 1
            caller.close()


def _prepare(folder: Any, side: Side, options: argparse.Namespace, more: dict[str, str], logictrade_url: str) -> None:
    """A database with the wanted rows: the one of last time when nothing that made it has changed."""
    mark = scratch.fingerprint(side.name, options.rows)
    current = not options.fresh and options.engine == "sqlite" and scratch.is_current(folder, mark)
    if not current and folder.exists():
        shutil.rmtree(folder)
        (folder / "log").mkdir(parents=True)
    scratch.product_settings(folder, logictrade_url, **more)
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if not current:
        from bench.world import build

        print(f"Building a database of {options.rows:,} {side.name} …", flush=True)
        build(side, options.rows)
        scratch.note_built(folder, mark)


def _measure(side: Side, options: argparse.Namespace, servers: scratch.Servers, ear: LogicTradeEar) -> dict[str, Any]:
    from bench.raw import raw_search
    from bench.world import session_cookie

    cookie = session_cookie()
    ports = {"product": scratch.free_port(), "peers": scratch.free_port()}
    servers.gunicorn("product", ports["product"], "/accounts/login/")
    servers.gunicorn("peers", ports["peers"], "/admin/login/", "--env", "DJANGO_SETTINGS_MODULE=bench.peers.settings")
    raw, raw_name = raw_search(side)
    subjects = over_http(side, Browser(ports["product"], cookie), Browser(ports["peers"], session_cookie(ORDINARY)))
    subjects.insert(2, Subject("raw", f"c  {raw_name}", raw))
    terms = make_terms(side, options.rows)
    began = machine_load()
    times, hits = _interleave(subjects, terms, options.rounds)
    queries = _queries(side, cookie, terms[:COUNTED])
    return {
        "of": side.name,
        "rows": options.rows,
        "engine": options.engine,
        "terms": len(terms),
        "rounds": options.rounds,
        "machine": f"{began} before, {machine_load()} after",
        "subjects": {
            subject.key: {
                "name": subject.name,
                **{name: percentile(times[subject.key], share) * 1000 for name, share in SHARES.items()},
                "with_hits": hits[subject.key] / len(times[subject.key]),
            }
            for subject in subjects
        },
        "queries": queries,
        "logictrade_calls": ear.heard + queries.pop("calls"),
    }


def _interleave(
    subjects: Sequence[Subject], terms: Sequence[Term], rounds: int
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Each term by every subject, one after the other, each time another one first. Seconds, and answers with hits."""
    for term in terms[:WARM_UP]:
        for subject in subjects:
            subject.ask(term.text)
    times: dict[str, list[float]] = {subject.key: [] for subject in subjects}
    hits = dict.fromkeys(times, 0)
    for turn, term in enumerate(list(terms) * rounds):
        first = turn % len(subjects)
        for subject in (*subjects[first:], *subjects[:first]):
            began = time.perf_counter()
            found = subject.ask(term.text)
            times[subject.key].append(time.perf_counter() - began)
            hits[subject.key] += bool(found)
    return times, hits


def _queries(side: Side, cookie: str, terms: Sequence[Term]) -> dict[str, Any]:
    """SQL queries of our two pages, and calls to LogicTrade, counted inside this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from apps.erp.gateway import count_calls

    client = Client(SERVER_NAME=scratch.LOOPBACK)
    client.cookies["session"] = cookie
    addresses = {"popup": ("/search/", "search-hits"), "list": (side.page, "list")}
    found: dict[str, Any] = {}
    before = count_calls()
    for key, (path, target) in addresses.items():
        counts = []
        for term in terms:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                client.get(path, {"q": term.text}, headers={"HX-Request": "true", "HX-Target": target})
            counts.append(len(captured))
        found[key] = {"p50": percentile(counts, 0.5), "most": max(counts)}
    found["calls"] = count_calls() - before
    return found


def goals(found: dict[str, Any]) -> list[Goal]:
    """The ratios that are judged; the limits are those of 100,000 customers, or of 1,000,000 from there on."""
    of = found["subjects"]
    large = found["rows"] >= 1_000_000
    index, admin = ((10, 20), (50, 20)) if large else ((30, 60), (10, 4))
    return [
        Goal("a/c  popup over the bare index, p95", of["popup"]["p95"] / of["raw"]["p95"], *index, at_most=True),
        Goal("d/a  faster than the admin, p95", of["admin"]["p95"] / of["popup"]["p95"], *admin),
        Goal("e/a  faster than passing on, p50", of["passthrough"]["p50"] / of["popup"]["p50"], 20, 8),
        Goal("a/t  popup over a plain page, p95", of["popup"]["p95"] / of["reference"]["p95"], 0.6, 1.2, at_most=True),
    ]


def _print(found: dict[str, Any]) -> None:
    of, queries = found["subjects"], found["queries"]
    print(f"\nSearch: {found['rows']:,} {found['of']}, {found['engine']}, {found['terms']} terms x {found['rounds']}")
    print(f"  machine: {found['machine']}\n\n  {'ms':<56}{'p50':>9}{'p95':>9}{'p99':>9}   with hits")
    for subject in of.values():
        figures = "".join(f"{subject[name]:9.2f}" for name in SHARES)
        print(f"  {subject['name']:<56}{figures}   {subject['with_hits']:8.0%}")
    print(f"\n  {'ratios':<56}{'p50':>9}{'p95':>9}{'p99':>9}")
    for name, one, other in RATIOS:
        print(f"  {name:<56}" + "".join(f"{of[one][share] / of[other][share]:8.1f}x" for share in SHARES))
    if found["rows"] < LEAST_JUDGED:
        print(f"\n  The limits below are those of {LEAST_JUDGED:,} customers; with fewer the admin has less to read.")
    print("\n" + "\n".join(goal.line() for goal in goals(found)))
    for key, counts in queries.items():
        print(f"  SQL queries of {key}: {counts['p50']:.0f}, at most {counts['most']}")
    print(f"  calls to LogicTrade: {found['logictrade_calls']}")


if __name__ == "__main__":
    sys.exit(main())
