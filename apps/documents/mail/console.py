"""The demo's mail: printed where the worker runs, an attachment by its name and size."""

import sys
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sys.stdout.write(f"{_text(message)}\n")
        sys.stdout.flush()
        return len(email_messages)


def _text(message: EmailMessage) -> str:
    rule = "-" * 72
    heads = [f"From: {message.from_email}", f"To: {', '.join(message.to)}"]
    if message.cc:
        heads.append(f"Cc: {', '.join(message.cc)}")
    attached = [_attached(one) for one in message.attachments]
    return "\n".join([rule, *heads, f"Subject: {message.subject}", "", str(message.body), "", *attached, rule])


def _attached(one: Any) -> str:
    name, content, _kind = one
    return f"[{name}, {len(content)} bytes]"
