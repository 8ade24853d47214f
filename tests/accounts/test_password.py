"""Changing the own password."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.audit.models import AuditEntry
from tests.accounts.support import PASSWORD, body, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
PAGE = "/accounts/password/"
NEW = "another fine horse"


@pytest.fixture
def client() -> Client:
    client = Client()
    sign_in(client)
    return client


def post(client: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return client.post(PAGE, {"old_password": old, "new_password1": new, "new_password2": again})


def test_a_new_password_keeps_this_session_and_ends_the_others(client):
    elsewhere = Client()
    sign_in(elsewhere)
    key = client.session.session_key
    response = post(client)
    assert (response.status_code, response["Location"]) == (303, "/accounts/preferences/")
    assert client.session.session_key != key
    assert client.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302
    assert User.objects.get(username="sales").check_password(NEW)
    entry = AuditEntry.objects.first()
    assert (entry.action, entry.actor_name, entry.label) == ("user:password_set", "Sales", "Sales")
    sessions = body(client.get("/accounts/sessions/"))
    assert sessions.count("this one") == 1


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", NEW, NEW, "not your present password"),
        (PASSWORD, NEW, "other", "two new passwords differ"),
        (PASSWORD, "short", "short", "at least 12"),
        ("", "", "", "Fill this in"),
    ],
)
def test_what_is_not_right_is_refused_and_never_shown_again(client, old, new, again, words):
    response = post(client, old, new, again)
    assert response.status_code == 422
    page = body(response)
    assert words in page
    assert NEW not in page
    assert User.objects.get(username="sales").check_password(PASSWORD)


def test_guessing_the_present_password_is_slowed_down(client):
    for _ in range(5):
        assert post(client, "wrong").status_code == 422
    assert post(client).status_code == 429
    assert User.objects.get(username="sales").check_password(PASSWORD)


def test_strangers_are_sent_to_sign_in():
    assert Client().post(PAGE).status_code == 302


def test_other_methods_are_refused(client):
    assert client.put(PAGE).status_code == 405
