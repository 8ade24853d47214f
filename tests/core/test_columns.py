"""The column chooser: what is on, what a reader may choose, in which order, and how an address carries it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import format_html
from pytest_django import DjangoAssertNumQueries

from apps.core import columns
from apps.core.models import ListLayout
from apps.core.tables import Column, MoneyColumn, Table, TextColumn

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


# Widths ---------------------------------------------------------------------------------------------------------------


def rooms(html: str) -> dict[str, int]:
    """The columns with a width of their own, as a page draws them."""
    found = re.findall(r'data-column="(\w+)"[^>]*><svg class="room" width="(\d+)"', html)
    assert found
    return {name: int(width) for name, width in found if width != "0"}


def rooms_of(client: Client, query: str = "") -> dict[str, int]:
    return rooms(client.get(f"{PAGE}{query}").content.decode())


def someone_else(reader: Any) -> Client:
    other = Client()
    other.force_login(type(reader).objects.exclude(pk=reader.pk)[0])
    return other


@pytest.mark.parametrize(
    ("text", "width"),
    [("120", 120), (" 50 ", 50), ("7", 50), ("99999999999", 800), ("9" * 9000, 800), ("\u0663\u0660\u0660", 300)]
    + [(junk, None) for junk in ("", "0", "-80", "x", "12.5", "1e3", "\x00", "²", "NaN")],
)
def test_a_width_is_within_bounds_or_none(text: str, width: int | None) -> None:
    assert columns.read_width(text) == width


def test_a_table_knows_widths_only_where_they_can_be_set() -> None:
    assert [(one.name, one.width) for one in Small([]).heads()] == [("", 0), ("", 0)]
    sized = Small([], widths={"name": 90, "gone": 300}).heads()
    assert [(one.name, one.width, one.classes) for one in sized] == [("number", 0, ""), ("name", 90, "sized")]


def test_only_text_of_a_narrowed_column_has_a_title() -> None:
    row = {"name": "Hotel & Zn <b>", "amount": 1234}

    class Amounts(Table):
        name = TextColumn("Name")
        amount = MoneyColumn("Amount")

        def render_name(self, value: str) -> Any:
            return format_html("<i>{}</i> <span>new</span>", value)

    def titles(widths: dict[str, int]) -> list[str]:
        return [cell.title for cell in Amounts([row], widths=widths).body()[0].cells]

    assert titles({}) == ["", ""]
    assert titles({"name": 60, "amount": 60}) == ["Hotel & Zn <b> new", ""]


def test_a_dragged_width_is_kept_for_its_reader_alone(client: Client, crowd: int, reader: Any) -> None:
    sent = {"order": ["name", "town"], "width": ["120", "300"], "do": "width:town"}
    response = client.post(CHOOSER, sent, headers=HTMX)
    assert (response.status_code, response.content) == (204, b"")
    assert rooms_of(client) == rooms_of(client, "?columns=town,name") == {"town": 300}
    assert rooms_of(someone_else(reader)) == {}
    assert 'id="width-town" value="300"' in client.get(PAGE).content.decode()
    client.post(CHOOSER, sent | {"width": ["", ""]}, headers=HTMX)
    assert rooms_of(client) == {}


def test_a_width_outlives_order_and_absence(client: Client, crowd: int) -> None:
    client.post(CHOOSER, {"order": ["name", "town"], "on": ["name", "town"], "width": ["90", "300"], "do": "save"})
    assert rooms_of(client) == {"name": 90, "town": 300}
    client.post(CHOOSER, {"order": ["name", "town"], "on": ["name"], "width": ["90", "300"], "do": "save"})
    assert rooms_of(client) == {"name": 90}
    # Who sends no widths changes none.
    client.post(CHOOSER, {"order": ["town", "name"], "on": ["town"], "do": "save"})
    assert rooms_of(client) == {"town": 300, "name": 90}
    client.post(CHOOSER, {"order": ["town"], "do": "reset"})
    assert rooms_of(client) == {}


def test_moving_carries_widths_along(client: Client, crowd: int) -> None:
    sent = {"order": ["name", "town"], "on": ["name"], "width": ["90", "4"], "do": "up:town"}
    part = client.post(CHOOSER, sent, headers=HTMX).content.decode()
    found = re.findall(r'id="width-(\w+)" value="(\d+)"', part)
    assert found == [("town", "50"), ("name", "90")]
    assert not ListLayout.objects.exists()


def test_an_emptied_width_stays_empty_while_moving(client: Client, crowd: int) -> None:
    client.post(CHOOSER, {"order": ["town"], "width": ["300"], "do": "width:town"})
    part = client.post(CHOOSER, {"order": ["town"], "width": [""], "do": "up:town"}, headers=HTMX).content.decode()
    assert 'id="width-town" value=""' in part


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"order": ["town"]},
        {"width": ["300"]},
        {"order": ["cost", "nothing", ""], "width": ["300", "300", "300"]},
        {"order": ["town"], "width": ["x" * 5000]},
        {"order": ["town"], "width": ["\x00"]},
        {"order": ["town"] * 400, "width": ["0"] * 400},
    ],
)
@pytest.mark.parametrize("do", ["width", "width:", "width:town", "width:cost", "save", "width:\x00"])
def test_junk_widths_change_nothing(client: Client, crowd: int, sent: dict[str, Any], do: str) -> None:
    assert client.post(CHOOSER, sent | {"do": do}).status_code in {204, 303}
    assert rooms_of(client) == {}


def test_widths_cost_no_query(
    client: Client, crowd: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(30) as usual:
        client.get(PAGE)
    most = len(usual)
    client.post(CHOOSER, {"order": ["town"], "width": ["300"], "do": "width:town"})
    with django_assert_max_num_queries(most):
        assert rooms_of(client) == {"town": 300}
