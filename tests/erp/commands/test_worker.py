"""`manage.py worker` as a process: it beats, reads from the stand-in, and stops in order within seconds."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from apps.sandbox.keys import DEMO_KEY
from apps.sandbox.server import SandboxServer

pytestmark = pytest.mark.slow


def environment(folder: Path, url: str) -> dict[str, str]:
    return os.environ | {
        "BACKOFFICE_VAR": str(folder),
        "BACKOFFICE_DEMO": "on",
        "SECRET_KEY": "worker-test-secret-key-worker-test-secret-key-123",
        "AUDIT_KEY": "worker-test-audit-key",
        "DJANGO_SETTINGS_MODULE": "backoffice.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'worker.sqlite3'}",
        "LOGICTRADE_URL": url,
        "LOGICTRADE_API_KEY": DEMO_KEY,
        "LOGICTRADE_WRITES": "off",
    }


def manage(*args: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *args]
    return subprocess.run(command, env=env, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120)


def until(condition, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def value(folder: Path, statement: str):
    with sqlite3.connect(f"file:{folder / 'worker.sqlite3'}?mode=ro", uri=True, timeout=10) as connection:
        row = connection.execute(statement).fetchone()
    connection.close()
    return row[0] if row else None


@pytest.fixture
def place(tmp_path):
    with SandboxServer(tmp_path / "logictrade.sqlite3", scale=0.02) as server:
        server.control.set_rate_limit(100_000)
        env = environment(tmp_path, server.url)
        done = manage("migrate", "-v0", env=env)
        assert done.returncode == 0, done.stderr
        yield tmp_path, env


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_reads_beats_and_stops_in_order(place, sent):
    folder, env = place
    said = folder / "worker.log"
    with said.open("w") as log:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "worker"], env=env, cwd=settings.BASE_DIR, stdout=log, stderr=log
        )
    try:
        assert until(lambda: value(folder, "SELECT count(*) FROM erp_heartbeat WHERE name = 'worker'"))
        assert until(lambda: value(folder, "SELECT count(*) FROM erp_syncstate WHERE last_full_at IS NOT NULL"))
        worker.send_signal(sent)
        worker.wait(timeout=20)
    finally:
        worker.kill()
        worker.wait()
    output = said.read_text()
    assert worker.returncode == 0, output
    assert "worker.stopped" in output
    assert "Traceback" not in output
    assert value(folder, "SELECT count(*) FROM erp_syncstate WHERE lease != ''") == 0
