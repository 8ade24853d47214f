"""The life of a mail. Each step is one compare-and-set, so a mail is sent by one process and never twice.

A mail that was on its way when its process or the connection ended is *unknown*: only a person sends it again.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.documents.mail.models import Mail, MailState
from apps.documents.mail.transport import DoubtError, NotSentError, RefusedError, deliver, message_of
from apps.documents.paper.letterhead import letterhead_get

log = structlog.get_logger(__name__)

WORKER = "worker"
# Longer than a talk with a mail server may take.
LEASE = timedelta(minutes=10)
# Seconds until the next try, after the first, second and later ones: a little over a day in all.
WAITS = (30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 36000)
MOST_ATTACHED = 10 * 1024 * 1024
LATE = "the worker ended while it was sending"


class TooLargeError(ValueError):
    """The attachment is larger than mail servers take."""


class MovedOnError(Exception):
    """The mail is no longer in a state in which that can be done."""


@dataclass(frozen=True)
class Letter:
    """What a person sends off."""

    kind: str
    remote_id: int
    label: str
    party_name: str
    language: str
    to: str
    cc: str
    subject: str
    body: str
    attachment: bytes
    attachment_name: str


def mail_queue(*, actor: Actor, user: User, mail_id: uuid.UUID, letter: Letter) -> Mail:
    """Keep a mail, to be sent when its time of grace is over; the same form posted again gives the first one's mail.

    Raises `TooLargeError`.
    """
    if len(letter.attachment) > MOST_ATTACHED:
        raise TooLargeError
    known = Mail.objects.filter(pk=mail_id).first()
    if known is not None:
        return known
    try:
        return _insert(actor, user, mail_id, letter)
    except IntegrityError:
        return Mail.objects.get(pk=mail_id)


def _insert(actor: Actor, user: User, mail_id: uuid.UUID, letter: Letter) -> Mail:
    now = clock.now()
    grace = settings.MAIL_GRACE_SECONDS
    mail = Mail(
        id=mail_id,
        **vars(letter),
        attachment_size=len(letter.attachment),
        reply_to=user.email or letterhead_get().email,
        message_id=f"<{mail_id}@{parseaddr(settings.MAIL_FROM)[1].rpartition('@')[2] or 'localhost'}>",
        actor=user,
        actor_name=user.shown_name,
        created_at=now,
        changed_at=now,
        not_before=now + timedelta(seconds=grace),
    )
    with transaction.atomic(durable=True):
        mail.save(force_insert=True)
        transaction.on_commit(lambda: wake(mail_id, after=grace))
        _note(Action.MAIL_QUEUED, mail, actor, after=_shown(mail))
    return mail


def wake(mail_id: uuid.UUID, *, after: float = 0.0) -> None:
    """Ask the worker to look at a mail; the sweep of each minute finds what is lost."""
    from apps.documents.tasks import send_mail

    if after > 0:
        send_mail.schedule((str(mail_id),), delay=after)
    else:
        send_mail(str(mail_id))


def due() -> list[uuid.UUID]:
    """Mails for which something can be done now."""
    now = clock.now()
    waiting = Q(state=MailState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
    orphaned = Q(state=MailState.SENDING, lease_until__lt=now)
    return list(Mail.objects.filter(waiting | orphaned).order_by("created_at").values_list("pk", flat=True))


def work(mail_id: uuid.UUID) -> float | None:
    """The next step of a mail, if it is due; returns the seconds until the one after, None when it rests."""
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail is None:
        return None
    now = clock.now()
    if mail.state == MailState.SENDING and mail.lease_until is not None and mail.lease_until < now:
        _settle(mail, MailState.UNKNOWN, Action.MAIL_UNKNOWN, last_error=LATE)
        return None
    if mail.state != MailState.QUEUED:
        return None
    if mail.not_before is not None and mail.not_before > now:
        return (mail.not_before - now).total_seconds() + 0.05
    if not _claim(mail):
        return None
    return _send(mail)


def _claim(mail: Mail) -> bool:
    """Durably say that it is on its way before its first byte leaves; False when somebody was faster."""
    now = clock.now()
    values = {
        "state": MailState.SENDING,
        "lease": uuid.uuid4().hex,
        "lease_until": now + LEASE,
        "attempts": mail.attempts + 1,
        "changed_at": now,
    }
    with transaction.atomic(durable=True):
        held = Mail.objects.filter(pk=mail.pk, state=MailState.QUEUED, attempts=mail.attempts).update(**values)
    for name, value in values.items():
        setattr(mail, name, value)
    return bool(held)


def _send(mail: Mail) -> float | None:
    try:
        refused = deliver(message_of(mail, letterhead_get().company))
    except NotSentError as error:
        return _postpone(mail, str(error))
    except RefusedError as error:
        _settle(mail, MailState.FAILED, Action.MAIL_FAILED, last_error=str(error))
    except DoubtError as error:
        _settle(mail, MailState.UNKNOWN, Action.MAIL_UNKNOWN, last_error=str(error))
    except ValueError as error:
        # The message cannot be built: nothing left, and trying again would not help.
        _settle(mail, MailState.FAILED, Action.MAIL_FAILED, last_error=str(error))
    else:
        words = "; ".join(f"{one}: {said}" for one, said in refused.items())
        _settle(mail, MailState.SENT, Action.MAIL_SENT, sent_at=clock.now(), last_error="", refused=words)
    return None


def _postpone(mail: Mail, words: str) -> float | None:
    """Try again later, until a day has passed."""
    if mail.attempts > len(WAITS):
        _settle(mail, MailState.FAILED, Action.MAIL_FAILED, last_error=words)
        return None
    seconds = WAITS[mail.attempts - 1]
    log.info("mail.postponed", mail=str(mail.pk), seconds=seconds, detail=words)
    _settle(mail, MailState.QUEUED, None, last_error=words, not_before=clock.now() + timedelta(seconds=seconds))
    return float(seconds)


def _settle(mail: Mail, state: MailState, action: Action | None, **values: Any) -> None:
    """End an attempt: only by whoever holds the lease. A late *sent* also ends the doubt about itself."""
    came_from = {MailState.SENDING, MailState.UNKNOWN} if state == MailState.SENT else {MailState.SENDING}
    values |= {"state": state, "lease_until": None, "changed_at": clock.now()}
    with transaction.atomic(durable=True):
        if not Mail.objects.filter(pk=mail.pk, state__in=came_from, lease=mail.lease).update(**values):
            log.warning("mail.lost_lease", mail=str(mail.pk), state=str(state))
            return
        for name, value in values.items():
            setattr(mail, name, value)
        if action is not None:
            _note(action, mail, Actor.system(WORKER), after=_outcome(mail))


def mail_cancel(*, actor: Actor, mail: Mail) -> None:
    """Take a mail back that has not left, or let one rest that did not arrive. Raises `MovedOnError`."""
    open_states = (MailState.QUEUED, MailState.FAILED, MailState.UNKNOWN)
    _answer(actor, mail, open_states, MailState.CANCELLED, Action.MAIL_CANCELLED)


def mail_again(*, actor: Actor, mail: Mail) -> None:
    """Send it once more, under the same Message-ID. Raises `MovedOnError`."""
    _answer(actor, mail, (MailState.FAILED, MailState.UNKNOWN), MailState.QUEUED, Action.MAIL_ANSWERED, attempts=0)


def mail_arrived(*, actor: Actor, mail: Mail) -> None:
    """A person knows that it arrived. Raises `MovedOnError`."""
    now = clock.now()
    _answer(actor, mail, (MailState.UNKNOWN,), MailState.SENT, Action.MAIL_ANSWERED, sent_at=mail.sent_at or now)


def _answer(
    actor: Actor, mail: Mail, states: tuple[MailState, ...], to: MailState, action: Action, **values: Any
) -> None:
    before = mail.state
    if before not in states:
        raise MovedOnError
    # Without its lease, a process that still hangs in an earlier attempt can no longer settle anything.
    values |= {"state": to, "not_before": None, "lease": "", "lease_until": None, "changed_at": clock.now()}
    with transaction.atomic(durable=True):
        if not Mail.objects.filter(pk=mail.pk, state=before, changed_at=mail.changed_at).update(**values):
            raise MovedOnError
        for name, value in values.items():
            setattr(mail, name, value)
        if to == MailState.QUEUED:
            transaction.on_commit(lambda: wake(mail.pk))
        _note(action, mail, actor, before={"state": before}, after=_outcome(mail))


def _note(action: Action, mail: Mail, actor: Actor, **values: Any) -> None:
    record(action, actor=actor, subject=f"mail:{mail.pk}", label=mail.label, **values)


def _shown(mail: Mail) -> dict[str, Any]:
    return {
        "to": mail.to,
        "cc": mail.cc,
        "subject": mail.subject,
        "attachment": mail.attachment_name,
        "bytes": mail.attachment_size,
        "message_id": mail.message_id,
    }


def _outcome(mail: Mail) -> dict[str, Any]:
    return {
        "state": str(mail.state),
        "to": mail.to,
        "cc": mail.cc,
        "attempts": mail.attempts,
        "message_id": mail.message_id,
        "refused": mail.refused,
        "error": mail.last_error,
    }
