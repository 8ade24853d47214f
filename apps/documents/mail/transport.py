"""Handing one mail to the mail server, and what its answer means: taken, refused, not sent, or in doubt."""

import smtplib
from contextlib import suppress
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, mailers

from apps.documents.mail.models import Mail


class NotSentError(Exception):
    """It certainly did not leave, and may be tried again."""


class RefusedError(Exception):
    """The server said no for good."""


class DoubtError(Exception):
    """Its text began to leave and no answer came: the server may have it."""


def mail_ready() -> bool:
    """Whether there is a mail server to hand anything to."""
    return bool(settings.MAIL_ON)


def message_of(mail: Mail, company: str) -> EmailMessage:
    """The mail as it goes over the wire. Django refuses a header with a line end in it."""
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        from_email=formataddr((company, settings.MAIL_FROM)) if company else settings.MAIL_FROM,
        to=[one for one in mail.to.split(", ") if one],
        cc=[one for one in mail.cc.split(", ") if one],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        headers={"Message-ID": mail.message_id},
        attachments=[(mail.attachment_name, bytes(mail.attachment), "application/pdf")],
    )


def deliver(message: EmailMessage) -> dict[str, str]:
    """Send it once; returns the addresses that the server did not take, with its words.

    Raises `NotSentError`, `RefusedError`, `DoubtError`.
    """
    connection = mailers["default"]
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(words_of(error)) from error
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        answers = error.recipients
        text = "; ".join(f"{one}: {_said(*answer)}" for one, answer in answers.items())
        later = any(code < 500 for code, _text in answers.values())
        raise (NotSentError if later else RefusedError)(text) from error
    except smtplib.SMTPResponseException as error:
        raise (NotSentError if error.smtp_code < 500 else RefusedError)(words_of(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        began = getattr(connection, "text_began", True)
        raise (DoubtError if began else NotSentError)(words_of(error)) from error
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
    return {one: _said(*answer) for one, answer in getattr(connection, "refused", {}).items()}


def words_of(error: Exception) -> str:
    """The server's words, or what went wrong, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return " ".join(f"{type(error).__name__}: {error}".split())[:500]


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(f"{code} {words}".split())[:500]
