"""One place decides between page and fragment, and how a redirect looks."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from apps.core.htmx import redirect_to, wants_fragment


def request_with(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize(
    ("headers", "fragment"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_who_gets_a_fragment(headers: dict[str, str], fragment: bool) -> None:
    assert wants_fragment(request_with(**headers)) is fragment


def test_without_the_middleware_a_page_is_given() -> None:
    assert not wants_fragment(RequestFactory().get("/"))


def test_a_redirect_is_303_for_browsers_and_a_header_for_htmx() -> None:
    plain = redirect_to(request_with(), "/kit/people/")
    assert (plain.status_code, plain["Location"]) == (303, "/kit/people/")
    asked = redirect_to(request_with(**{"HX-Request": "true"}), "/kit/people/")
    assert (asked.status_code, asked["HX-Redirect"]) == (200, "/kit/people/")


def test_an_invalid_form_comes_back_with_what_was_typed(client: Client) -> None:
    typed = {"kind": "p", "name": "De Boer", "postcode": "0382 AD"}
    whole = client.post("/kit/people/new/", typed)
    part = client.post("/kit/people/new/", typed, headers={"HX-Request": "true"})
    for response in (whole, part):
        html = response.content.decode()
        assert response.status_code == 422
        assert 'value="0382 AD"' in html
        assert 'value="De Boer"' in html
        assert "Begint met 1 tot 9" in html
    assert b"<html" in whole.content
    assert part.content.lstrip().startswith(b"<form")


def test_a_valid_form_redirects(client: Client) -> None:
    response = client.post("/kit/people/new/", {"kind": "p", "name": "De Boer", "postcode": "4382 AD"})
    assert response.status_code == 303
