"""What people decide about writes: who may, that it is confirmed and audited, and that the faster one wins."""

import pytest

from apps.accounts.roles import PERMISSIONS
from apps.audit.models import AuditEntry
from apps.erp.models import Write
from tests.erp.outbox.support import carrying, posts, quote_content, register_kind
from tests.erp.support import made_write


@pytest.fixture(autouse=True)
def domain():
    return register_kind()


def address(write, name):
    return f"/writes/{write.pk}/{name}/"


def state_of(write):
    return Write.objects.get(pk=write.pk).state


def actions():
    return list(AuditEntry.objects.filter(subject__startswith="write:").values_list("action", "actor_name"))


CASES = [
    ("intent", "take-back", "cancelled", "write:cancelled"),
    ("held", "release", "intent", "write:released"),
    ("held", "drop", "cancelled", "write:cancelled"),
    ("needs_human", "send-again", "intent", "write:answered"),
    ("needs_human", "drop", "cancelled", "write:answered"),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("state", "name", "then", "action"), CASES)
def test_asked_first_then_done_and_audited(as_role, people, domain, state, name, then, action):
    write = made_write(people["sales"], state)
    client = as_role("sales")
    asked = client.get(address(write, name))
    assert asked.status_code == 200
    assert b'method="post"' in asked.content
    assert state_of(write) == state
    done = client.post(address(write, name), {"seen": state})
    assert (done.status_code, done["Location"]) == (303, f"/writes/{write.pk}/")
    assert state_of(write) == then
    assert actions() == [(action, "Sales")]
    assert bool(domain.rejections) == (then == "cancelled")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("state", "name", "_then", "_action"), CASES)
def test_not_by_others_and_not_without_the_right(as_role, people, monkeypatch, state, name, _then, _action):
    monkeypatch.setitem(PERMISSIONS, "writes.decide", PERMISSIONS["writes.decide"] - {"finance"})
    theirs, finances = made_write(people["sales"], state), made_write(people["finance"], state)
    assert as_role("warehouse").post(address(theirs, name)).status_code == 404
    assert as_role("finance").post(address(finances, name)).status_code == 403
    assert as_role("viewer").post(address(theirs, name)).status_code == 403
    assert as_role("admin").post(address(theirs, name)).status_code == 303
    assert state_of(finances) == state


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("seen", "now", "name"),
    [
        ("intent", "sending", "take-back"),
        ("intent", "confirmed", "take-back"),
        ("held", "cancelled", "release"),
        ("needs_human", "confirmed", "send-again"),
        ("held", "needs_human", "drop"),
    ],
)
def test_somebody_was_faster(as_role, people, seen, now, name):
    write = made_write(people["sales"], now)
    answer = as_role("sales").post(address(write, name), {"seen": seen})
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.content.decode()
    assert state_of(write) == now
    assert actions() == []


@pytest.mark.django_db(transaction=True)
def test_a_post_without_what_was_seen_is_judged_by_the_state(as_role, people):
    write = made_write(people["sales"], "confirmed")
    assert as_role("sales").post(address(write, "take-back")).status_code == 409


@pytest.mark.django_db(transaction=True)
def test_the_page_offers_the_three_answers_to_who_may_decide(as_role, people, monkeypatch):
    monkeypatch.setitem(PERMISSIONS, "writes.decide", PERMISSIONS["writes.decide"] - {"finance"})
    write = made_write(people["sales"], "needs_human", reason="alike")
    text = as_role("sales").get(f"/writes/{write.pk}/").content.decode()
    for name in ("found", "send-again", "drop"):
        assert address(write, name) in text
    finances = made_write(people["finance"], "needs_human", reason="alike")
    text = as_role("finance").get(f"/writes/{finances.pk}/").content.decode()
    assert address(finances, "found") not in text
    assert "The person who ordered this decides" in text


@pytest.fixture
def lost(people, sandbox, synced):
    """A quote that LogicTrade has, and a write that does not know."""
    content = quote_content(sandbox, reference="Hotel")
    write = made_write(people["sales"], "needs_human", payload=_dumps(content), sends=3)
    from apps.erp.gateway import erp
    from apps.logictrade import markers

    answer = erp().call(
        "quote.create",
        query={"allowUnknownCustomer": False, "allowUnknownProducts": False},
        body=markers.put("quote", content, write.marker or ""),
    )
    return write, sandbox.control.records.get("quote", answer.record_id)


def _dumps(content):
    from apps.logictrade import codec

    return codec.dumps(content)


@pytest.mark.django_db(transaction=True)
def test_the_number_is_read_back_and_confirms(as_role, lost, sandbox):
    write, raw = lost
    done = as_role("sales").post(address(write, "found"), {"number": raw["number"]})
    assert done.status_code == 303
    fresh = Write.objects.get(pk=write.pk)
    assert (fresh.state, fresh.remote_id) == ("confirmed", raw["id"])
    assert posts(sandbox) == 1
    assert carrying(sandbox, write) == [raw["id"]]


@pytest.mark.django_db(transaction=True)
def test_a_wrong_number_is_said_beside_the_field_and_kept(as_role, lost, sandbox):
    write, raw = lost
    other = next(
        record["number"]
        for pk in sandbox.control.records.ids("quote")
        if (record := sandbox.control.records.get("quote", pk))["id"] != raw["id"]
    )
    client = as_role("sales")
    for typed, words in (("", "Type the number"), ("999999999", "no record with this number"), (other, "another one")):
        answer = client.post(address(write, "found"), {"number": typed})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert words in text
        assert 'aria-invalid="true"' in text
        assert f'value="{typed}"' in text or not typed
    assert state_of(write) == "needs_human"


@pytest.mark.django_db(transaction=True)
def test_logictrade_away_keeps_what_was_typed(as_role, lost, sandbox):
    write, raw = lost
    sandbox.control.down()
    answer = as_role("sales").post(address(write, "found"), {"number": raw["number"]})
    sandbox.control.up()
    assert answer.status_code in {502, 503}
    text = answer.content.decode()
    assert "LogicTrade" in text
    assert f'value="{raw["number"]}"' in text
    assert state_of(write) == "needs_human"
