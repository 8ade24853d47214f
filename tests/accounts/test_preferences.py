"""Language, look and keys."""

import pytest
from django.test import Client

from apps.accounts.models import User
from tests.accounts.support import body

pytestmark = pytest.mark.django_db
PAGE = "/accounts/preferences/"


@pytest.fixture
def sales(as_role) -> Client:
    return as_role("sales")


def stored() -> tuple[str, str, str, bool]:
    user = User.objects.get(username="sales")
    return (user.language, user.theme, user.density, user.single_keys)


def test_the_page_shows_and_saves_everything(sales):
    page = body(sales.get(PAGE))
    assert "Signed in as sales" in page
    data = {"language": "nl", "theme": "dark", "density": "comfortable", "single_keys": "off"}
    response = sales.post(PAGE, data)
    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert stored() == ("nl", "dark", "comfortable", False)
    page = body(sales.get(PAGE))
    assert '<html lang="nl" data-theme="dark" data-density="comfortable" data-keys="off"' in page


def test_one_switch_leaves_the_others(sales):
    sales.post(PAGE, {"theme": "dark"})
    sales.post(PAGE, {"language": "nl", "next": "/accounts/sessions/"})
    assert stored() == ("nl", "dark", "", True)
    sales.post(PAGE, {"theme": "auto"})
    assert stored() == ("nl", "", "", True)


def test_it_goes_back_where_it_came_from(sales):
    assert sales.post(PAGE, {"theme": "dark", "next": "/audit/?q=1"})["Location"] == "/audit/?q=1"
    assert sales.post(PAGE, {"theme": "dark", "next": "//evil.example"})["Location"] == PAGE


@pytest.mark.parametrize("data", [{"theme": "purple"}, {"language": "de"}, {"density": "x"}, {"single_keys": "maybe"}])
def test_unknown_values_are_refused(sales, data):
    assert sales.post(PAGE, data).status_code == 422
    assert stored() == ("en", "", "", True)


def test_strangers_may_choose_a_language_and_nothing_more(people):
    client = Client()
    assert client.get(PAGE)["Location"] == "/accounts/login/?next=%2Faccounts%2Fpreferences%2F"
    response = client.post(PAGE, {"language": "en", "theme": "dark", "next": "/accounts/login/"})
    assert response["Location"] == "/accounts/login/"
    assert client.cookies["django_language"].value == "en"
    assert client.cookies["django_language"]["httponly"]
    assert client.post(PAGE, {"language": "xx"}).status_code == 302
    assert client.cookies["django_language"].value == "en"
    assert stored() == ("en", "", "", True)


def test_the_browser_decides_again_when_nothing_is_chosen(sales):
    sales.post(PAGE, {"language": "nl"})
    sales.post(PAGE, {"language": ""})
    assert stored()[0] == ""
    assert sales.get(PAGE, headers={"Accept-Language": "en"})["Content-Language"] == "en"


def test_other_methods_are_refused(sales):
    assert sales.delete(PAGE).status_code == 405
