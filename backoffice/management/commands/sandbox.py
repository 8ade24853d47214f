"""``manage.py sandbox``: the stand-in LogicTrade alone, for trying scripts and screens without an account."""

import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    help = "Run a stand-in LogicTrade with invented data on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8900)
        parser.add_argument("--scale", type=float, default=1.0, help="times the usual amount of data, for a new state")

    def handle(self, *args: Any, **options: Any) -> None:
        state = settings.VAR_DIR / "sandbox.sqlite3"
        state.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "apps.sandbox", "--port", str(options["port"])]
        command += ["--state", str(state), "--scale", str(options["scale"])]
        try:
            code = subprocess.call(command, cwd=settings.BASE_DIR)  # noqa: S603 - our own program
        except KeyboardInterrupt:
            code = 0
        if code:
            raise SystemExit(code)
