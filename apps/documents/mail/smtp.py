"""Django's SMTP connection, which also says whom the server refused and whether a mail's text began to leave."""

import email.policy
import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend
from django.core.mail.message import EmailMessage

GO_ON = 354


class _Watched:
    """``text_began``: from then on the server may have the mail, whatever happens to the connection."""

    text_began = False

    def getreply(self) -> tuple[int, bytes]:
        """354 is the server's *go on*: the text follows at once."""
        code, words = super().getreply()  # type: ignore[misc]
        self.text_began = self.text_began or code == GO_ON
        return code, words


class _Plain(_Watched, smtplib.SMTP):
    pass


class _Encrypted(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Sends one mail over one connection."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.refused: dict[str, tuple[int, bytes]] = {}
        self.text_began = False

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain

    def _send(self, email_message: EmailMessage) -> bool:
        smtp = self.connection
        assert isinstance(smtp, _Plain | _Encrypted)  # noqa: S101 (for the type: `connection_class` makes no other)
        sender = self.prep_address(email_message.from_email)
        recipients = [self.prep_address(one) for one in email_message.recipients()]
        content = email_message.message(policy=email.policy.SMTP).as_bytes()
        smtp.text_began = False
        try:
            self.refused = smtp.sendmail(sender, recipients, content)
        finally:
            self.text_began = smtp.text_began
        return True
