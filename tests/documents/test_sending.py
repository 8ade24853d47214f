"""From the review to LogicTrade's number, through the pages and over real HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.erp.models import Write
from apps.logictrade import markers

from .conftest import ACTOR

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def url(name: str, draft: Draft) -> str:
    return reverse(f"sales:quote_draft_{name}", args=[draft.pk])


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def send(client: Client, draft: Draft, token: str, **more: str) -> Any:
    version = str(Draft.objects.get(pk=draft.pk).version)
    return client.post(url("send", draft), {"token": token, "version": version, **more})


def test_the_whole_way(sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any, calls: Any) -> None:
    page = sales.get(url("review", filled)).content.decode()
    assert "Creates 1 quote with 2 lines, €" in page
    assert "Cannot be deleted here." in page
    with calls(0):
        answer = send(sales, filled, token_of(sales, filled))
    assert (answer.status_code, answer["Location"]) == (303, url("detail", filled))

    waiting = sales.get(answer["Location"]).content.decode()
    assert "Is being sent to LogicTrade" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    assert "Take back" in waiting

    drain()
    write = Write.objects.get()
    poll = sales.get(url("detail", filled), headers=HTMX).content.decode()
    assert f"Confirmed by LogicTrade as {write.remote_number}" in poll
    assert reverse("sales:quote_detail", args=[write.remote_id]) in poll
    assert "every 1s" not in poll
    assert "<html" not in poll

    (post,) = synced.control.journal(method="POST", path="/rest/v1/quotes")
    assert post.body.count(write.marker or "?") == 1
    assert post.json["comment"]["intern"] == write.marker
    assert [line["code"] for line in post.json["lines"]] == [line.code for line in draft_lines(filled)]

    card = sales.get(reverse("sales:quote_detail", args=[write.remote_id])).content.decode()
    assert (write.marker or "?") not in card
    assert "Confirmed" in card


def test_twenty_posts_at_once_make_one_quote(
    sales: Client, people: Any, filled: Draft, token_of: Any, drain: Any, synced: Any
) -> None:
    token = token_of(sales, filled)
    version = str(filled.version)

    def post(_number: int) -> tuple[int, str]:
        client = Client()
        client.cookies = sales.cookies.copy()
        try:
            answer = client.post(url("send", filled), {"token": token, "version": version})
            return answer.status_code, answer.get("Location", "")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as pool:
        answers = list(pool.map(post, range(20)))
    assert set(answers) == {(303, url("detail", filled))}
    assert Write.objects.count() == 1
    drain()
    assert len(synced.control.journal(method="POST", path="/rest/v1/quotes")) == 1
    # Back in the browser, and once more.
    assert send(sales, filled, token)["Location"] == url("detail", filled)
    assert sales.get(url("review", filled))["Location"] == url("detail", filled)
    assert Write.objects.count() == 1


def test_two_windows_with_two_tokens_make_one_quote(sales: Client, filled: Draft, token_of: Any) -> None:
    first, second = token_of(sales, filled), token_of(sales, filled)
    assert first != second
    assert send(sales, filled, first).status_code == 303
    assert send(sales, filled, second)["Location"] == url("detail", filled)
    assert Write.objects.count() == 1


def test_a_refusal_stands_beside_the_line(sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any) -> None:
    line = draft_lines(filled)[1]
    synced.control.records.patch("product", line.product_id or 0, {"code": "ANDERS-1"})
    send(sales, filled, token_of(sales, filled))
    drain()
    poll = sales.get(url("detail", filled), headers=HTMX)
    assert poll["HX-Redirect"] == url("detail", filled)
    page = sales.get(url("detail", filled)).content.decode()
    notes = page[page.index(f'id="line-{line.pk}-notes"') :]
    assert f"LogicTrade refused: Artikel &#x27;{line.code}&#x27;" in notes[:700]
    assert "LTA0101" in page
    # Corrected and sent again: a new intent that names the one it replaces.
    documents.line_remove(actor=ACTOR, draft=filled, line_id=line.pk)
    assert send(sales, filled, token_of(sales, filled)).status_code == 303
    drain()
    refused, sent = Write.objects.order_by("created_at")
    assert (refused.state, sent.state, sent.replaces_id) == ("rejected", "confirmed", refused.pk)


def test_a_refused_delivery_type_stands_beside_its_field(
    sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any, codes: None
) -> None:
    from apps.erp.models import CodeEntry

    CodeEntry.objects.create(table="delivery_type", text="Verzonnen", code="ZZ")
    documents.draft_update(actor=ACTOR, draft=filled, changes={"delivery_type": "ZZ"}, seen={})
    send(sales, filled, token_of(sales, filled))
    drain()
    page = sales.get(url("detail", filled)).content.decode()
    field = page[page.index('id="head-delivery_type"') :]
    assert "LogicTrade refused: Code &#x27;ZZ&#x27;" in field[: field.index('id="head-delivery_condition"')]


def test_an_answer_that_was_lost_is_being_checked(
    sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any
) -> None:
    synced.control.faults.add("reset_after", method="POST", path="/quotes$", times=1)
    send(sales, filled, token_of(sales, filled))
    drain()
    page = sales.get(url("detail", filled)).content.decode()
    assert "Sent, no answer yet. We are checking" in page
    assert "Take back" not in page
    write = Write.objects.get()
    Write.objects.filter(pk=write.pk).update(check_at=write.created_at)
    drain()
    assert "Confirmed by LogicTrade as" in sales.get(url("detail", filled)).content.decode()
    assert len(synced.control.journal(method="POST", path="/rest/v1/quotes")) == 1


def test_what_logictrade_changed_is_shown(sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any) -> None:
    synced.control.faults.add("alter", method="POST", path="/quotes$", times=1, field="lines.0.partPrice", value=1)
    send(sales, filled, token_of(sales, filled))
    drain()
    page = sales.get(url("detail", filled)).content.decode()
    assert "LogicTrade changed what was sent." in page
    assert re.search(r"<del>[^<]+</del>.*?<ins>1</ins>", page)
    card = sales.get(reverse("sales:quote_detail", args=[Write.objects.get().remote_id])).content.decode()
    assert "LogicTrade changed what was sent." in card


def test_while_logictrade_is_down_it_waits(
    sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any
) -> None:
    token = token_of(sales, filled)
    synced.control.down()
    try:
        assert send(sales, filled, token).status_code == 303
        drain()
        assert "Is being sent to LogicTrade" in sales.get(url("detail", filled)).content.decode()
    finally:
        synced.control.up()
    Write.objects.update(not_before=None)
    drain()
    assert Write.objects.get().state == "confirmed"


def test_with_writes_off_the_button_says_why(sales: Client, filled: Draft, token_of: Any, settings: Any) -> None:
    token = token_of(sales, filled)
    settings.LOGICTRADE_WRITES = False
    page = sales.get(url("review", filled)).content.decode()
    assert "Writing to LogicTrade is switched off" in page
    assert re.search(r'type="submit" disabled', page)
    answer = send(sales, filled, token)
    assert answer.status_code == 422
    assert not Write.objects.exists()
    assert Draft.objects.get(pk=filled.pk).editable


def test_what_is_missing_keeps_it_here(sales: Client, draft: Draft, products: Any, token_of: Any) -> None:
    page = sales.get(url("review", draft)).content.decode()
    assert "No lines yet" in page
    assert "disabled" in page
    line = adding.product_line_add(actor=ACTOR, draft=draft, product_id=products[0].pk)
    DraftLine.objects.filter(pk=line.pk).update(code="GEKNOEI")
    Draft.objects.filter(pk=draft.pk).update(delivery_type="")
    answer = send(sales, draft, token_of(sales, draft))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"#line-{line.pk}" in page
    assert "#id_delivery_type" in page
    assert "2 things to put right first" in page
    assert not Write.objects.exists()


def test_a_twin_is_asked_about_once(sales: Client, filled: Draft, token_of: Any) -> None:
    send(sales, filled, token_of(sales, filled))
    copy = documents.draft_copy(actor=ACTOR, user=filled.owner, draft=filled)
    token = token_of(sales, copy)
    answer = send(sales, copy, token)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The same quote was sent a moment ago." in page
    assert f'name="token" value="{token}"' in page
    assert send(sales, copy, token, twin_seen="1").status_code == 303
    assert Write.objects.count() == 2


def test_what_changed_since_the_review_is_not_sent(sales: Client, filled: Draft, token_of: Any) -> None:
    token = token_of(sales, filled)
    seen = str(filled.version)
    documents.draft_update(actor=ACTOR, draft=filled, changes={"reference": "later"}, seen={})
    answer = sales.post(url("send", filled), {"token": token, "version": seen})
    assert answer.status_code == 409
    assert "changed after you opened this page" in answer.content.decode()
    assert not Write.objects.exists()


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000])
def test_a_forged_token_sends_nothing(sales: Client, filled: Draft, token: str) -> None:
    answer = send(sales, filled, token)
    assert answer.status_code == 422
    assert "too old to send" in answer.content.decode()
    assert not Write.objects.exists()


def test_somebody_elses_token_sends_nothing(sales: Client, as_role: Any, filled: Draft, token_of: Any) -> None:
    token = token_of(as_role("admin"), filled)
    assert send(sales, filled, token).status_code == 422
    assert not Write.objects.exists()


def test_the_customer_is_read_again(sales: Client, filled: Draft, token_of: Any, customer: Any) -> None:
    from django.utils import timezone

    token = token_of(sales, filled)
    type(customer).objects.filter(pk=customer.pk).update(gone_at=timezone.now())
    answer = send(sales, filled, token)
    assert answer.status_code == 422
    assert "This customer is not in LogicTrade any more" in answer.content.decode()


def test_taking_back_opens_the_draft_again(sales: Client, filled: Draft, token_of: Any) -> None:
    send(sales, filled, token_of(sales, filled))
    write = Write.objects.get()
    sales.post(reverse("erp:write_take_back", args=[write.pk]))
    write.refresh_from_db()
    assert write.state == "cancelled"
    page = sales.get(url("detail", filled)).content.decode()
    assert 'id="add-line"' in page


def test_a_held_write_says_so(sales: Client, filled: Draft, token_of: Any, drain: Any, settings: Any) -> None:
    send(sales, filled, token_of(sales, filled))
    settings.LOGICTRADE_WRITES = False
    drain()
    page = sales.get(url("detail", filled)).content.decode()
    assert "Held back. Nothing was sent" in page
    assert reverse("erp:write_detail", args=[Write.objects.get().pk]) in page


def test_when_a_person_must_say_it_leads_there(sales: Client, filled: Draft, token_of: Any) -> None:
    send(sales, filled, token_of(sales, filled))
    Write.objects.update(state="needs_human", reason="sends")
    page = sales.get(url("detail", filled)).content.decode()
    assert "Someone must say what LogicTrade did with it" in page
    assert reverse("erp:write_detail", args=[Write.objects.get().pk]) in page


def test_a_marker_of_the_writer_is_no_marker_of_ours(
    sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any
) -> None:
    """A marker that was pasted into the comment must not make this quote be taken for another one."""
    pasted = markers.new_marker()
    documents.draft_update(actor=ACTOR, draft=filled, changes={"comment_intern": f"zie\n{pasted}"}, seen={})
    send(sales, filled, token_of(sales, filled))
    drain()
    (post,) = synced.control.journal(method="POST", path="/rest/v1/quotes")
    assert post.json["comment"]["intern"] == f"zie\n{Write.objects.get().marker}"


def test_logictrades_total_stands_beside_ours(
    sales: Client, filled: Draft, token_of: Any, drain: Any, synced: Any
) -> None:
    from decimal import Decimal

    from apps.documents.models import Document

    send(sales, filled, token_of(sales, filled))
    drain()
    assert "LogicTrade comes to the same" in sales.get(url("detail", filled)).content.decode()
    sent = Draft.objects.get(pk=filled.pk).sent_id
    row = Document.objects.get(kind="quote", remote_id=sent)
    Document.objects.filter(pk=row.pk).update(total=(row.total or 0) + Decimal("0.01"))
    assert "€ 0.01 apart" in sales.get(url("detail", filled)).content.decode()


def test_the_review_names_texts_options_and_what_was_taken_out(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    documents.line_write(actor=ACTOR, draft=filled, role="heading", text="Woonkamer", before=one.pk)
    DraftLine.objects.filter(pk=two.pk).update(optional=True)
    page = sales.get(url("review", filled)).content.decode()
    assert "Creates 1 quote with 1 line," in page
    assert "Woonkamer" in page
    assert "optional" in page
    # As a change of something that LogicTrade has.
    Draft.objects.filter(pk=filled.pk).update(edits_id=7, edits_number="O26000007", base='{"id": 7, "lines": []}')
    DraftLine.objects.filter(pk__in=[one.pk, two.pk]).update(line_number=10, version=1, base='{"lineNumber": 10}')
    documents.line_update(actor=ACTOR, draft=filled, line_id=one.pk, changes={"quantity": 9}, seen={})
    documents.line_remove(actor=ACTOR, draft=filled, line_id=two.pk)
    page = sales.get(url("review", filled)).content.decode()
    assert "Changes quote O26000007: 1 line changed, 1 removed." in page
    assert f"<s>{two.code}</s>" in page
