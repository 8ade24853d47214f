"""The write quote.create through the outbox and the stand-in over real HTTP."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.models import Document, Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.sending import NotReadyError, TwinError
from apps.erp.models import Write
from apps.erp.outbox import kinds
from apps.erp.outbox.decide import write_cancel
from apps.logictrade import codec, markers
from apps.sales.models import Quote
from apps.sales.writing.sender import SENDERS

KIND = "quote.create"
pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor(id=None, name="test")


def send(draft: Draft, user: User, **options: Any) -> Write:
    fresh = Draft.objects.select_related("write").get(pk=draft.pk)
    return SENDERS["quote"].send(actor=ACTOR, user=user, draft=fresh, write_id=uuid.uuid4(), **options)


def posts(sandbox: Any) -> list[Any]:
    return sandbox.control.journal(method="POST", path="/rest/v1/quotes")


def test_a_quote_arrives_once_with_its_marker(synced: Any, filled: Draft, people: Any, drain: Any) -> None:
    first = draft_lines(filled)[0]
    documents.line_update(
        actor=ACTOR,
        draft=filled,
        line_id=first.pk,
        changes={
            "discount": Decimal("12.5"),
            "part_price": Decimal("10.50"),
            "quantity": Decimal("2.5"),
            "comment_extern": "Zaagmaat 80",
        },
        seen={},
    )
    documents.draft_update(
        actor=ACTOR, draft=filled, changes={"reference": "PO 4711", "comment_intern": "Nabellen"}, seen={}
    )
    write = send(filled, people["sales"])
    assert Draft.objects.get(pk=filled.pk).frozen_at is not None
    drain()
    write.refresh_from_db()
    assert write.state == "confirmed", (write.state, write.error_detail)
    assert write.differences == ""

    (post,) = posts(synced)
    body = codec.loads(post.body)
    assert sorted(post.query.split("&")) == ["allowUnknownCustomer=false", "allowUnknownProducts=false"]
    assert body["customer"] == {"id": filled.customer_id}
    assert body["reference"] == "PO 4711"
    assert body["delivery"]["type"] == "BZ"
    assert body["salesManUserName"] == "verkoper1"
    assert body["comment"]["intern"] == f"Nabellen\n{write.marker}"
    line = body["lines"][0]
    assert (line["lineNumber"], line["code"]) == (10, first.code)
    assert '"discount":0.125,' in post.body
    assert '"partPrice":10.50,' in post.body
    assert '"quantity":2.5' in post.body
    assert line["comment"] == {"intern": "", "extern": "Zaagmaat 80"}

    draft = Draft.objects.get(pk=filled.pk)
    assert (draft.sent_id, draft.sent_number) == (write.remote_id, write.remote_number)
    quote = Quote.objects.get(pk=write.remote_id)
    assert markers.find("quote", quote.raw) == write.marker
    row = Document.objects.get(kind="quote", remote_id=write.remote_id)
    assert (row.number, row.party_id, row.state, row.lines_count) == (
        write.remote_number,
        filled.customer_id,
        "draft",
        2,
    )


def test_an_answer_lost_after_the_act_ends_confirmed(synced: Any, filled: Draft, people: Any, drain: Any) -> None:
    before = len(synced.control.records.ids("quote"))
    synced.control.faults.add("reset_after", method="POST", path="/quotes$", times=1)
    write = send(filled, people["sales"])
    drain()
    write.refresh_from_db()
    assert write.state == "unknown"
    Write.objects.filter(pk=write.pk).update(check_at=write.created_at)
    drain()
    write.refresh_from_db()
    assert write.state == "confirmed", (write.state, write.reason, write.error_detail)
    assert len(synced.control.records.ids("quote")) == before + 1
    assert len(posts(synced)) == 1
    assert Draft.objects.get(pk=filled.pk).sent_number == write.remote_number


def test_a_refusal_thaws_the_draft_and_the_next_send_replaces_it(
    synced: Any, filled: Draft, people: Any, drain: Any
) -> None:
    line = draft_lines(filled)[1]
    synced.control.records.patch("product", line.product_id, {"code": "ANDERS-1"})
    write = send(filled, people["sales"])
    drain()
    write.refresh_from_db()
    assert write.state == "rejected"
    assert line.code in write.error_detail
    thawed = Draft.objects.get(pk=filled.pk)
    assert thawed.editable
    documents.line_remove(actor=ACTOR, draft=thawed, line_id=line.pk)
    again = send(filled, people["sales"])
    assert again.pk != write.pk
    assert again.replaces_id == write.pk
    drain()
    again.refresh_from_db()
    assert again.state == "confirmed"


def test_a_write_taken_back_leaves_an_editable_draft(filled: Draft, people: Any) -> None:
    write = send(filled, people["sales"])
    write_cancel(actor=ACTOR, write=write)
    assert Draft.objects.get(pk=filled.pk).editable


def test_a_frozen_draft_cannot_change(filled: Draft, people: Any) -> None:
    send(filled, people["sales"])
    line = draft_lines(filled)[0]
    for change in (
        lambda: documents.line_update(
            actor=ACTOR, draft=filled, line_id=line.pk, changes={"quantity": Decimal(9)}, seen={}
        ),
        lambda: documents.line_remove(actor=ACTOR, draft=filled, line_id=line.pk),
        lambda: documents.line_move(actor=ACTOR, draft=filled, line_id=line.pk, step=1),
        lambda: documents.draft_update(actor=ACTOR, draft=filled, changes={"reference": "x"}, seen={}),
        lambda: documents.draft_discard(actor=ACTOR, draft=filled),
        lambda: send(filled, people["sales"]),
    ):
        with pytest.raises(documents.DraftFrozenError):
            change()
    assert draft_lines(filled)[0].quantity == line.quantity


def test_a_draft_that_changed_after_it_was_read_is_not_sent(filled: Draft, people: Any) -> None:
    stale = Draft.objects.get(pk=filled.pk)
    documents.draft_update(actor=ACTOR, draft=filled, changes={"reference": "later"}, seen={})
    with pytest.raises(documents.DraftFrozenError):
        SENDERS["quote"].send(actor=ACTOR, user=people["sales"], draft=stale, write_id=uuid.uuid4())
    assert not Write.objects.exists()


def test_the_same_token_gives_the_same_write(filled: Draft, people: Any) -> None:
    token = uuid.uuid4()
    first = SENDERS["quote"].send(actor=ACTOR, user=people["sales"], draft=filled, write_id=token)
    second = SENDERS["quote"].send(actor=ACTOR, user=people["sales"], draft=filled, write_id=token)
    assert first.pk == second.pk
    assert Write.objects.count() == 1


def test_a_twin_is_asked_about_once(synced: Any, filled: Draft, people: Any) -> None:
    first = send(filled, people["sales"])
    copy = documents.draft_copy(actor=ACTOR, user=people["sales"], draft=filled)
    with pytest.raises(TwinError) as found:
        send(copy, people["sales"])
    assert found.value.write.pk == first.pk
    assert send(copy, people["sales"], twin_seen=True).pk != first.pk


def test_what_is_not_ready_stays_here(draft: Draft, people: Any, products: Any) -> None:
    with pytest.raises(NotReadyError) as found:
        send(draft, people["sales"])
    assert [problem.field for problem in found.value.problems] == ["lines"]
    line = adding.product_line_add(actor=ACTOR, draft=draft, product_id=products[0].pk)
    DraftLine.objects.filter(pk=line.pk).update(code="GEKNOEI", part_price=None, quantity=0)
    Draft.objects.filter(pk=draft.pk).update(delivery_type="XX")
    with pytest.raises(NotReadyError) as found:
        send(draft, people["sales"])
    assert {problem.field for problem in found.value.problems} == {"delivery_type", "code", "quantity", "part_price"}
    assert not Write.objects.exists()


def test_fingerprint_and_candidates(synced: Any, filled: Draft, people: Any) -> None:
    domain = kinds.get(KIND).domain
    write = send(filled, people["sales"])
    lines = [{"code": line.code, "quantity": line.quantity} for line in draft_lines(filled)]
    raw = {"id": 1, "customer": {"id": filled.customer_id}, "lines": lines}
    assert domain.fingerprint_matches(write, raw)
    assert domain.is_candidate(write, raw)
    assert domain.fingerprint_matches(write, raw | {"lines": lines[::-1]})
    assert not domain.fingerprint_matches(write, raw | {"customer": {"id": filled.customer_id + 1}})
    assert not domain.fingerprint_matches(write, raw | {"lines": [lines[0], lines[1] | {"quantity": 99}]})
    assert not domain.is_candidate(write, raw | {"lines": lines[:1]})
    assert not domain.fingerprint_matches(write, {"id": "odd"})


def test_what_logictrade_changed_is_seen(synced: Any, filled: Draft, people: Any, drain: Any) -> None:
    synced.control.faults.add("alter", method="POST", path="/quotes$", times=1, field="lines.0.partPrice", value=1)
    write = send(filled, people["sales"])
    drain()
    write.refresh_from_db()
    assert write.state == "confirmed"
    assert "lines.10.partPrice" in write.differences


def test_only_sales_may_write(people: Any) -> None:
    assert kinds.get(KIND).permission == "quotes.write"
    assert Group.objects.filter(name="sales").exists()
    assert [role for role, user in people.items() if user.has_perm("quotes.write")] == ["sales", "admin"]
