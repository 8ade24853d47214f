"""A list page: its address is its state, and nothing in an address breaks it."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db.models import F
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from apps.core.listing import open_list
from apps.core.pages import reversed_term
from apps.core.paging import CappedCount, RowPage
from tests.core.kit.views import PeopleList

HTMX = {"HX-Request": "true"}
PAGE = "/kit/people/"


def names(html: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)<', html)


def html_of(client: Client, query: str = "", **headers: str) -> str:
    response = client.get(f"{PAGE}{query}", headers=headers or None)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_page_shows_fifty_rows_the_count_and_the_way_on(client: Client, crowd: int) -> None:
    html = html_of(client)
    assert len(names(html)) == 50
    assert names(html)[0] == "sanne"
    assert "1–50 of 120 rows" in html
    assert 'href="/kit/people/?page=2"' in html
    assert 'rel="prev"' not in html
    assert "Data of " in html


def test_the_last_page_has_the_rest_and_the_way_back(client: Client, crowd: int) -> None:
    html = html_of(client, "?page=3&sort=-number")
    assert names(html)[-1] == "sanne"
    assert "101–120 of 120 rows" in html
    assert 'href="/kit/people/?sort=-number&amp;page=2"' in html
    assert 'rel="next"' not in html


def test_htmx_gets_the_table_region_alone(client: Client, crowd: int) -> None:
    html = html_of(client, "?page=2", **HTMX)
    assert html.lstrip().startswith('<div class="list-region" id="list"')
    assert "<html" not in html
    assert len(names(html)) == 50


@pytest.mark.parametrize("extra", [{"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}])
def test_boosted_links_and_steps_back_get_the_whole_page(client: Client, crowd: int, extra: dict[str, str]) -> None:
    assert "<html" in html_of(client, **HTMX, **extra)


@pytest.mark.parametrize(("sort", "first"), [("name", "person 000"), ("-name", "sanne"), ("-number", "person 118")])
def test_sorting_both_ways(client: Client, crowd: int, sort: str, first: str) -> None:
    html = html_of(client, f"?sort={sort}")
    assert names(html)[0] == first
    direction = "descending" if sort.startswith("-") else "ascending"
    assert html.count(f'aria-sort="{direction}"') == 1


def test_a_head_turns_the_order_round_and_starts_at_the_first_page(client: Client, crowd: int) -> None:
    html = html_of(client, "?sort=name&page=2&kind=staff")
    assert 'href="/kit/people/?kind=staff&amp;sort=-name"' in html
    assert 'href="/kit/people/?kind=staff&amp;sort=number"' in html


def test_filters_narrow_and_stand_as_chips_that_take_themselves_away(client: Client, crowd: int) -> None:
    html = html_of(client, "?q=person+01&kind=staff&sort=name")
    assert names(html) == [f"person {number:03}" for number in range(10, 20, 2)]
    assert 'href="/kit/people/?kind=staff&amp;sort=name"' in html
    assert 'href="/kit/people/?q=person+01&amp;sort=name"' in html
    assert re.search(r'<span class="k">Soort</span> zakelijk', html)
    assert 'href="/kit/people/?sort=name"' in html


def test_nothing_found_says_so_and_offers_to_clear(client: Client, crowd: int) -> None:
    html = html_of(client, "?q=nobody")
    assert "Nothing matches this filter" in html
    assert 'class="button" href="/kit/people/"' in html


def test_an_empty_list_says_what_comes_next(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    people = get_user_model()
    monkeypatch.setattr("tests.core.kit.views.User.objects", people._default_manager.exclude(username="sanne"))
    html = html_of(client)
    assert "Nog geen klanten" in html
    assert "Zij komen binnen" in html
    assert 'class="empty"' in html


@pytest.mark.parametrize("page", ["abc", "-1", "0", "", "1.5", "١", "9" * 30, "%00", "1e3"])
def test_a_page_number_that_is_none_means_the_first(client: Client, crowd: int, page: str) -> None:
    assert names(html_of(client, f"?page={page}"))[0] == "sanne"


@pytest.mark.parametrize("page", ["4", "1000000000", "10000"])
def test_a_page_past_the_end_leads_to_the_last(client: Client, crowd: int, page: str) -> None:
    response = client.get(f"{PAGE}?page={page}&kind=staff")
    assert response.status_code == 302
    assert response["Location"] == "/kit/people/?kind=staff&page=2"


def test_a_page_past_the_end_of_nothing_leads_to_the_first(client: Client) -> None:
    response = client.get(f"{PAGE}?page=7&q=nobody")
    assert response["Location"] == "/kit/people/?q=nobody"


@pytest.mark.parametrize(
    "query",
    [
        "sort=password",
        "sort=--name",
        "sort=-",
        "sort=username%3BDROP",
        "kind=nonsense",
        "kind=staff&kind=other",
        "since=yesterday-ish",
        "since=%00",
        "q=%00%01",
        "q=%ff%fe",
        "q=" + "x" * 10_000,
        "q=%F0%9F%92%A9",
        "unknown=1",
        "q[]=a",
        "page=2&page=3",
        "=",
        "&&&",
    ],
)
def test_junk_gives_a_page(client: Client, crowd: int, query: str) -> None:
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    assert b'id="list"' in response.content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(st.sampled_from(["q", "kind", "since", "sort", "page", "x"]), st.text(max_size=40)))
def test_no_address_breaks_a_list(client: Client, query: dict[str, str]) -> None:
    assert client.get(PAGE, query).status_code in {200, 302}


def test_junk_does_not_travel_on_in_links(client: Client, crowd: int) -> None:
    html = html_of(client, "?zzz=1&q=&kind=staff", **HTMX)
    assert "zzz" not in html
    assert 'href="/kit/people/?kind=staff&amp;page=2"' in html


def test_a_long_search_is_cut(client: Client) -> None:
    html = html_of(client, "?q=" + "x" * 10_000)
    assert f'value="{"x" * 10_000}"' in html
    assert f"</span> {'x' * 200}<a" in html


def test_the_count_stops_at_the_cap(client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PeopleList, "get_rows", lambda *_a: RowPage([], 1, 50, CappedCount(1000, capped=True)))
    assert "1,000+ rows" in html_of(client)


def test_a_list_costs_two_queries_of_its_own(
    client: Client, crowd: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    html_of(client)  # whatever is cached per process
    with django_assert_max_num_queries(8) as few:
        html_of(client)
    own = [one["sql"] for one in few.captured_queries if "LIMIT 50" in one["sql"] or "COUNT(" in one["sql"]]
    assert len(own) == 2


def test_a_stranger_sees_nothing(db: None) -> None:
    response = Client().get(PAGE)
    assert response.status_code in {302, 403}
    assert b"row-link" not in response.content


def test_a_list_is_only_read(client: Client) -> None:
    assert client.post(PAGE).status_code == 405


def test_the_head_shows_what_the_reader_may_start(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    html = html_of(client)
    assert f'href="{reverse("kit:person_create")}" data-key="n"' in html
    forbidden = [type(action)(action.label, action.url_name, "settings.edit") for action in PeopleList.actions]
    monkeypatch.setattr(PeopleList, "actions", forbidden)
    assert 'data-key="n"' not in html_of(client)


@pytest.mark.parametrize(
    ("term", "descending"),
    [("name", "-name"), ("-name", "name")],
)
def test_a_name_is_turned_round(term: Any, descending: Any) -> None:
    assert reversed_term(term) == descending


def test_expressions_are_turned_round_and_unknowns_stay_at_the_end() -> None:
    turned: Any = reversed_term(F("last").desc(nulls_last=True))
    assert not turned.descending
    assert turned.nulls_last
    plain: Any = reversed_term(F("pk"))
    assert plain.descending


def test_a_search_gives_the_best_hit_first_and_a_plain_list_shows_its_order(
    client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PeopleList, "best_first", True)
    assert 'aria-sort="ascending"' in html_of(client)
    assert "aria-sort" not in html_of(client, "?q=person")
    assert 'aria-sort="descending"' in html_of(client, "?q=person&sort=-name")
    # The order of the moment travels with the filter's form only when somebody asked for it.
    assert '<input type="hidden" name="sort" value="" form="filter">' in html_of(client)


def test_the_pager_leads_to_first_last_and_any_page(client: Client, crowd: int) -> None:
    html = html_of(client, "?kind=other&page=2&junk=1&sort=name")
    pager = html.partition('<nav class="pager"')[2].partition("</nav>")[0]
    assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', pager) == [
        ("kind", "other"),
        ("sort", "name"),
    ]
    assert "of 2" in pager
    assert ">First<" not in pager
    html = html_of(client)
    assert 'href="/kit/people/?page=3" hx-get="/kit/people/?page=3">Last<' in html
    assert 'href="/kit/people/" hx-get="/kit/people/">First<' in html_of(client, "?page=3")


def test_while_the_count_is_capped_there_is_no_last_page(
    client: Client, crowd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = list(get_user_model().objects.all()[:50])
    capped = RowPage(people, 40, 50, CappedCount(1000, capped=True))
    monkeypatch.setattr(PeopleList, "get_rows", lambda *_a: capped)
    html = html_of(client, "?page=40")
    assert ">Last<" not in html
    assert 'href="/kit/people/?page=41"' in html
    assert "1,951–2,000 of 1,000+ rows" in html


def test_all_rows_go_by_in_batches(client: Client, crowd: int, rf: Any, reader: Any) -> None:
    request = rf.get("/")
    request.user = reader
    listing = open_list(request, "kit:person_list", "kind=staff&sort=-name&columns=mail&page=2").listing()
    assert (listing.title, listing.key) == ("Klanten", "kit:person_list")
    assert [str(head.label) for head in listing.table().heads()] == ["Naam", "E-mail"]
    names = [person.username for person in listing.rows(batch=7)]
    assert names == sorted(names, reverse=True)
    assert len(names) == 61
    marked = {str(get_user_model().objects.get(username="person 000").pk)}
    assert [person.username for person in listing.rows(marked)] == ["person 000"]
