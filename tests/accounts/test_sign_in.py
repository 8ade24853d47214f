"""Signing in: the page, refusals that tell nothing, limits, where it leads, and what the audit log keeps."""

import logging

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.models import AuditDetails, AuditEntry
from tests.accounts.support import LOGIN, PASSWORD, body, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
WRONG = "User name or password is wrong"


@pytest.fixture
def client() -> Client:
    return Client(headers={"Accept-Language": "en"})


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def test_the_page_speaks_dutch_or_english():
    assert '<html lang="nl"' in body(Client(headers={"Accept-Language": "nl"}).get(LOGIN))
    page = body(Client(headers={"Accept-Language": "en"}).get(LOGIN))
    assert '<html lang="en"' in page
    assert "<h1>Sign in</h1>" in page
    assert 'autocomplete="current-password"' in page
    assert "placeholder" not in page


def test_the_language_can_be_switched_before_signing_in(client):
    response = client.post("/accounts/preferences/", {"language": "nl", "next": LOGIN})
    assert response["Location"] == LOGIN
    assert '<html lang="nl"' in body(client.get(LOGIN))


def test_the_right_password_leads_home_under_a_new_session_key(client):
    session = client.session
    session["kept"] = "x"
    session.save()
    before = session.session_key
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(User.objects.get(username="sales").pk)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_name) == (Action.SESSION_SIGNED_IN, "Sales")
    assert entry.details.address == "127.0.0.1"
    assert len(entry.details.request_id) == 32


def test_letter_case_of_the_name_does_not_count(client):
    assert sign_in(client, "SALES").status_code == 302


@pytest.mark.parametrize("name", ["sales", "nobody", "viewer"])
def test_every_refusal_reads_the_same(client, name):
    User.objects.filter(username="viewer").update(is_active=False)
    password = PASSWORD if name == "viewer" else "wrong horse battery"
    response = sign_in(client, name, password)
    assert response.status_code == 422
    page = body(response)
    assert WRONG in page
    assert f'value="{name}"' in page, "the name is kept"
    assert password not in page
    assert page.replace(name, "?").count("error") == body(sign_in(client, "other", "x")).count("error")
    assert "_auth_user_id" not in client.session


def test_an_empty_form_is_refused_beside_its_fields(client):
    response = sign_in(client, "", "")
    assert response.status_code == 422
    assert body(response).count("Fill this in") == 2
    assert actions() == []


def test_an_unknown_name_costs_the_same_work(client, monkeypatch):
    hashed: list[str] = []
    original = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw) or original(self, raw))
    sign_in(client, "nobody", "wrong")
    assert hashed == ["wrong"]


def test_a_refused_try_is_recorded_without_the_password(client, caplog):
    caplog.set_level(logging.DEBUG)
    sign_in(client, "sales", "canary-one-two")
    sign_in(client, "ghost\r\nadmin\x1b[0m", "canary-one-two")
    sign_in(client, "x" * 150, "canary-one-two")
    known, unknown, long = AuditEntry.objects.order_by("seq")
    assert {entry.action for entry in (known, unknown, long)} == {Action.SESSION_FAILED}
    assert (known.subject, known.label) == (f"user:{User.objects.get(username='sales').pk}", "sales")
    assert (unknown.subject, unknown.label) == ("session:unknown", "")
    assert unknown.details.after == r'{"name":"ghost\\u000d\\u000aadmin\\u001b[0m"}'
    assert long.details.after == '{"name":"' + "x" * 150 + '"}'
    stored = [str(row) for table in (AuditEntry, AuditDetails) for row in table.objects.values_list()]
    assert not [row for row in [*stored, caplog.text] if "canary" in row]


def test_a_name_typed_too_long_is_refused_and_not_stored(client):
    assert sign_in(client, "x" * 151).status_code == 422
    assert actions() == []


def test_a_person_is_slowed_down_from_one_address_only(client):
    for _ in range(5):
        assert sign_in(client, password="wrong").status_code == 422
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Too many wrong attempts" in body(refused)
    assert sign_in(Client(REMOTE_ADDR="192.0.2.9")).status_code == 302, "a stranger cannot lock a colleague out"


def test_one_address_cannot_try_many_names(client):
    for number in range(10):
        assert sign_in(client, f"name{number}", "wrong").status_code == 422
    assert sign_in(client, "name10", "wrong").status_code == 429
    assert sign_in(client).status_code == 429


def test_at_most_eighty_guesses_an_hour_from_one_address(settings):
    assert "80/h/ip" in settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")


def test_a_flood_gets_a_page_that_says_so(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, password="wrong")
    response = sign_in(client)
    assert response.status_code == 429
    assert "Too many requests" in body(response)


def test_right_passwords_do_not_use_up_tries(client):
    for _ in range(7):
        assert sign_in(client).status_code == 302
        client.post("/accounts/logout/")


def test_signing_out_is_a_post_and_is_recorded(client):
    sign_in(client)
    assert "Sign out?" in body(client.get("/accounts/logout/")) or client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post("/accounts/logout/")
    assert response["Location"] == LOGIN
    assert "_auth_user_id" not in client.session
    assert actions() == [Action.SESSION_SIGNED_IN, Action.SESSION_SIGNED_OUT]


@pytest.mark.parametrize("address", [LOGIN, "/accounts/logout/", "/accounts/preferences/"])
def test_posts_without_a_token_are_refused(address):
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"login": "sales", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "inactive/", "reauthenticate/", "login/code/"]
)
def test_nothing_else_of_the_library_is_reachable(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


INSIDE = ["/", "/relations/customers/?q=a&page=2", "/audit/", "http://testserver/x", "//testserver/x", "relative"]
OUTSIDE = [
    "http://evil.example/",
    "https://evil.example/",
    "HTTPS://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    r"\\evil.example",
    r"/\evil.example",
    r"\/evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "http://testserver@evil.example/",
    "http://testserver:80@evil.example/",
    "http://evil.example#testserver",
    "http://evil.example?testserver",
    "http://evil.example\\@testserver",
    "http://testserver.evil.example/",
    "http://localhost/",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "\x08//evil.example",
    "http://[::1",
    "http://testserver:99999999/",
    "https://testserver%2eevil.example",
]


@pytest.mark.parametrize("url", OUTSIDE)
def test_next_never_leaves_the_site(client, url):
    for response in (sign_in(client, data={"next": url}), Client().post("/accounts/preferences/", {"next": url})):
        target = response["Location"].lower()
        assert target.startswith("/")
        assert not target.startswith(("//", "/\\", "/\t"))
        assert "evil" not in target


@pytest.mark.parametrize("url", INSIDE)
def test_next_leads_back_to_the_page(client, url):
    assert sign_in(client, data={"next": url})["Location"] == url


def test_next_is_carried_through_the_form(client):
    page = body(client.get(LOGIN, {"next": '/audit/?a="><b>'}))
    assert '<input type="hidden" name="next" value="/audit/?a=&quot;&gt;&lt;b&gt;">' in page


def test_a_refused_form_keeps_next(client):
    assert 'value="/audit/"' in body(sign_in(client, password="wrong", data={"next": "/audit/"}))


def test_who_is_signed_in_needs_no_sign_in_page(client):
    sign_in(client)
    assert client.get(LOGIN)["Location"] == "/"
