"""Saved views: named addresses of a list, private or shared, one of which may open first."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.core import saved_views
from apps.core.models import ListLayout, SavedView

PAGE = "/kit/people/"
KEY = "kit:person_list"
VIEWS = f"/lists/{KEY}/views/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def boss(db: None) -> Client:
    """Somebody who may share views."""
    user = get_user_model().objects.create(username="boss")
    user.groups.add(Group.objects.get_or_create(name="admin")[0])
    found = Client(headers={"accept-language": "en"})
    found.force_login(user)
    return found


def keep(client: Client, name: str = "Zakelijk", query: str = "kind=staff&sort=-name", **more: str) -> SavedView:
    response = client.post(VIEWS, {"name": name, "query": query, **more})
    assert response.status_code == 303
    return SavedView.objects.get(name=name)


def tabs(html: str) -> list[tuple[str, bool]]:
    nav = html.partition('id="view-tabs"')[2].partition("</nav>")[0]
    return [(name, bool(now)) for now, name in re.findall(r"<a [^>]*?( aria-current=\"page\")?>([^<]+)</a>", nav)]


def tabs_of(client: Client, query: str = "", **headers: str) -> list[tuple[str, bool]]:
    return tabs(client.get(f"{PAGE}{query}", headers=headers or None).content.decode())


def test_a_view_is_a_named_address(client: Client, crowd: int) -> None:
    response = client.post(VIEWS, {"name": " Zakelijk  A ", "query": "kind=staff&sort=-name&page=3&junk=1&q="})
    assert response["Location"] == "/kit/people/?kind=staff&sort=-name"
    view = SavedView.objects.get()
    assert (view.name, view.query, view.page, view.shared) == ("Zakelijk A", "kind=staff&sort=-name", KEY, False)


def test_views_stand_as_tabs_and_say_which_one_is_shown(client: Client, crowd: int) -> None:
    assert tabs_of(client) == []
    keep(client)
    assert tabs_of(client) == [("All", True), ("Zakelijk", False)]
    assert tabs_of(client, "?sort=-name&page=2&kind=staff") == [("All", False), ("Zakelijk", True)]
    assert tabs_of(client, "?kind=other") == [("All", False), ("Zakelijk", False)]


def test_htmx_gets_the_tabs_beside_the_rows(client: Client, crowd: int) -> None:
    keep(client)
    html = client.get(f"{PAGE}?kind=staff&sort=-name", headers=HTMX).content.decode()
    assert html.lstrip().startswith('<div class="list-region" id="list"')
    assert 'id="view-tabs" aria-label="Saved views" hx-swap-oob="true"' in html
    assert tabs(html)[1] == ("Zakelijk", True)
    assert "hx-swap-oob" not in client.get(PAGE).content.decode()


def test_a_view_carries_the_columns_of_the_moment(client: Client, crowd: int) -> None:
    client.post(f"/lists/{KEY}/columns/", {"order": ["name", "mail"], "on": ["mail"], "do": "save"})
    html = client.get(f"{PAGE}?kind=staff").content.decode()
    sent = re.search(r'name="query" value="([^"]+)" form="keep-view"', html)
    assert sent is not None
    assert sent[1] == "kind=staff&amp;columns=name%2Cmail"


def test_the_same_name_takes_the_new_address(client: Client, crowd: int) -> None:
    first = keep(client)
    again = keep(client, query="kind=other")
    assert (again.pk, again.query) == (first.pk, "kind=other")


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_view_needs_a_name(client: Client, crowd: int, name: str) -> None:
    response = client.post(VIEWS, {"name": name, "query": "kind=staff"})
    assert response.status_code == 422
    assert b'value="kind=staff"' in response.content
    assert not SavedView.objects.exists()


def test_views_are_private(client: Client, crowd: int, boss: Client) -> None:
    view = keep(client, shared="on")
    assert not view.shared
    assert tabs_of(boss) == []
    for do in ("edit", "delete", "move", "first"):
        assert boss.post(f"/lists/views/{view.pk}/{do}/", {"name": "mine"}).status_code == 404
    assert SavedView.objects.get().name == "Zakelijk"


def test_who_may_share_shares(client: Client, crowd: int, boss: Client) -> None:
    view = keep(boss, "Team", shared="on")
    keep(client)
    assert [name for name, _now in tabs_of(client)] == ["All", "Team", "Zakelijk"]
    assert client.post(f"/lists/views/{view.pk}/edit/", {"name": "mine"}).status_code == 404
    assert client.post(f"/lists/views/{view.pk}/delete/").status_code == 404
    assert "delete" not in client.get(VIEWS).content.decode().partition("Team")[2].partition("Zakelijk")[0]


def test_renaming_and_sharing(client: Client, crowd: int, boss: Client) -> None:
    mine = keep(client)
    client.post(f"/lists/views/{mine.pk}/edit/", {"name": "Anders", "shared": "on"})
    mine.refresh_from_db()
    assert (mine.name, mine.shared) == ("Anders", False)
    team = keep(boss, "Team", shared="on")
    boss.post(f"/lists/views/{team.pk}/edit/", {"name": "Team"})
    team.refresh_from_db()
    assert not team.shared


def test_a_name_that_is_taken_is_refused(client: Client, crowd: int) -> None:
    keep(client, "A")
    view = keep(client, "B")
    response = client.post(f"/lists/views/{view.pk}/edit/", {"name": "A"})
    assert response.status_code == 422
    assert "There is a view with this name already" in response.content.decode()


def test_deleting(client: Client, crowd: int) -> None:
    view = keep(client)
    response = client.post(f"/lists/views/{view.pk}/delete/", follow=True)
    assert "View Zakelijk deleted." in response.content.decode()
    assert not SavedView.objects.exists()


def test_order(client: Client, crowd: int, boss: Client) -> None:
    views = [keep(client, name) for name in "ABC"]
    keep(boss, "Team", shared="on")
    client.post(f"/lists/views/{views[2].pk}/move/", {"do": "up"})
    client.post(f"/lists/views/{views[0].pk}/move/", {"do": "up"})
    assert [name for name, _now in tabs_of(client)] == ["All", "Team", "A", "C", "B"]
    client.post(f"/lists/views/{views[0].pk}/move/", {"do": "down"})
    assert [name for name, _now in tabs_of(client)] == ["All", "Team", "C", "A", "B"]


def test_one_view_may_open_first(client: Client, crowd: int) -> None:
    view = keep(client)
    client.post(f"/lists/views/{view.pk}/first/", {"do": "first"})
    response = client.get(PAGE)
    assert (response.status_code, response["Location"]) == (302, "/kit/people/?kind=staff&sort=-name")
    html = client.get(response["Location"]).content.decode()
    assert 'href="/kit/people/?view=all">All</a>' in html
    # A list without filters is not the view that opens first.
    assert 'class="button ghost small" href="/kit/people/?sort=-name"' in html
    assert tabs_of(client, "?view=all") == [("All", True), ("Zakelijk", False)]
    assert client.get(f"{PAGE}?q=&kind=").status_code == 200
    client.post(f"/lists/views/{view.pk}/first/", {"do": "whole"})
    assert client.get(PAGE).status_code == 200


def test_a_shared_view_may_open_first_and_vanish(client: Client, crowd: int, boss: Client) -> None:
    view = keep(boss, "Team", shared="on")
    client.post(f"/lists/views/{view.pk}/first/", {"do": "first"})
    assert client.get(PAGE).status_code == 302
    boss.post(f"/lists/views/{view.pk}/edit/", {"name": "Team"})
    assert client.get(PAGE).status_code == 200
    boss.post(f"/lists/views/{view.pk}/delete/")
    assert client.get(PAGE).status_code == 200
    assert ListLayout.objects.get().home is None


def test_a_view_of_the_whole_list_is_no_endless_way(client: Client, crowd: int) -> None:
    view = keep(client, query="")
    client.post(f"/lists/views/{view.pk}/first/", {"do": "first"})
    assert client.get(client.get(PAGE)["Location"]).status_code == 200


def test_there_is_a_most(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    keep(client, "A")
    response = client.post(VIEWS, {"name": "B", "query": ""})
    assert response.status_code == 422
    assert "Delete one first" in response.content.decode()
    keep(client, "A", query="kind=other")


def test_the_page_of_views_says_what_each_shows(client: Client, crowd: int) -> None:
    assert "No views yet" in client.get(VIEWS).content.decode()
    keep(client)
    html = client.get(VIEWS).content.decode()
    assert "Soort: zakelijk · Naam, downwards" in html


def test_the_page_of_views_costs_the_same_for_many(
    client: Client, crowd: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        keep(client, f"V{number}", query=f"q={number}")
    client.get(VIEWS)
    with django_assert_max_num_queries(7):
        client.get(VIEWS)


@pytest.mark.parametrize("junk", ["%00", "sort=x", "columns=x", "q=" + "x" * 5000, "=&=", "a=1&" * 2000])
def test_junk_is_kept_by_nobody(client: Client, crowd: int, junk: str) -> None:
    response = client.post(VIEWS, {"name": "X", "query": junk})
    assert response.status_code in {303, 404}
    for view in SavedView.objects.all():
        assert client.get(f"{PAGE}?{view.query}").status_code == 200
    assert client.get(VIEWS).status_code == 200


def test_markup_in_a_name_is_text(client: Client, crowd: int) -> None:
    keep(client, "<script>alert(1)</script>")
    for path in (PAGE, VIEWS):
        assert b"<script>alert(1)" not in client.get(path).content


@pytest.mark.parametrize("do", ["edit", "delete", "move", "first"])
def test_what_changes_is_posted_by_who_is_signed_in(client: Client, crowd: int, do: str) -> None:
    view = keep(client)
    assert client.get(f"/lists/views/{view.pk}/{do}/").status_code == 405
    assert Client().post(f"/lists/views/{view.pk}/{do}/").status_code in {302, 403}
    assert client.post("/lists/views/987654321/delete/").status_code == 404


def test_a_list_that_one_may_no_longer_open(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    view = keep(client)
    monkeypatch.setattr("tests.core.kit.views.PeopleList.permission", "audit.view")
    assert client.get(VIEWS).status_code == 403
    assert client.post(f"/lists/views/{view.pk}/delete/").status_code == 403


def test_a_deleted_owner_takes_private_views_along(client: Client, crowd: int, reader: Any) -> None:
    keep(client)
    reader.delete()
    assert not SavedView.objects.exists()


def test_a_view_without_an_order_names_none(client: Client, crowd: int) -> None:
    keep(client, query="kind=staff")
    html = client.get(VIEWS).content.decode()
    assert '<span class="note-text">Soort: zakelijk</span>' in html
