"""`python -m apps.sandbox`: the stand-in LogicTrade alone, until Ctrl-C or SIGTERM."""

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from .core import SEED
from .dialects import DIALECTS
from .keys import DEMO_KEY
from .server import SandboxServer


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m apps.sandbox", description="A stand-in LogicTrade over HTTP.")
    options.add_argument("--port", type=int, default=8900, help="port of the API; 0 takes any free one")
    options.add_argument("--control-port", type=int, default=0, help="port of the control door; 0 takes any free one")
    options.add_argument("--host", default="127.0.0.1", help="a loopback address")
    options.add_argument("--state", required=True, metavar="FILE", help="where the records are kept")
    options.add_argument("--seed", type=int, default=SEED, help="of the invented data, for a new file")
    options.add_argument("--scale", type=float, default=1.0, help="times the usual amount of data, for a new file")
    names = "; ".join(f"{dialect.name}: {' | '.join(dialect.values)}" for dialect in DIALECTS)
    options.add_argument(
        "--dialect", nargs="*", action="extend", default=[], metavar="NAME=VALUE", help=f"set=contrary, or {names}"
    )
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        server = SandboxServer(
            options.state,
            port=options.port,
            control_port=options.control_port,
            host=options.host,
            seed=options.seed,
            scale=options.scale,
            dialect=dict(pair.split("=", 1) for pair in options.dialect),
        )
    except (ValueError, OSError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    server.start()
    print(f"LogicTrade sandbox on {server.url}, API key {DEMO_KEY}, control door on {server.control_url}", flush=True)
    stop.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
