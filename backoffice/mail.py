"""Where mail goes: an SMTP server by its address, the console in the demo, nowhere without either."""

from typing import Any
from urllib.parse import unquote, urlsplit

from backoffice import env

SMTP = "apps.documents.mail.smtp.EmailBackend"
NOWHERE = "apps.documents.mail.nowhere.EmailBackend"
CONSOLE = "apps.documents.mail.console.EmailBackend"
# Seconds for each step of the talk with the server.
TIMEOUT = 20
_ACCEPTS = "smtp://user:password@host:587, smtps://user:password@host:465, smtp+plain://host:25 or console:"
# Encrypted after a hello (STARTTLS), from the first byte, or not at all (a server on this machine).
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def mailers(address: str) -> dict[str, dict[str, Any]]:
    """Django's MAILERS for an address as in docs/operator.md; without one nothing is ever taken."""
    if not address:
        return {"default": {"BACKEND": NOWHERE}}
    if address == "console:":
        return {"default": {"BACKEND": CONSOLE}}
    url = urlsplit(address)
    try:
        port = url.port or _PORTS.get(url.scheme, 0)
    except ValueError as error:
        raise env.InvalidSettingError("MAIL_URL", _ACCEPTS) from error
    if url.scheme not in _PORTS or not url.hostname:
        raise env.InvalidSettingError("MAIL_URL", _ACCEPTS)
    options = {
        "host": url.hostname,
        "port": port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_tls": url.scheme == "smtp",
        "use_ssl": url.scheme == "smtps",
        "timeout": TIMEOUT,
    }
    return {"default": {"BACKEND": SMTP, "OPTIONS": options}}


def sender(address: str, *, needed: bool) -> str:
    """The address that mails come from."""
    if needed and "@" not in address:
        raise env.InvalidSettingError("MAIL_FROM", "the e-mail address that mails are sent from")
    return address
