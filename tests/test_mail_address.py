"""MAIL_URL and MAIL_FROM as an operator writes them."""

import pytest

from backoffice.env import InvalidSettingError
from backoffice.mail import CONSOLE, NOWHERE, mailers, sender


def options(address: str) -> dict[str, object]:
    return dict(mailers(address)["default"]["OPTIONS"])


def test_addresses_of_servers() -> None:
    plain = options("smtp+plain://127.0.0.1")
    assert (plain["port"], plain["use_tls"], plain["use_ssl"]) == (25, False, False)
    hello = options("smtp://me%40x:p%2Fw@mail.example")
    assert (hello["port"], hello["use_tls"], hello["username"], hello["password"]) == (587, True, "me@x", "p/w")
    first = options("smtps://mail.example:4650")
    assert (first["port"], first["use_ssl"], first["use_tls"]) == (4650, True, False)
    assert first["timeout"] == 20


def test_the_console_and_nowhere() -> None:
    assert mailers("console:")["default"]["BACKEND"] == CONSOLE
    assert mailers("")["default"]["BACKEND"] == NOWHERE


@pytest.mark.parametrize("address", ["http://x", "smtp://", "mail.example", "smtp://host:port"])
def test_what_is_no_address_stops_the_start(address: str) -> None:
    with pytest.raises(InvalidSettingError, match="MAIL_URL"):
        mailers(address)


def test_a_sender_is_needed_where_mail_is_sent() -> None:
    assert sender("a@b.example", needed=True) == "a@b.example"
    assert sender("", needed=False) == ""
    with pytest.raises(InvalidSettingError, match="MAIL_FROM"):
        sender("nobody", needed=True)


def test_the_demo_prints_a_mail_without_its_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.mail import EmailMessage

    from apps.documents.mail.console import EmailBackend

    message = EmailMessage("Offerte", "Hierbij.", "a@b.example", ["c@d.example"], cc=["e@f.example"])
    message.attach("offerte.pdf", b"x" * 3000, "application/pdf")
    assert EmailBackend(alias="default").send_messages([message]) == 1
    printed = capsys.readouterr().out
    assert "[offerte.pdf, 3000 bytes]" in printed
    assert "Cc: e@f.example" in printed
    assert len(printed) < 500
