"""From request to actor."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from apps.accounts.actors import actor_of, client_address
from apps.core.requestid import request_id_scope

pytestmark = pytest.mark.django_db


def test_the_actor_is_the_person_behind_the_request(people):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    request.user = people["sales"]
    with request_id_scope("abc"):
        actor = actor_of(request)
    assert (actor.id, actor.name) == (people["sales"].pk, "Sales")
    assert (actor.address, actor.request_id) == ("192.0.2.7", "abc")


def test_before_sign_in_there_is_no_name():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert (actor_of(request).id, actor_of(request).name) == (None, "")


def test_a_visitor_cannot_choose_an_address(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "203.0.113.1"})
    assert client_address(request) == "192.0.2.7"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.66, 203.0.113.1"})
    assert client_address(forged) == "203.0.113.1"


def test_no_address_is_no_failure():
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == ""
