"""The nightly sweep."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from apps.accounts.tasks import sessions_sweep
from tests.accounts.support import sign_in


@pytest.mark.django_db
def test_sessions_that_ended_are_swept_and_others_stay(people):
    ended, going = Client(), Client()
    sign_in(ended, "sales")
    sign_in(going, "admin")
    Session.objects.filter(session_key=ended.session.session_key).update(expire_date=timezone.now() - timedelta(1))
    sessions_sweep.call_local()
    assert [session.user.username for session in UserSession.objects.all()] == ["admin"]
    assert Session.objects.count() == 1
