"""A mail that is ready to go, and a mail server that answers as a test says."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from apps.audit.log import Actor
from apps.documents.mail.models import Mail
from apps.documents.mail.outbox import Letter, mail_queue
from tests.documents.mail.server import Script, mail_server

LETTER = Letter(
    kind="quote",
    remote_id=6,
    label="Quote O26-10530",
    party_name="Hotel De Zeeuwse Kust",
    language="nl",
    to="inkoop@hotel.example",
    cc="chef@hotel.example",
    subject="Offerte O26-10530",
    body="Geachte heer, mevrouw,\n\nHierbij onze offerte. Groeten, Łucja",
    attachment=b"%PDF-1.7 test",
    attachment_name="Offerte-O26-10530.pdf",
)


@pytest.fixture(autouse=True)
def _no_grace(settings: Any) -> None:
    settings.MAIL_GRACE_SECONDS = 0
    settings.MAIL_FROM = "kantoor@walcheren.example"


@pytest.fixture
def server(settings: Any) -> Iterator[Script]:
    """Mail goes to a server of the test's own."""
    with mail_server() as script:
        options = {"host": "127.0.0.1", "port": script.port, "timeout": 3}
        settings.MAILERS = {"default": {"BACKEND": "apps.documents.mail.smtp.EmailBackend", "OPTIONS": options}}
        yield script


@pytest.fixture
def queue(people: dict[str, Any]) -> Callable[..., Mail]:
    def put(**values: Any) -> Mail:
        mail_id = values.pop("mail_id", None) or uuid.uuid4()
        user = people["sales"]
        actor = Actor(id=user.pk, name="Sales")
        return mail_queue(actor=actor, user=user, mail_id=mail_id, letter=replace(LETTER, **values))

    return put
