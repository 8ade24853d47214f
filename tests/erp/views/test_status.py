"""The status page: what stands well, what does not, who sees raw data, and the operator's yes to removals."""

from datetime import timedelta

import pytest

from apps.audit.models import AuditEntry
from apps.core import clock, dates
from apps.erp import link
from apps.erp.models import FieldDrift, Heartbeat, Kind, Link, Quarantined, SyncState
from tests.erp.outbox.support import KIND, register_kind
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db
PAGE = "/status/"


def text_of(client, **headers):
    answer = client.get(PAGE, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def state():
    return SyncState.objects.create(resource="customer", last_full_at=clock.now(), last_ok_at=clock.now())


@pytest.mark.parametrize("role", ["sales", "purchasing", "warehouse", "finance", "viewer", "admin"])
def test_every_role_sees_how_it_stands(as_role, role):
    text = text_of(as_role(role))
    for name in ("Customers", "Products", "Quotes", "Deliverable orders"):
        assert name in text


def test_an_empty_start_says_that_nothing_was_read(as_role):
    text = text_of(as_role("viewer"))
    assert "Not read yet" in text
    assert "never seen" in text


def test_a_first_reading_shows_page_and_records(as_role, state):
    SyncState.objects.filter(pk="customer").update(phase="full", page=12, pages=80, records=1200)
    text = text_of(as_role("viewer"))
    assert "page 12 of 80, 1,200 records" in text
    assert '<progress value="15" max="100"' in text
    assert 'hx-trigger="every 2s"' in text


def test_at_rest_the_page_asks_seldom(as_role, state):
    text = text_of(as_role("viewer"))
    assert 'hx-trigger="every 15s"' in text
    assert "Up to date" in text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"last_error": "BadAnswerError: html", "last_error_at": None}, "BadAnswerError: html"),
        ({"not_granted": True}, "No right"),
        ({"last_ok_at": None}, "Late"),
        ({"misses": 4}, "4 fewer than LogicTrade counts"),
        ({"sweep_waiting": 4000}, "4,000 removals wait"),
    ],
)
def test_what_is_wrong_with_a_list(as_role, state, values, words):
    SyncState.objects.filter(pk="customer").update(**values)
    assert words in text_of(as_role("admin"))


def test_a_silent_worker_is_an_alarm(as_role):
    Heartbeat.objects.create(name="worker", at=clock.now())
    assert "at work" in text_of(as_role("viewer"))
    Heartbeat.objects.update(at=clock.now() - timedelta(minutes=4))
    assert "silent" in text_of(as_role("viewer"))


def test_logictrade_down_key_and_rate_are_told(as_role):
    now = clock.now()
    Link.objects.create(
        failures=7,
        failing_since=now - timedelta(minutes=3),
        last_ok_at=now - timedelta(minutes=3),
        last_error="UnreachableError: no connection",
        rate_limit=1020,
        rate_remaining=212,
        username="Developer",
        scope="customer product",
    )
    link.forget_cached()
    text = text_of(as_role("viewer"))
    for words in ("7 times in a row", "no connection", "212 of 1,020 left", "Developer", "customer product"):
        assert words in text


def test_markers_and_writes(as_role, people):
    register_kind()
    Kind.objects.create(name=KIND, marker_proved=False)
    made_write(people["sales"], "needs_human")
    text = text_of(as_role("viewer"))
    assert "lost answers need a person" in text
    assert "You decide" in text


def test_what_is_never_sent_twice_is_not_said_to_be_repeatable(as_role):
    kinds = {str(kind): str(label.text) for kind, label in as_role("admin").get("/status/").context["details"].kinds}
    assert kinds["New supplier"] == "carries no reference: known again by what was sent"
    assert kinds["Change supplier"] == "may be repeated, needs no reference"


def test_raw_data_of_the_quarantine_only_for_administrators(as_role):
    now = clock.now()
    Quarantined.objects.create(
        resource="customer",
        remote_id="77",
        field="id",
        reason="no positive integer",
        data='{"secret": "<b>"}',
        first_seen_at=now,
        last_seen_at=now,
    )
    assert "no positive integer" in text_of(as_role("sales"))
    assert "secret" not in text_of(as_role("sales"))
    shown = text_of(as_role("admin"))
    assert "secret" in shown
    assert "&lt;b&gt;" in shown


def test_drift_of_the_last_week_is_summed(as_role):
    today = dates.today()
    for days, times in ((0, 2), (3, 5), (9, 100)):
        FieldDrift.objects.create(resource="order", field="lines.vat", day=today - timedelta(days=days), times=times)
    text = text_of(as_role("viewer"))
    assert "lines.vat" in text
    assert ">7</td>" in text


def test_missing_triggers_are_told(as_role, monkeypatch):
    from apps.core import triggers

    monkeypatch.setattr(triggers, "missing", lambda using="default": ["audit_no_update"])
    assert "audit_no_update" in text_of(as_role("viewer"))


def test_the_part_that_moves_comes_alone(as_role, state):
    text = text_of(as_role("viewer"), **{"HX-Request": "true"})
    assert "<html" not in text
    assert 'id="status"' in text
    assert "Could not be read" not in text


def test_no_call_and_a_bounded_number_of_queries(as_role, state, calls, django_assert_max_num_queries):
    client = as_role("admin")
    client.get(PAGE)
    with calls(0), django_assert_max_num_queries(40):
        client.get(PAGE)


ASK = "/status/removals/customer/"


def test_removals_are_approved_once_and_audited(as_role, state):
    SyncState.objects.filter(pk="customer").update(sweep_waiting=40)
    client = as_role("admin")
    assert ASK in text_of(client)
    assert "40 removals wait" in text_of(as_role("sales"))
    assert ASK not in text_of(as_role("sales"))
    asked = client.get(ASK).content.decode()
    assert "40 records were missing" in asked
    assert SyncState.objects.get(pk="customer").sweep_approved is False
    for _ in range(2):
        assert client.post(ASK).status_code == 303
    assert SyncState.objects.get(pk="customer").sweep_approved is True
    entry = AuditEntry.objects.get(action="sync:gone_approved")
    assert (entry.actor_name, entry.subject) == ("Admin", "sync:customer")


def test_only_an_administrator_approves_and_only_what_waits(as_role, state):
    SyncState.objects.filter(pk="customer").update(sweep_waiting=40)
    assert as_role("sales").post(ASK).status_code == 403
    assert as_role("admin").post("/status/removals/nothing/").status_code == 404
    SyncState.objects.filter(pk="customer").update(sweep_waiting=0)
    assert as_role("admin").post(ASK).status_code == 303
    assert SyncState.objects.get(pk="customer").sweep_approved is False
    assert not AuditEntry.objects.filter(action="sync:gone_approved").exists()
