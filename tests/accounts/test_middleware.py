"""Private by default, sessions that end, people who are locked out, and the reader's language."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from apps.accounts import services
from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.audit.models import AuditEntry
from apps.core import clock
from apps.core.access import PUBLIC, SIGNED_IN, requires
from tests.accounts.support import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]
REAL_URLS = settings.ROOT_URLCONF
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


handler403 = "apps.core.errors.forbidden"


def view(request):
    return HttpResponse("inside")


urlpatterns = [
    path("open/", requires(PUBLIC)(view)),
    path("closed/", requires(SIGNED_IN)(view)),
    path("undeclared/", view),
    path("stock/", requires("stock.view")(view)),
    path("accounts/login/", requires(PUBLIC)(view), name="account_login"),
    # The page of a refusal has the whole menu.
    path("", include(REAL_URLS)),
]


@pytest.fixture(autouse=True)
def own_urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def signed_in(people) -> Client:
    with clock.using(lambda: NOW):
        client = Client()
        client.force_login(people["sales"])
    return client


def get(client: Client, after: timedelta, address: str = "/closed/") -> int:
    with clock.using(lambda: NOW + after):
        return client.get(address).status_code


def test_strangers_see_only_what_is_public():
    client = Client()
    assert client.get("/open/").content == b"inside"
    assert client.get("/closed/?a=1&b=2")["Location"] == "/accounts/login/?next=%2Fclosed%2F%3Fa%3D1%26b%3D2"
    assert client.get("/undeclared/").status_code == 302


def test_a_post_comes_back_to_the_page_it_was_made_on():
    client = Client()
    target = client.post("/closed/", headers={"Referer": "http://testserver/open/?x=1"})["Location"]
    assert target == "/accounts/login/?next=%2Fopen%2F%3Fx%3D1"
    assert client.post("/closed/", headers={"Referer": "http://evil.example/"})["Location"].endswith("next=%2F")


def test_a_fragment_sends_the_whole_page_to_sign_in():
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/open/?q=1"}
    response = Client().get("/closed/", headers=headers)
    assert response.status_code == 401
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fopen%2F%3Fq%3D1"
    headers["HX-Current-URL"] = "http://evil.example/x"
    assert Client().get("/closed/", headers=headers)["HX-Redirect"] == "/accounts/login/?next=%2F"


def test_a_form_sent_by_htmx_keeps_what_was_typed():
    response = Client().post("/closed/", headers={"HX-Request": "true", "Accept-Language": "en"})
    assert response.status_code == 401
    assert "HX-Redirect" not in response
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#toasts", "beforeend")
    assert b"nothing was sent" in response.content


def test_a_locked_person_is_out_at_the_next_request(people):
    client = Client()
    with override_settings(ROOT_URLCONF=REAL_URLS):
        assert sign_in(client).status_code == 302
    assert client.get("/closed/").status_code == 200
    services.user_lock(actor=Actor.system("test"), user=people["sales"])
    assert client.get("/closed/").status_code == 302
    services.user_unlock(actor=Actor.system("test"), user=people["sales"])
    assert client.get("/closed/").status_code == 302, "the session is gone, not asleep"


def test_a_locked_person_is_out_even_with_a_session_nobody_knows_of(people, signed_in):
    people["sales"].is_active = False
    people["sales"].save()
    assert get(signed_in, timedelta(0)) == 302


def test_a_role_taken_away_is_gone_at_the_next_request(people, signed_in):
    assert get(signed_in, timedelta(0), "/stock/") == 200
    people["sales"].groups.clear()
    assert get(signed_in, timedelta(0), "/stock/") == 403


def test_a_session_ends_after_twelve_hours_whatever_happens(signed_in):
    for hours in range(1, 12):
        assert get(signed_in, timedelta(hours=hours)) == 200
    assert get(signed_in, timedelta(hours=11, minutes=59)) == 200
    assert get(signed_in, timedelta(hours=12)) == 302
    assert AuditEntry.objects.first().action == Action.SESSION_SIGNED_OUT
    assert not Session.objects.exists()


@override_settings(SESSION_IDLE_SECONDS=3600)
def test_a_session_left_alone_ends(signed_in):
    assert get(signed_in, timedelta(minutes=59)) == 200
    assert get(signed_in, timedelta(minutes=118)) == 200
    assert get(signed_in, timedelta(minutes=178)) == 302


@override_settings(SESSION_IDLE_SECONDS=3600)
def test_a_page_that_asks_by_itself_does_not_keep_a_session_alive(signed_in):
    for minutes in (20, 40):
        with clock.using(lambda minutes=minutes: NOW + timedelta(minutes=minutes)):
            assert signed_in.get("/closed/", headers={"X-Poll": "1"}).status_code == 200
    assert get(signed_in, timedelta(minutes=60)) == 302


def test_a_session_without_a_beginning_is_over(signed_in):
    session = signed_in.session
    del session["signed_in_at"]
    session.save()
    assert get(signed_in, timedelta(0)) == 302


def test_being_seen_is_written_once_a_minute(signed_in, django_assert_num_queries):
    assert get(signed_in, timedelta(minutes=5)) == 200
    seen = signed_in.session["seen_at"]
    with django_assert_num_queries(2):  # the session, the user
        assert get(signed_in, timedelta(minutes=5, seconds=50)) == 200
    assert signed_in.session["seen_at"] == seen
    assert get(signed_in, timedelta(minutes=6, seconds=1)) == 200
    assert signed_in.session["seen_at"] != seen


@pytest.mark.parametrize(("chosen", "browser", "shown"), [("en", "nl", "en"), ("nl", "en", "nl"), ("", "en", "en")])
def test_the_person_decides_the_language_else_the_browser(people, signed_in, chosen, browser, shown):
    people["sales"].language = chosen
    people["sales"].save()
    with clock.using(lambda: NOW):
        assert signed_in.get("/closed/", headers={"Accept-Language": browser})["Content-Language"] == shown


def test_the_language_of_one_request_does_not_leak_into_the_next(people, signed_in):
    people["sales"].language = "en"
    people["sales"].save()
    get(signed_in, timedelta(0))
    assert Client().get("/open/", headers={"Accept-Language": "nl"})["Content-Language"] == "nl"
