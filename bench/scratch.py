"""The product's own settings pointed at a folder of the benchmark, and the processes that it starts."""

import hashlib
import json
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from backoffice import env

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"
LOOPBACK = "127.0.0.1"
PATIENCE = 60.0
# What a stored database depends on.
_SOURCES = (
    "apps/*/migrations/*.py",
    "apps/*/models.py",
    "apps/*/resources.py",
    "apps/*/projections.py",
    "apps/*/texts.py",
    "apps/erp/mirror/fold.py",
    "apps/erp/mirror/index.py",
    "apps/erp/mirror/keys.py",
    "apps/erp/mirror/models.py",
    "apps/sandbox/data/*.py",
    "bench/company.py",
    "bench/world.py",
)


def product_settings(folder: Path, logictrade_url: str, **more: str) -> None:
    """Start Django in this process with production settings on a folder of its own; children inherit them."""
    folder.mkdir(parents=True, exist_ok=True)
    env.force(
        {
            "DJANGO_SETTINGS_MODULE": "backoffice.settings",
            "BACKOFFICE_VAR": str(folder),
            "SECRET_KEY": "benchmark-only-key-benchmark-only-key-benchmark-only-0123456789",
            "AUDIT_KEY": "benchmark-only",
            "DEBUG": "off",
            "TLS": "off",
            "BACKOFFICE_DEMO": "off",
            "REDIS_URL": "",
            "LOG_LEVEL": "ERROR",
            "LOGICTRADE_URL": logictrade_url,
            "LOGICTRADE_API_KEY": "benchmark",
            "LOGICTRADE_WRITES": "off",
            **more,
        }
    )
    import django

    django.setup()


def fingerprint(*extra: object) -> str:
    """Changes when a database that was built before would not be what is built today."""
    digest = hashlib.sha256(repr(extra).encode())
    for pattern in _SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path, mark: str) -> bool:
    kept = folder / "built.json"
    return kept.exists() and json.loads(kept.read_text(encoding="ascii")).get("mark") == mark


def note_built(folder: Path, mark: str) -> None:
    (folder / "built.json").write_text(json.dumps({"mark": mark}), encoding="ascii")


class Servers:
    """Child processes with their logs; leaving the block stops them."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[subprocess.Popen[bytes]] = []
        logs.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Servers":
        # A benchmark that is told to stop takes its servers along.
        signal.signal(signal.SIGTERM, lambda *_arguments: sys.exit(143))
        return self

    def __exit__(self, *_exc: object) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str, url: str, *arguments: str) -> None:
        """Run Python with these arguments until ``url`` answers. Raises RuntimeError with the end of its log."""
        log = self._logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                start_new_session=True,
            )
        self._running.append(process)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and process.poll() is None:
            if _answers(url):
                return
            time.sleep(0.05)
        raise RuntimeError(f"{name} did not start:\n" + log.read_text(encoding="utf-8", errors="replace")[-3000:])

    def gunicorn(self, name: str, port: int, path: str, *arguments: str) -> None:
        """The product's server as it is deployed: two workers with four threads each."""
        self.start(
            name,
            f"http://{LOOPBACK}:{port}{path}",
            *("-m", "gunicorn", "backoffice.wsgi", "--bind", f"{LOOPBACK}:{port}"),
            *("--worker-class", "gthread", "--workers", "2", "--threads", "4", "--keep-alive", "30"),
            *("--log-level", "warning", *arguments),
        )


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def get_json(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own loopback address
        found: dict[str, Any] = json.load(answer)
    return found


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


def write_json(path: str, found: Mapping[str, Any], say: Callable[[str], None] = print) -> None:
    if path:
        Path(path).write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        say(f"Written to {path}.")
