"""The menu shows what its reader may open, in the order of the groups, with the current place marked."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from apps.core.menu import MenuItem, ShownGroup, menu_for, register

MAY = "customers.view"
SIGN_IN = SimpleNamespace(is_authenticated=True, is_active=True, has_perm=lambda permission: permission == MAY)


def request_at(view_name: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = SIGN_IN  # type: ignore[assignment]
    request.resolver_match = SimpleNamespace(view_name=view_name)  # type: ignore[assignment]
    return request


def labels(groups: Iterable[ShownGroup]) -> list[tuple[str, list[Any]]]:
    return [(group.key, [item.label for item in group.items]) for group in groups]


@pytest.fixture(autouse=True)
def items() -> None:
    register(MenuItem("foot", "Log", "kit:parts", "history", MAY, order=1))
    register(MenuItem("sales", "Second", "kit:lines", "list", MAY, order=2, go_key="l", count=lambda _request: 0))
    register(MenuItem("sales", "People", "kit:person_list", "users", MAY, order=1, bar=1, count=lambda _request: 7))
    register(MenuItem("home", "Secret", "kit:boom", "home", "settings.edit"))


def test_groups_stand_in_order_without_what_is_forbidden() -> None:
    assert labels(menu_for(request_at(""))) == [("sales", ["People", "Second"]), ("foot", ["Log"])]


@pytest.mark.parametrize("view_name", ["kit:person_list", "kit:person_detail", "kit:person_create"])
def test_all_pages_of_an_entity_mark_its_item(view_name: str) -> None:
    current = [item.label for group in menu_for(request_at(view_name)) for item in group.items if item.current]
    assert current == ["People"]


def test_the_longest_claim_wins_and_no_claim_marks_nothing() -> None:
    register(MenuItem("foot", "Notes", "kit:sign_in", "note", MAY, match=("kit:person_notes",)))
    marked = [item.label for group in menu_for(request_at("kit:person_notes")) for item in group.items if item.current]
    assert marked == ["Notes"]
    assert not any(item.current for group in menu_for(request_at("core:keys")) for item in group.items)


def test_a_count_of_none_at_all_is_not_shown() -> None:
    counts = {item.label: item.count for group in menu_for(request_at("")) for item in group.items}
    assert counts == {"People": 7, "Second": None, "Log": None}


def test_registering_again_replaces_and_an_unknown_group_is_refused() -> None:
    register(MenuItem("sales", "Persons", "kit:person_list", "users", MAY))
    assert ("sales", ["Second", "Persons"]) in labels(menu_for(request_at("")))
    with pytest.raises(ValueError, match="no menu group"):
        register(MenuItem("nowhere", "X", "kit:parts", "x"))


def test_the_page_prints_it(client: Client) -> None:
    register(MenuItem("sales", "People", "kit:person_list", "users", bar=1, go_key="p"))
    html = client.get("/kit/people/").content.decode()
    assert '<a class="nav-item" href="/kit/people/" title="People" aria-current="page" data-go="p">' in html
    assert html.count('aria-label="Quick menu"') == 1
    assert "<kbd>g</kbd> <kbd>p</kbd>" in html
    assert "Secret" not in html
