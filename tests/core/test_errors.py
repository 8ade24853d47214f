"""Refusals and failures: the honest status, what to do next, and the id under which it was written down."""

import re

import pytest
from django.test import Client

from apps.core.requestid import HEADER


def check_id(response: object, html: str) -> None:
    assert re.search(r"<code>([0-9a-f]{32})</code>", html)[1] == response[HEADER]  # type: ignore[index]


def test_not_found_keeps_the_shell_for_who_is_signed_in(client: Client) -> None:
    response = client.get("/kit/people/999999/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Not found" in html
    assert 'class="sidebar"' in html
    check_id(response, html)


def test_not_found_without_signing_in_is_a_bare_page(db: None) -> None:
    response = Client(headers={"accept-language": "en"}).get("/nowhere/")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'class="bare"' in html
    assert "sidebar" not in html
    check_id(response, html)


def test_htmx_gets_a_note_with_the_same_status(client: Client) -> None:
    response = client.get("/kit/people/999999/", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 404
    assert html.lstrip().startswith('<div class="note warn" role="alert">')
    check_id(response, html)


def test_forbidden(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.core.kit.views import PeopleList

    monkeypatch.setattr(PeopleList, "permission", "settings.edit")
    response = client.get("/kit/people/")
    assert response.status_code == 403
    assert b"You may not do this" in response.content


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_fault_of_ours(client: Client, headers: dict[str, str]) -> None:
    client.raise_request_exception = False
    response = client.get("/kit/boom/", headers=headers)
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something went wrong on our side" in html
    assert ("<html" in html) is not bool(headers)
    assert "Traceback" not in html
    check_id(response, html)


def test_a_page_that_is_too_old_to_send(reader: object) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.force_login(reader)  # type: ignore[arg-type]
    response = strict.post("/kit/people/new/", {"name": "x"})
    assert response.status_code == 403
    assert b"too old to send" in response.content
    assert b'href="/kit/people/new/">Reload' in response.content


def test_a_request_that_cannot_be_read(client: Client) -> None:
    response = client.get("/kit/people/?" + "&".join(f"x{n}=1" for n in range(2000)))
    assert response.status_code == 400
    assert b"cannot be read" in response.content
