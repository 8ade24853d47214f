"""Panels of higher apps: lazy on the card, a page of their own without scripts."""

import pytest
from django.test import Client

from apps.core.panels import Panel, register


@pytest.fixture(autouse=True)
def panel() -> None:
    register(Panel("person", "notes", "Notities", "kit:person_notes", order=2))
    register(Panel("person", "secret", "Geheim", "kit:person_notes", permission="settings.edit"))
    register(Panel("elsewhere", "other", "Elders", "kit:person_notes"))


def test_a_card_names_its_panels_and_loads_them_when_seen(client: Client, crowd: int) -> None:
    html = client.get("/kit/people/").content.decode()
    first = html.partition('data-href="')[2].partition("?")[0]
    card = client.get(first).content.decode()
    assert f'id="panel-notes" hx-get="{first}notes/" hx-trigger="intersect once"' in card
    assert f'<a href="{first}notes/">Notities</a>' in card
    assert "Geheim" not in card
    assert "Elders" not in card


def test_panels_stand_in_order(client: Client, crowd: int) -> None:
    register(Panel("person", "early", "Vroeg", "kit:person_notes", order=1))
    first = client.get("/kit/people/").content.decode().partition('data-href="')[2].partition("?")[0]
    card = client.get(first).content.decode()
    assert card.index("panel-early") < card.index("panel-notes")


def test_a_panel_answers_a_part_and_a_page(client: Client) -> None:
    part = client.get("/kit/people/1/notes/", headers={"HX-Request": "true"}).content
    page = client.get("/kit/people/1/notes/").content
    assert part.startswith(b'<div class="panel-head">')
    assert b"<html" in page
    assert part in page
