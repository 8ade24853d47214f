"""The column chooser: what is on, what a reader may choose, in which order, and how an address carries it."""

import re
from typing import Any

import pytest
from django.test import Client

from apps.core import columns
from apps.core.models import ListLayout
from apps.core.tables import Column, Table

PAGE = "/kit/people/"
KEY = "kit:person_list"
CHOOSER = f"/lists/{KEY}/columns/"
HTMX = {"HX-Request": "true"}
USUAL = ["Nr.", "Naam", "Plaats", "Status", "Lampen", "Open orders", "Open saldo €", "Laatste order"]


def heads(html: str) -> list[str]:
    return re.findall(
        r"<span(?: class=\"calc\")?>([^<]+)</span>", html.partition("<thead>")[2].partition("</thead>")[0]
    )


def heads_of(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return heads(response.content.decode())


class Small(Table):
    link = "name"
    number = Column("No.")
    name = Column("Name")
    mail = Column("E-mail", optional=True)
    cost = Column("Cost", permission="cost.view")


class Reader:
    is_authenticated = is_active = True

    def __init__(self, *held: str) -> None:
        self.held = held

    def has_perm(self, permission: str) -> bool:
        return permission in self.held


def test_optional_columns_wait_until_they_are_chosen() -> None:
    assert Small([]).chosen == ("number", "name")
    assert Small([], chosen=["mail", "name"]).chosen == ("mail", "name")


def test_a_column_of_a_permission_exists_only_for_its_holders() -> None:
    assert Small([], chosen=["name", "cost"]).chosen == ("name",)
    assert Small([], chosen=["name", "cost"], reader=Reader()).chosen == ("name",)
    assert Small([], reader=Reader("cost.view")).chosen == ("number", "name", "cost")


def test_the_column_with_the_link_cannot_go_and_no_name_counts_twice() -> None:
    assert Small([], chosen=["mail", "mail"]).chosen == ("name", "mail")
    assert Small([], chosen=["nothing", "of", "this"]).chosen == ("number", "name")


def test_the_chooser_shows_the_chosen_first_then_the_rest() -> None:
    found = columns.choices(Small([], chosen=["mail", "name"]))
    assert [(one.name, one.on, one.fixed) for one in found] == [
        ("mail", True, False),
        ("name", True, True),
        ("number", False, False),
    ]


@pytest.mark.parametrize(
    ("name", "step", "order"),
    [("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("x", 1, "abc")],
)
def test_moving(name: str, step: int, order: str) -> None:
    assert "".join(columns.moved("abc", name, step)) == order


def test_a_list_shows_its_usual_columns(client: Client, crowd: int) -> None:
    assert heads_of(client) == USUAL


def test_an_address_carries_columns(client: Client, crowd: int) -> None:
    assert heads_of(client, "?columns=mail,name") == ["E-mail", "Naam"]
    html = client.get(f"{PAGE}?columns=mail,name&kind=staff").content.decode()
    assert 'href="/kit/people/?columns=mail%2Cname&amp;kind=staff&amp;page=2"' in html
    assert '<input type="hidden" name="columns" value="mail,name" form="filter">' in html


@pytest.mark.parametrize("junk", ["columns=", "columns=,,", "columns=x", "columns=cost", "columns=" + "x," * 5000])
def test_junk_columns_are_the_usual_ones(client: Client, crowd: int, junk: str) -> None:
    assert heads_of(client, f"?{junk}") == USUAL


def test_columns_are_kept_per_person(client: Client, crowd: int, reader: Any) -> None:
    sent = {"order": ["name", "number", "mail"], "on": ["mail"], "do": "save", "query": "kind=staff&page=9&junk=1"}
    response = client.post(CHOOSER, sent)
    assert (response.status_code, response["Location"]) == (303, "/kit/people/?kind=staff&page=9")
    assert heads_of(client) == ["Naam", "E-mail"]
    other = Client()
    other.force_login(type(reader).objects.exclude(pk=reader.pk)[0])
    assert heads_of(other) == USUAL


def test_what_is_chosen_like_the_usual_follows_the_list(client: Client, crowd: int) -> None:
    usual = ["number", "name", "town", "status", "lamps", "orders", "balance", "joined"]
    client.post(CHOOSER, {"order": usual, "on": usual, "do": "save"})
    assert ListLayout.objects.get().columns == ""


def test_reset(client: Client, crowd: int) -> None:
    client.post(CHOOSER, {"order": ["name"], "on": [], "do": "save"})
    assert heads_of(client) == ["Naam"]
    client.post(CHOOSER, {"order": ["name"], "on": [], "do": "reset", "query": "columns=mail"})
    assert heads_of(client) == USUAL


def test_moving_draws_the_chooser_anew_and_keeps_nothing(client: Client, crowd: int) -> None:
    sent = {"order": ["number", "name", "mail"], "on": ["number", "mail"], "do": "up:mail"}
    part = client.post(CHOOSER, sent, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<form class="chooser" id="chooser"')
    assert re.findall(r'name="order" value="(\w+)"', part)[:4] == ["number", "mail", "name", "town"]
    assert re.findall(r'value="(\w+)" id="column-\w+" autocomplete="off" checked', part) == ["number", "mail", "name"]
    page = client.post(CHOOSER, sent | {"do": "down:number"}).content.decode()
    assert "<html" in page
    assert 'href="/kit/people/"' in page
    assert not ListLayout.objects.exists()


def test_the_chooser_is_a_page_too(client: Client, crowd: int) -> None:
    html = client.get(CHOOSER, {"query": "kind=staff"}).content.decode()
    assert 'href="/kit/people/?kind=staff"' in html
    assert 'id="column-mail"' in html
    assert 'id="column-cost"' not in html


@pytest.mark.parametrize("key", ["nothing", "kit:parts", "core:keys", "kit:person_detail", "a:b:c", "%00", "kit:"])
def test_what_is_no_list_has_no_columns(client: Client, key: str) -> None:
    assert client.get(f"/lists/{key}/columns/").status_code == 404
    assert client.post(f"/lists/{key}/columns/", {"do": "save"}).status_code == 404


def test_a_list_that_one_may_not_open(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.core.kit.views.PeopleList.permission", "audit.view")
    assert client.get(CHOOSER).status_code == 403
    assert client.post(CHOOSER, {"do": "save"}).status_code == 403
    assert not ListLayout.objects.exists()


def test_a_table_knows_what_is_shown(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.core.kit.views import PeopleList

    seen = []
    rows = PeopleList.get_rows

    def look(self: Any, *args: Any) -> Any:
        seen.append((self.shows("mail"), self.shows("town")))
        return rows(self, *args)

    monkeypatch.setattr(PeopleList, "get_rows", look)
    client.get(PAGE)
    client.get(f"{PAGE}?columns=mail")
    assert seen == [(False, True), (True, False)]
