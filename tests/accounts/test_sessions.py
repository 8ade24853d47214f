"""The own sessions: seen, ended, and nobody else's."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from apps.accounts.agents import describe
from tests.accounts.support import body, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
PAGE = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(name: str = "sales", agent: str = FIREFOX) -> Client:
    client = Client(headers={"User-Agent": agent})
    sign_in(client, name)
    return client


def id_of(client: Client) -> int:
    return UserSession.objects.get(session_key=client.session.session_key).pk


def test_the_list_shows_own_sessions_only():
    client, _elsewhere = signed_in(), signed_in(agent="Mozilla/5.0 (Linux) Chrome/140 Safari/537")
    signed_in("viewer", agent="Mozilla/5.0 (iPhone) Safari/604")
    page = body(client.get(PAGE))
    assert "Firefox on Windows" in page
    assert "Chrome on Linux" in page
    assert "iPhone" not in page
    assert page.count("this one") == 1


def test_ending_another_session():
    client, elsewhere = signed_in(), signed_in()
    response = client.post(f"{PAGE}{id_of(elsewhere)}/end/")
    assert (response.status_code, response["Location"]) == (303, PAGE)
    assert elsewhere.get(PAGE).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_ending_this_session_signs_out():
    client = signed_in()
    assert client.post(f"{PAGE}{id_of(client)}/end/")["Location"] == "/accounts/login/"
    assert client.get(PAGE).status_code == 302


def test_sessions_of_others_do_not_exist():
    client, other = signed_in(), signed_in("viewer")
    assert client.post(f"{PAGE}{id_of(other)}/end/").status_code == 404
    assert client.post(f"{PAGE}999999/end/").status_code == 404
    assert other.get(PAGE).status_code == 200


def test_a_get_ends_nothing():
    client = signed_in()
    assert client.get(f"{PAGE}{id_of(client)}/end/").status_code == 405
    assert client.post(PAGE).status_code == 405
    assert client.get(PAGE).status_code == 200


def test_strangers_are_sent_to_sign_in():
    assert Client().get(PAGE).status_code == 302
    assert Client().post(f"{PAGE}1/end/").status_code == 302


@pytest.mark.parametrize(
    ("agent", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", "Safari on macOS"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/140 Safari/537", "Chrome on Android"),
        ("curl/8", "unknown device"),
        ("", "unknown device"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
    ],
)
def test_devices_read_as_people_know_them(agent, shown):
    assert describe(agent) == shown
