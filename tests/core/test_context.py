"""The frame knows its reader: language, look, keys, name."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from apps.core.context import build_shell, initials_of


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sanne de Boer", "SB"), ("admin", "AD"), ("J. Vos", "JV"), ("x", "X"), ("", "?"), ("(tijdelijk) Bos", "BO")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials_of(name) == letters


def request_of(**preferences: object) -> HttpRequest:
    request = RequestFactory().get("/kit/people/?page=2")
    user = {"is_authenticated": True, "is_active": True, "get_full_name": lambda: "Sanne de Boer", "has_perm": bool}
    request.user = SimpleNamespace(**user, **preferences)  # type: ignore[assignment]
    request.resolver_match = None
    return request


def test_preferences_of_the_user_are_followed() -> None:
    shell = build_shell(request_of(theme="dark", density="comfortable", single_keys=False))
    assert (shell.theme, shell.density, shell.keys) == ("dark", "comfortable", False)
    assert shell.path == "/kit/people/?page=2"


def test_without_preferences_the_browser_decides() -> None:
    shell = build_shell(request_of(theme="", density="odd"))
    assert (shell.theme, shell.density, shell.keys) == ("", "", True)


def test_a_stranger_has_no_menu() -> None:
    request = RequestFactory().get("/")
    shell = build_shell(request)
    assert (shell.menu, shell.name, shell.initials) == ((), "", "?")


def test_the_page_carries_them(client: Client, reader: object, monkeypatch: pytest.MonkeyPatch) -> None:
    html = client.get("/kit/people/").content.decode()
    assert '<html lang="en">' in html
    monkeypatch.setattr("apps.core.context._choice", lambda _request, name, _allowed: {"theme": "dark"}.get(name, ""))
    monkeypatch.setattr("apps.core.context._keys_on", lambda _request: False)
    assert '<html lang="en" data-theme="dark" data-keys="off">' in client.get("/kit/people/").content.decode()


def test_landmarks_and_one_live_region(client: Client) -> None:
    html = client.get("/kit/people/").content.decode()
    for piece in ('<a class="skip" href="#main">', "<header", "<main", '<nav class="sidebar"'):
        assert html.count(piece) == 1
    assert html.count("aria-live") == 1
    assert html.count("<h1>") == 1


def test_the_card_has_a_rail(client: Client, reader: object) -> None:
    html = client.get(f"/kit/people/{reader.pk}/").content.decode()  # type: ignore[attr-defined]
    assert '<aside class="rail"' in html


def test_the_keys_page(client: Client) -> None:
    html = client.get("/keys/").content.decode()
    assert "Single keys never work while you type" in html


def test_the_mark_brings_the_banner_with_it(client: Client) -> None:
    html = client.get("/status/mark/", headers={"HX-Request": "true"}).content.decode()
    assert "LogicTrade weg, 3 min" in html
    assert '<div id="banners" hx-swap-oob="innerHTML"><div class="banner ' in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_ids_print_as_they_are_and_figures_in_groups(language: str) -> None:
    """An id with a comma in it is another address, or none."""
    with translation.override(language):
        text = Template("{% load core %}{{ id }} {{ id|quantity }}").render(Context({"id": 1_234_567}))
    assert text == {"nl": "1234567 1.234.567", "en": "1234567 1,234,567"}[language]
