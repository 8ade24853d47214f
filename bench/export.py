"""A list of 100,000 customers as XLSX and CSV: how long it takes, and how much memory it takes beside the process.

    python -m bench.export [--rows N]

Each format runs in a process of its own, so that its peak is its own. Uses the database of ``bench.search``.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

from bench import scratch

FORMATS = ("xlsx", "csv-nl")
MUST_MIB = 64


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--one", choices=FORMATS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measure(options.rows, options.one)))
        return 0
    folder = scratch.FOLDER / f"search-customers-sqlite-{options.rows}"
    if not (folder / "bench.sqlite3").exists():
        print(f"Run first: python -m bench.search --rows {options.rows}")
        return 2
    print(f"Export of {options.rows:,} customers")
    for name in FORMATS:
        command = [sys.executable, "-m", "bench.export", "--rows", str(options.rows), "--one", name]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=scratch.ROOT)
        found = json.loads(done.stdout.splitlines()[-1])
        held = "met" if found["growth_mib"] <= MUST_MIB else "MISSED"
        print(
            f"  {name:7} {found['rows']:>8,} rows  {found['bytes'] / 2**20:6.1f} MiB  {found['seconds']:6.1f} s"
            f"  memory +{found['growth_mib']:.0f} MiB (at most {MUST_MIB}: {held})"
        )
    return 0


def _measure(rows: int, format: str) -> dict[str, float]:
    folder = scratch.FOLDER / f"search-customers-sqlite-{rows}"
    scratch.product_settings(folder, "http://127.0.0.1:9", DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}")
    from django.core.management import call_command
    from django.test import Client

    from bench.world import session_cookie

    call_command("migrate", verbosity=0, interactive=False)
    client = Client(SERVER_NAME=scratch.LOOPBACK)
    client.cookies["session"] = session_cookie()
    asked = {"list": "relations:customer_list", "format": format}
    # Everything imported, every template read: a short export first.
    _take(client.post("/lists/export/", asked | {"query": "q=jansen"}))
    before = _peak()
    began = time.perf_counter()
    size, lines = _take(client.post("/lists/export/", asked | {"query": ""}))
    seconds = time.perf_counter() - began
    return {"rows": lines or rows, "bytes": size, "seconds": seconds, "growth_mib": (_peak() - before) / 1024}


def _take(answer: object) -> tuple[int, int]:
    """Bytes, and lines where the format has them (without the head)."""
    if getattr(answer, "status_code", 0) != 200:
        raise RuntimeError(f"the export answered {getattr(answer, 'status_code', answer)}")
    size = lines = 0
    for piece in answer.streaming_content:  # type: ignore[attr-defined]
        size += len(piece)
        lines += piece.count(b"\r\n")
    is_csv = "csv" in answer["Content-Type"]  # type: ignore[index]
    return size, lines - 1 if is_csv else 0


def _peak() -> int:
    """The most memory that this process ever held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
