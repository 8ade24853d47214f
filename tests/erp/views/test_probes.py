"""Probes: alive, ready, figures; without signing in, without secrets."""

from datetime import timedelta

import pytest
from django.test import Client

from apps.core import clock
from apps.erp.models import Heartbeat, SyncState
from apps.erp.report import health
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db


def test_alive_while_the_worker_beats(client):
    Heartbeat.objects.create(name="worker", at=clock.now() - timedelta(seconds=170))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "worker: ok" in answer.content.decode()


def test_a_silent_worker_is_503_with_words(client):
    answer = client.get("/healthz")
    assert (answer.status_code, "no sign of life" in answer.content.decode()) == (503, True)
    Heartbeat.objects.create(name="worker", at=clock.now() - timedelta(seconds=200))
    answer = client.get("/healthz")
    assert (answer.status_code, "silent for 20" in answer.content.decode()) == (503, True)


def test_ready_when_migrations_and_triggers_stand(client, monkeypatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr(health, "missing_triggers", lambda: ["audit_no_update"])
    answer = client.get("/readyz")
    assert (answer.status_code, "triggers: 1 missing" in answer.content.decode()) == (503, True)
    monkeypatch.setattr(health, "missing_triggers", list)
    monkeypatch.setattr(health, "unapplied_migrations", lambda: ["erp.0002"])
    answer = client.get("/readyz")
    assert (answer.status_code, "migrations: 1 not applied" in answer.content.decode()) == (503, True)


def test_all_migrations_are_applied_here():
    assert health.unapplied_migrations() == []


def test_figures_from_this_machine(client, people):
    Heartbeat.objects.create(name="worker", at=clock.now())
    SyncState.objects.create(resource="customer", last_ok_at=clock.now())
    made_write(people["sales"], "unknown")
    answer = client.get("/metrics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")
    assert 'backoffice_writes{state="unknown"} 1.0' in text
    assert 'backoffice_list_age_seconds{resource="customer"}' in text
    assert "backoffice_worker_silent_seconds" in text


def test_figures_are_refused_to_others_and_shown_to_administrators(as_role):
    far = "192.0.2.9"
    assert Client().get("/metrics", REMOTE_ADDR=far).status_code == 403
    assert as_role("sales").get("/metrics", REMOTE_ADDR=far).status_code == 403
    assert as_role("admin").get("/metrics", REMOTE_ADDR=far).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_what_a_proxy_here_passes_on_is_not_this_machine(client, header):
    assert client.get("/metrics", headers={header: "for=192.0.2.9"}).status_code == 403


def test_no_secret_in_any_probe(client, settings):
    settings.LOGICTRADE_API_KEY = "very-secret-key"
    for path in ("/healthz", "/readyz", "/metrics"):
        assert b"very-secret-key" not in client.get(path).content
