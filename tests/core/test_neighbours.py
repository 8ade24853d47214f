"""Previous and next on a card: from the list that its address names, at the price of that list's query."""

import re
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.core import paging
from tests.core.kit.views import PeopleList

PAGE = "/kit/people/"


def cards(client: Client, query: str = "") -> list[str]:
    """The addresses that the rows of a list lead to."""
    html = client.get(f"{PAGE}{query}").content.decode()
    return [found.replace("&amp;", "&") for found in re.findall(r'data-href="([^"]+)"', html)]


def ways(client: Client, card: str) -> tuple[str, str, str, str]:
    """Position, previous, next and list of a card."""
    response = client.get(card)
    assert response.status_code == 200
    html = response.content.decode().replace("&amp;", "&")
    nav = html.partition('class="pager neighbours"')[2].partition("</nav>")[0]
    if not nav:
        return ("", "", "", "")
    place = re.search(r'class="place" href="([^"]+)">([^<]+)<', nav)
    assert place is not None
    found = {rel: re.search(rf'rel="{rel}" href="([^"]+)"', nav) for rel in ("prev", "next")}
    previous, following = (found[rel][1] if found[rel] else "" for rel in ("prev", "next"))  # type: ignore[index]
    return place[2], previous, following, place[1]


def test_a_card_leads_on_in_its_list(client: Client, crowd: int) -> None:
    rows = cards(client, "?kind=staff&sort=-name&page=2")
    assert rows[0].endswith(f"?list={quote('kind=staff&sort=-name')}&at=50")
    position, previous, following, whole = ways(client, rows[3])
    assert position == "54 of 61"
    assert (previous, following) == (rows[2], rows[4])
    assert whole == "/kit/people/?kind=staff&sort=-name&page=2"


def test_all_the_way_down_and_up(client: Client, crowd: int) -> None:
    card = cards(client, "?q=person+01")[0]
    seen = []
    while card:
        position, _previous, card, _whole = ways(client, card)
        seen.append(position)
    assert seen == [f"{n} of 10" for n in range(1, 11)]
    first = cards(client, "?q=person+01")[0]
    assert ways(client, first)[1] == ""


def test_a_list_that_moved_is_looked_at_around_the_place(client: Client, crowd: int) -> None:
    rows = cards(client)
    get_user_model().objects.filter(username="person 000").delete()
    position, previous, following, _whole = ways(client, rows[5])
    assert position == "5 of 119"
    assert [part.partition("?")[0] for part in (previous, following)] == [
        part.partition("?")[0] for part in (rows[4], rows[6])
    ]


def test_a_record_that_left_the_list_has_no_neighbours(client: Client, crowd: int) -> None:
    card = cards(client, "?kind=staff")[1]
    get_user_model().objects.update(is_staff=False)
    assert ways(client, card) == ("", "", "", "")


def test_it_costs_two_queries(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "DEEP", 20)
    for card in (cards(client, "?kind=staff")[1], cards(client, "?page=2")[5]):
        plain = card.partition("?")[0]
        ways(client, card)  # whatever is cached per process
        with CaptureQueriesContext(connection) as without:
            client.get(plain)
        with CaptureQueriesContext(connection) as with_neighbours:
            assert ways(client, card)[0]
        assert len(with_neighbours) - len(without) == 2


@pytest.mark.parametrize(
    "query",
    [
        "list=&at=",
        "list=&at=-1",
        "list=&at=x",
        "list=&at=٣",
        "list=&at=99999999999",
        "list=&at=999999999",
        "list=&at=500",
        "at=0",
        "list=kind%3Dstaff",
        "list=%00%ff&at=3",
        "list=" + "a%3D1%26" * 1500 + "&at=0",
        "list=sort%3D--&at=70",
        "list=" + "x" * 9000 + "&at=90",
    ],
)
def test_junk_gives_the_card(client: Client, crowd: int, query: str) -> None:
    assert ways(client, f"{PAGE}1/?{query}"[:9000])[0] in {"", "1 of 120"}


def test_who_may_not_open_the_list_gets_no_way_through_it(
    client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = cards(client)[3]
    monkeypatch.setattr(PeopleList, "permission", "audit.view")
    assert ways(client, card) == ("", "", "", "")


def test_other_lists_keep_their_addresses_plain(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PeopleList, "neighbours", False)
    assert all("?" not in card for card in cards(client))
