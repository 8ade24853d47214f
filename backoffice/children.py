"""Processes that the demo starts, watches and stops."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from django.core.management.base import CommandError

STOP_SECONDS = 5.0


class Children:
    """Child processes in the order they were started; stopped in reverse, politely first."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *arguments: str) -> None:
        """Run Python with these arguments; what it prints goes to a log file of its name."""
        with (self._logs / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 - our own programs, fixed arguments
                [sys.executable, *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                # Ctrl-C reaches the demo alone, which then stops its children in order.
                start_new_session=True,
            )

    def check(self) -> None:
        """Raises CommandError when a child has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                tail = (self._logs / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
                raise CommandError(f"The {name} process ended (status {process.returncode}):\n" + "\n".join(tail))

    def stop(self) -> None:
        for process in reversed(self._running.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()
