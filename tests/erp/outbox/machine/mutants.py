"""Outboxes that are wrong in one point each, to show that the machine would notice."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from apps.core import clock
from apps.erp.outbox import check, lookup, send, states, submit, work
from apps.erp.outbox.kinds import WriteKind
from apps.erp.outbox.lookup import Result
from apps.erp.outbox.models import State, Write
from apps.erp.outbox.states import move
from apps.logictrade import judge
from apps.logictrade.client import LogicTradeClient
from apps.logictrade.errors import AnswerLostError, Outcome
from tests.erp.outbox.machine import spec

type Patch = pytest.MonkeyPatch

denied, find, classify = check._denied, lookup.find, judge.classify


def no_look_up_before_a_second_send(patch: Patch) -> None:
    patch.setattr(send, "_found_already", lambda *_args, **_options: False)


def one_denial_is_enough(patch: Patch) -> None:
    def once(write: Write, kind: WriteKind, began_at: datetime) -> None:
        write.denied_at = write.denied_at or began_at - timedelta(days=1)
        denied(write, kind, began_at)

    patch.setattr(check, "_denied", once)


def denial_before_the_deadline(patch: Patch) -> None:
    def early(write: Write, kind: WriteKind, began_at: datetime) -> None:
        write.attempt_ended_at = (write.attempt_ended_at or began_at) - spec.DEADLINE
        denied(write, kind, began_at)

    patch.setattr(check, "_denied", early)


def no_quiet_time_between_denials(patch: Patch) -> None:
    patch.setattr(settings, "OUTBOX_QUIET", timedelta(seconds=1))


def denial_dated_at_its_end(patch: Patch) -> None:
    patch.setattr(check, "_denied", lambda write, kind, _began_at: denied(write, kind, clock.now()))


def no_fence(patch: Patch) -> None:
    patch.setattr(send, "_fenced", lambda _write: True)


def swaps_ignore_state_and_lease(patch: Patch) -> None:
    class Careless:
        class objects:  # noqa: N801 - it stands in for a manager
            @staticmethod
            def filter(*_tests: Any, pk: Any, **_rest: Any) -> Any:
                return Write.objects.filter(pk=pk)

    for module in (states, send, check):
        patch.setattr(module, "Write", Careless)


def dead_lease_is_sent_again(patch: Patch) -> None:
    def again(write: Write) -> None:
        with transaction.atomic(durable=True):
            move(write, State.INTENT, lease="", lease_until=None, not_before=None, reason=Outcome.NOT_SENT)

    patch.setattr(work, "recover", again)


def server_fault_counts_as_not_done(patch: Patch) -> None:
    def trusting(endpoint: Any, reply: Any, record_id: int | None = None) -> Outcome:
        return Outcome.NOT_DONE if reply.status >= 500 else classify(endpoint, reply, record_id)

    patch.setattr(judge, "classify", trusting)


def failed_look_up_counts_as_absence(patch: Patch) -> None:
    def hasty(write: Write, kind: WriteKind) -> Result:
        result = find(write, kind)
        result.complete = True
        return result

    for module in (check, send):
        patch.setattr(module, "find", hasty)


def every_post_makes_a_write(patch: Patch) -> None:
    row = submit._row
    patch.setattr(submit, "_row", lambda _write_id, *rest: row(uuid.uuid4(), *rest))


def client_repeats_a_write(patch: Patch) -> None:
    attempt = LogicTradeClient._attempt

    def stubborn(self: LogicTradeClient, *args: Any) -> Any:
        try:
            return attempt(self, *args)
        except AnswerLostError:
            return attempt(self, *args)

    patch.setattr(LogicTradeClient, "_attempt", stubborn)


MUTANTS: list[Callable[[Patch], None]] = [
    no_look_up_before_a_second_send,
    one_denial_is_enough,
    denial_before_the_deadline,
    no_quiet_time_between_denials,
    denial_dated_at_its_end,
    no_fence,
    swaps_ignore_state_and_lease,
    dead_lease_is_sent_again,
    server_fault_counts_as_not_done,
    failed_look_up_counts_as_absence,
    every_post_makes_a_write,
    client_repeats_a_write,
]
