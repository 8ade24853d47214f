"""The life of a mail against a mail server that misbehaves: nothing lost, nothing twice, doubt asks a person."""

import email
import email.policy
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from apps.audit.log import Actor
from apps.audit.models import AuditEntry
from apps.core import clock
from apps.documents.mail import outbox
from apps.documents.mail.models import Mail, MailState
from apps.documents.mail.outbox import MovedOnError, TooLargeError, due, work
from tests.documents.mail.server import Script

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor(id=None, name="test")
type Queue = Callable[..., Mail]


def again(mail: Mail) -> Mail:
    return Mail.objects.get(pk=mail.pk)


def later(seconds: float) -> Any:
    moment = clock.now() + timedelta(seconds=seconds)
    return clock.using(lambda: moment)


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(subject__startswith="mail:").order_by("seq").values_list("action", flat=True))


def test_a_mail_arrives_whole(server: Script, queue: Queue) -> None:
    mail = queue()
    assert due() == [mail.pk]
    assert work(mail.pk) is None
    [(recipients, content)] = server.got
    assert recipients == ["inkoop@hotel.example", "chef@hotel.example"]
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    assert parsed["Subject"] == "Offerte O26-10530"
    assert parsed["Message-ID"] == mail.message_id
    assert parsed["From"].addresses[0].addr_spec == "kantoor@walcheren.example"
    body, attached = parsed.iter_parts()
    assert "Łucja" in body.get_content()
    assert attached.get_filename() == "Offerte-O26-10530.pdf"
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == b"%PDF-1.7 test"
    found = again(mail)
    assert (found.state, found.attempts, found.last_error) == (MailState.SENT, 1, "")
    assert found.sent_at is not None
    assert actions() == ["mail:queued", "mail:sent"]
    assert work(mail.pk) is None
    assert len(server.got) == 1


def test_one_form_is_one_mail(queue: Queue) -> None:
    token = uuid.uuid4()
    first = queue(mail_id=token)
    assert queue(mail_id=token, to="other@hotel.example").to == first.to
    assert Mail.objects.count() == 1


def test_the_time_of_grace(server: Script, queue: Queue, settings: Any) -> None:
    settings.MAIL_GRACE_SECONDS = 10
    mail = queue()
    assert due() == []
    wait = work(mail.pk)
    assert wait is not None
    assert 8 < wait <= 10.1
    outbox.mail_cancel(actor=ACTOR, mail=again(mail))
    with later(11):
        assert due() == []
        assert work(mail.pk) is None
    assert server.got == []
    assert again(mail).state == MailState.CANCELLED


@pytest.mark.parametrize("drop", ["connect", "mail", "rcpt", "data"])
def test_a_connection_that_ends_before_the_text_loses_nothing(server: Script, queue: Queue, drop: str) -> None:
    server.drop = drop
    mail = queue()
    assert work(mail.pk) == 30
    assert again(mail).state == MailState.QUEUED
    assert again(mail).last_error
    server.drop = ""
    with later(31):
        work(mail.pk)
    assert again(mail).state == MailState.SENT
    assert len(server.got) == 1


def test_a_server_that_is_down_is_tried_for_a_day_and_then_told(queue: Queue, settings: Any) -> None:
    options = {"host": "127.0.0.1", "port": 1, "timeout": 1}
    settings.MAILERS = {"default": {"BACKEND": "apps.documents.mail.smtp.EmailBackend", "OPTIONS": options}}
    mail = queue()
    waited = 0.0
    for _ in range(len(outbox.WAITS)):
        with later(waited):
            seconds = work(mail.pk)
        assert seconds is not None
        waited += seconds + 1
    assert waited > 24 * 3600
    with later(waited):
        assert work(mail.pk) is None
    assert again(mail).state == MailState.FAILED
    assert "Connection" in again(mail).last_error


def test_a_connection_that_ends_after_the_text_is_doubt_and_never_sent_again_by_itself(
    server: Script, queue: Queue
) -> None:
    server.drop = "text"
    mail = queue()
    assert work(mail.pk) is None
    assert again(mail).state == MailState.UNKNOWN
    with later(100_000):
        assert due() == []
        assert work(mail.pk) is None
    assert len(server.got) == 1
    assert actions() == ["mail:queued", "mail:unknown"]


def test_a_person_ends_the_doubt(server: Script, queue: Queue) -> None:
    server.drop = "text"
    first, second, third = queue(), queue(), queue()
    for mail in (first, second, third):
        work(mail.pk)
    server.drop = ""
    outbox.mail_arrived(actor=ACTOR, mail=again(first))
    outbox.mail_again(actor=ACTOR, mail=again(second))
    outbox.mail_cancel(actor=ACTOR, mail=again(third))
    for mail in (first, second, third):
        work(mail.pk)
    assert [again(mail).state for mail in (first, second, third)] == ["sent", "sent", "cancelled"]
    assert len(server.got) == 4
    assert server.got[1][1].count(second.message_id.encode()) == 1
    assert second.message_id.encode() in server.got[3][1]


def test_a_worker_that_died_while_sending_leaves_doubt(server: Script, queue: Queue) -> None:
    mail = queue()
    assert outbox._claim(again(mail))
    assert due() == []
    with later(outbox.LEASE.total_seconds() + 1):
        assert due() == [mail.pk]
        work(mail.pk)
    assert again(mail).state == MailState.UNKNOWN
    assert server.got == []


@pytest.mark.slow
def test_a_process_that_is_killed_in_mid_send_leaves_one_mail_and_doubt(server: Script, queue: Queue) -> None:
    """kill -9 while the server has the text and has not answered: afterwards nothing leaves without a person."""
    server.stalls = True
    mail = queue()
    name = connection.settings_dict
    address = f"sqlite:///{name['NAME']}"
    if connection.vendor != "sqlite":
        address = f"postgresql://{name['USER']}@{name['HOST']}:{name['PORT']}/{name['NAME']}"
    code = (
        f"import django, uuid; django.setup(); from apps.documents.mail.outbox import work;work(uuid.UUID('{mail.pk}'))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address,
        "MAIL_URL": f"smtp+plain://127.0.0.1:{server.port}",
    }
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE)
    end = time.monotonic() + 30
    while not server.got and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    process.kill()
    process.communicate()
    server.go_on.set()
    server.stalls = False
    assert len(server.got) == 1
    assert again(mail).state == MailState.SENDING
    assert due() == []
    with later(outbox.LEASE.total_seconds() + 1):
        assert due() == [mail.pk]
        work(mail.pk)
        assert due() == []
        work(mail.pk)
    assert again(mail).state == MailState.UNKNOWN
    assert len(server.got) == 1


def test_a_late_yes_ends_its_own_doubt(server: Script, queue: Queue) -> None:
    mail = queue()
    slow = again(mail)
    assert outbox._claim(slow)
    with later(outbox.LEASE.total_seconds() + 1):
        work(mail.pk)
    outbox._send(slow)
    assert again(mail).state == MailState.SENT


def test_a_late_no_does_not_undo_what_a_person_decided(server: Script, queue: Queue) -> None:
    mail = queue()
    slow = again(mail)
    assert outbox._claim(slow)
    with later(outbox.LEASE.total_seconds() + 1):
        work(mail.pk)
    outbox.mail_again(actor=ACTOR, mail=again(mail))
    outbox._settle(slow, MailState.FAILED, None, last_error="late")
    assert again(mail).state == MailState.QUEUED


@pytest.mark.parametrize("answer", ["550 no such box", "554 no"])
def test_a_refused_address_is_said_and_not_tried_again(server: Script, queue: Queue, answer: str) -> None:
    server.answers["RCPT"] = answer
    mail = queue()
    assert work(mail.pk) is None
    assert again(mail).state == MailState.FAILED
    assert answer in again(mail).last_error


def test_one_refused_address_of_two_is_said(server: Script, queue: Queue) -> None:
    server.refuse["chef@hotel.example"] = "550 no such box"
    mail = queue()
    work(mail.pk)
    found = again(mail)
    assert found.state == MailState.SENT
    assert found.refused == "chef@hotel.example: 550 no such box"
    assert server.got[0][0] == ["inkoop@hotel.example"]


@pytest.mark.parametrize("place", ["RCPT", "DATA", "TEXT", "MAIL"])
def test_not_now_is_tried_later(server: Script, queue: Queue, place: str) -> None:
    server.answers[place] = "451 not now"
    mail = queue()
    assert work(mail.pk) == 30
    assert again(mail).state == MailState.QUEUED


@pytest.mark.parametrize("place", ["MAIL", "DATA", "TEXT"])
def test_no_for_good_is_no(server: Script, queue: Queue, place: str) -> None:
    server.answers[place] = "552 too large"
    mail = queue()
    assert work(mail.pk) is None
    assert again(mail).state == MailState.FAILED
    assert server.got == []


def test_two_workers_send_one_mail(server: Script, queue: Queue) -> None:
    mails = [queue() for _ in range(6)]
    ready = threading.Barrier(4)

    def run() -> None:
        ready.wait()
        for mail in mails:
            work(mail.pk)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.got) == 6
    assert {again(mail).state for mail in mails} == {MailState.SENT}
    assert {again(mail).attempts for mail in mails} == {1}


def test_header_lines_cannot_be_added(server: Script, queue: Queue) -> None:
    mail = queue()
    Mail.objects.filter(pk=mail.pk).update(subject="x\r\nBcc: thief@elsewhere.example")
    assert work(mail.pk) is None
    assert again(mail).state == MailState.FAILED
    assert server.got == []


def test_too_large_is_refused_before_it_is_kept(queue: Queue) -> None:
    with pytest.raises(TooLargeError):
        queue(attachment=b"x" * (outbox.MOST_ATTACHED + 1))
    assert Mail.objects.count() == 0


def test_what_moved_on_cannot_be_decided(server: Script, queue: Queue) -> None:
    mail = queue()
    stale = again(mail)
    work(mail.pk)
    for decide in (outbox.mail_cancel, outbox.mail_again, outbox.mail_arrived):
        with pytest.raises(MovedOnError):
            decide(actor=ACTOR, mail=stale)
        with pytest.raises(MovedOnError):
            decide(actor=ACTOR, mail=again(mail))


def test_without_a_mail_server_nothing_is_lost(queue: Queue, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "apps.documents.mail.nowhere.EmailBackend"}}
    mail = queue()
    assert work(mail.pk) == 30
    assert "MAIL_URL" in again(mail).last_error


def test_the_sweep_wakes_what_was_forgotten(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    from apps.documents import tasks

    mail = queue()
    woken: list[str] = []
    monkeypatch.setattr(tasks, "send_mail", woken.append)
    tasks.sweep_mails.call_local()
    assert woken == [str(mail.pk)]
