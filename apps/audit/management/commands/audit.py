"""`manage.py audit verify | export | erase`: the operator's side of the audit log."""

import os
from argparse import ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.audit import services
from apps.audit.log import Actor
from apps.audit.verify import Head, check


def _head(text: str) -> Head:
    try:
        return Head.parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("a date looks like 2026-11-24") from error


class Command(BaseCommand):
    help = "Check, export or erase details of the audit log."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="check the whole chain; exit status 1 when it is broken")
        verify.add_argument("--head", type=_head, metavar="SEQ:MAC", help="a head exported earlier: finds a cut tail")
        export = verbs.add_parser("export", help="the log as JSON lines, the head last")
        export.add_argument("--out", metavar="FILE", help="a new file, readable by its owner only")
        erase = verbs.add_parser("erase", help="erase details; the chain keeps who, what and when")
        what = erase.add_mutually_exclusive_group(required=True)
        what.add_argument("--before", type=_date, metavar="DATE", help="of all entries before this day")
        what.add_argument("--subject", metavar="KIND:ID", help="of all entries about one record")
        erase.add_argument("--reason", required=True)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        {"verify": self._verify, "export": self._export, "erase": self._erase}[verb](options)

    def _verify(self, options: dict[str, Any]) -> None:
        result = check(options["head"])
        for problem in result.problems:
            self.stdout.write(str(problem))
        if result.more_problems:
            self.stdout.write(f"and {result.more_problems} more")
        self.stdout.write(f"{result.upto} entries, details of {result.erased} erased, head {result.upto}:{result.mac}")
        if not result.whole:
            raise CommandError(f"The audit log is broken at entry {min(p.seq for p in result.problems)}.")
        self.stdout.write("The audit log is whole.")

    def _export(self, options: dict[str, Any]) -> None:
        lines = services.export_lines(actor=Actor.system("manage.py"))
        if not options["out"]:
            for line in lines:
                self.stdout.write(line)
            return
        try:
            handle = os.open(options["out"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            for line in lines:
                file.write(line + "\n")
        self.stderr.write(f"{options['out']} written. Keep its last line elsewhere: {line}")

    def _erase(self, options: dict[str, Any]) -> None:
        actor = Actor.system("manage.py")
        if options["before"]:
            before = timezone.make_aware(datetime.combine(options["before"], time.min))
            erased = services.details_erase_before(actor=actor, before=before, reason=options["reason"])
        else:
            erased = services.details_erase_subject(actor=actor, subject=options["subject"], reason=options["reason"])
        self.stdout.write(f"Details of {erased} entries erased.")
