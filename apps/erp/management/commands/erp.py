"""`manage.py erp sync | status | writes | check`: the operator's side of the link with LogicTrade."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.audit.log import Actor
from apps.core.requestid import request_id_scope
from apps.erp import services
from apps.erp.gateway import Priority
from apps.erp.introspection import introspect
from apps.erp.mirror import registry
from apps.erp.mirror.registry import Resource
from apps.erp.models import SyncState, Write
from apps.erp.outbox.models import State
from apps.erp.report import text
from apps.erp.report.check import Report, check
from apps.erp.report.progress import ProgressLine
from apps.erp.sync.engine import run
from apps.logictrade.errors import KeyRefusedError, LogicTradeError, NotGrantedError, UnreachableError

MOST_LISTED = 50


class Command(BaseCommand):
    help = "Read from LogicTrade now, show how the link stands, list writes, compare a live key with the contract."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        sync = verbs.add_parser("sync", help="read what changed, or everything; takes the whole rate")
        sync.add_argument("resources", nargs="*", metavar="RESOURCE", help="only these lists")
        sync.add_argument("--full", action="store_true", help="read everything anew")
        sync.add_argument(
            "--approve-removals", metavar="RESOURCE", help="let the guard of this list remove what it held"
        )
        verbs.add_parser("status", help="lists, worker, writes and guards at a glance")
        writes = verbs.add_parser("writes", help="the newest writes")
        writes.add_argument("--state", choices=[str(state) for state in State])
        verbs.add_parser("check", help="ask one page of every reading operation; says what differs from the contract")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        with request_id_scope():
            {"sync": self._sync, "status": self._status, "writes": self._writes, "check": self._check}[verb](options)

    def _status(self, _options: dict[str, Any]) -> None:
        for line in text.status_lines():
            self.stdout.write(line)

    def _writes(self, options: dict[str, Any]) -> None:
        found = Write.objects.filter(state=options["state"]) if options["state"] else Write.objects.all()
        rows = list(found[:MOST_LISTED])
        for row in rows:
            number = row.remote_number or row.error_code or row.reason
            when = f"{row.created_at:%Y-%m-%d %H:%M:%S}"
            self.stdout.write(f"{when}  {row.state:<12}{row.kind:<16}{row.actor_name:<20}{number:<14}{row.label}")
        if not rows:
            self.stdout.write("No writes.")

    def _check(self, _options: dict[str, Any]) -> None:
        report = Report()
        for asked in check(report):
            for line in text.asked_lines(asked):
                self.stdout.write(line)
        for line in text.summary_lines(report):
            self.stdout.write(line)
        if report.failed:
            raise CommandError("Not everything could be read; see above.")

    def _sync(self, options: dict[str, Any]) -> None:
        wanted = self._wanted(options["resources"])
        if name := options["approve_removals"]:
            self._approve(name)
            wanted = wanted if options["resources"] else self._wanted([name])
        full = options["full"] or bool(options["approve_removals"])
        try:
            introspect()
        except LogicTradeError as error:
            raise CommandError(f"LogicTrade did not say whose key this is: {error}") from error
        unread = [resource.name for resource in wanted if not self._read(resource, full=full)]
        if unread:
            raise CommandError(f"Not complete: {', '.join(unread)}.")

    def _wanted(self, names: list[str]) -> list[Resource]:
        known = {resource.name: resource for resource in registry.all_resources()}
        strange = [name for name in names if name not in known]
        if strange:
            raise CommandError(f"No list named {', '.join(strange)}; there are {', '.join(known)}.")
        return [known[name] for name in names] or list(known.values())

    def _approve(self, name: str) -> None:
        self._wanted([name])
        if not services.removals_approve(actor=Actor.system("manage.py"), resource=name):
            raise CommandError(f"No removals of {name} wait for a yes.")
        self.stdout.write(f"Removals of {name} approved.")

    def _read(self, resource: Resource, *, full: bool) -> bool:
        """Read one list; False when it is not complete. A key or line that fails ends the whole command."""
        line = ProgressLine(self.stdout, self.stdout.isatty())
        began = time.monotonic()
        try:
            complete = run(resource, full=full, priority=Priority.PEOPLE, report=line.show)
        except NotGrantedError as error:
            line.end(f"{resource.name:<14} not granted: {error.detail or error.status}")
            return False
        except (KeyRefusedError, UnreachableError) as error:
            raise CommandError(f"{resource.name}: {error}. What was read is kept; run it again to go on.") from error
        except LogicTradeError as error:
            line.end(f"{resource.name:<14} failed: {error}")
            return False
        line.end(_done(resource, complete, time.monotonic() - began))
        return complete


def _done(resource: Resource, complete: bool, seconds: float) -> str:
    if not complete:
        return f"{resource.name:<14} is being read by another process"
    state = SyncState.objects.get(pk=resource.name)
    count = resource.model._default_manager.count()
    told = f"{resource.name:<14} {count} records in {seconds:.1f} s"
    if state.sweep_waiting:
        told += f"; {state.sweep_waiting} removals wait: erp sync --approve-removals {resource.name}"
    if state.misses:
        told += f"; {state.misses} fewer than LogicTrade counts"
    return told
