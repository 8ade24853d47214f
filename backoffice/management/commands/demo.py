"""``manage.py demo``: everything at once, with invented data: sandbox, database, people, worker and web server."""

import shutil
import signal
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.accounts.services import user_create
from apps.audit.log import Actor
from apps.documents.paper.demo import fill_letterhead
from apps.erp.demo_codes import fill_codes
from apps.erp.mirror.registry import all_resources
from apps.erp.models import SyncState
from apps.erp.sync.schedule import due_resources
from apps.sales.demo_facts import fill_facts
from backoffice.children import Children
from backoffice.demo import DEMO_DIR, LOOPBACK, PASSWORD, free_port

PORT = 8000
PATIENCE = 60.0


class Command(BaseCommand):
    help = "Run Backoffice with invented data: prints the address and a sign-in for each role; Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=PORT, help="of the web pages; the next free one if taken")
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away and begin anew")
        parser.add_argument("--scale", type=float, default=1.0, help="times the usual amount of data (with --reset)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"]:
            _clear()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _as_interrupt)
        children = Children(DEMO_DIR / "log")
        try:
            self._run(children, port=options["port"], scale=options["scale"])
        except KeyboardInterrupt:
            self._say("\nStopping …")
        finally:
            # A second Ctrl-C must not leave processes behind.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            children.stop()
        self._say("Stopped. Everything is kept; `make demo` goes on from here.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _run(self, children: Children, *, port: int, scale: float) -> None:
        self._start_sandbox(children, scale)
        self._say("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        fill_codes()
        fill_letterhead()
        for role in ROLES:
            if not User.objects.filter(username=role).exists():
                _add_person(role)
        chosen = free_port(port)
        if chosen != port:
            self._say(f"Port {port} is taken, using {chosen}.")
        children.start("worker", "manage.py", "worker")
        children.start("web", *_gunicorn(chosen))
        self._wait(children, f"http://{LOOPBACK}:{chosen}/accounts/login/")
        self._print_sign_ins(chosen)
        self._follow_sync(children)
        fill_facts()
        while True:
            children.check()
            time.sleep(0.5)

    def _start_sandbox(self, children: Children, scale: float) -> None:
        state = DEMO_DIR / "logictrade.sqlite3"
        port = str(urlsplit(settings.LOGICTRADE_URL).port)
        children.start("sandbox", "-m", "apps.sandbox", "--port", port, "--state", str(state), "--scale", str(scale))
        self._wait(children, f"{settings.LOGICTRADE_URL}/_control/")

    def _wait(self, children: Children, url: str) -> None:
        """Until something answers there, whatever it says."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            children.check()
            try:
                urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own loopback address
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise CommandError(f"No answer from {url} within {PATIENCE:.0f} seconds; see {DEMO_DIR / 'log'}.")

    def _print_sign_ins(self, port: int) -> None:
        self._say("")
        self._say(self.style.SUCCESS(f"  Backoffice is ready:  http://{LOOPBACK}:{port}/"))
        self._say("")
        for role in ROLES:
            self._say(f"    {role:<11} password  {PASSWORD}")
        self._say("\n  Ctrl-C stops it. `make demo ARGS=--reset` begins anew.\n")

    def _follow_sync(self, children: Children) -> None:
        """Show how far the first reading is; pages work meanwhile."""
        shown = ""
        while any(_never_read(resource.name) for resource in due_resources()):
            children.check()
            line = _progress()
            if line != shown:
                self._say(f"  Reading LogicTrade: {line}")
                shown = line
            time.sleep(0.5)
        total = sum(resource.model._default_manager.count() for resource in all_resources())
        self._say(f"  All of LogicTrade is here: {total} records.")


def _add_person(role: str) -> None:
    user_create(actor=Actor.system("demo"), username=role, password=PASSWORD, roles=[role], display_name=f"Demo {role}")


def _gunicorn(port: int) -> list[str]:
    return [
        *("-m", "gunicorn", "backoffice.wsgi", "--bind", f"{LOOPBACK}:{port}"),
        *("--worker-class", "gthread", "--workers", "1", "--threads", "8"),
        *("--graceful-timeout", "3", "--log-level", "warning"),
    ]


def _never_read(name: str) -> bool:
    state = SyncState.objects.filter(pk=name).first()
    return state is None or state.last_full_at is None


def _progress() -> str:
    rows = SyncState.objects.exclude(pk="*").exclude(phase=SyncState.Phase.IDLE)
    parts = [f"{row.resource} page {row.page} of {row.pages}" for row in rows if row.pages]
    return ", ".join(parts) or "starting"


def _clear() -> None:
    """Everything but the keys and the logs."""
    for path in DEMO_DIR.iterdir():
        if path.name in {"secret_key", "audit_key", "log"}:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
