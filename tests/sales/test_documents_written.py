"""Orders and invoices through the builder's pages, over real HTTP: new ones, changes, the next document, refusals."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.documents.models import Document, Draft
from apps.documents.selectors import draft_lines
from apps.erp.models import Write

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def url(name: str, draft: Draft) -> str:
    return reverse(f"sales:{draft.kind}_draft_{name}", args=[draft.pk])


def send(client: Client, draft: Draft) -> Any:
    page = client.get(url("review", draft)).content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, page
    version = str(Draft.objects.get(pk=draft.pk).version)
    return client.post(url("send", draft), {"token": found[1], "version": version})


def document(kind: str, synced: Any, **wanted: Any) -> Document:
    """One whose lines are all products."""
    for row in Document.objects.filter(kind=kind, gone_at=None, **wanted).order_by("pk"):
        lines = synced.control.records.get(kind, row.remote_id)["lines"]
        if lines and all(line.get("code") for line in lines):
            return row
    raise AssertionError(kind)


@pytest.mark.parametrize(("kind", "role"), [("order", "sales"), ("invoice", "finance")])
def test_a_new_one_arrives(
    as_role: Any, customer: Any, products: Any, synced: Any, drain: Any, kind: str, role: str
) -> None:
    client = as_role(role)
    answer = client.post(reverse(f"sales:{kind}_new"), {"customer": customer.pk})
    draft = Draft.objects.get(kind=kind)
    assert answer["Location"] == url("detail", draft)
    client.post(url("line_add", draft), {"code": products[0].number, "quantity": "2*2"}, headers=HTMX)
    client.post(
        url("update", draft),
        {"payment_condition": _code("payment_condition"), "was_payment_condition": ""},
        headers=HTMX,
    )
    page = client.get(url("review", draft)).content.decode()
    assert f"Creates 1 {kind} with 1 line" in page
    assert send(client, draft).status_code == 303, client.get(url("review", draft)).content.decode()
    drain()
    draft.refresh_from_db()
    assert draft.sent_id, Write.objects.get().error_detail
    (line,) = synced.control.records.get(kind, draft.sent_id)["lines"]
    assert (line["code"], int(line["quantity"])) == (products[0].number, 4)
    assert len(synced.control.journal(method="POST", path=f"/rest/v1/{kind}s")) == 1


def _code(table: str) -> str:
    from apps.erp import codes

    return codes.choices(table)[0][0]


def test_a_change_of_a_quote_is_one_read_and_one_write(as_role: Any, synced: Any, drain: Any, calls: Any) -> None:
    client, quote = as_role("sales"), document("quote", synced, state="final")
    card = client.get(reverse("sales:quote_detail", args=[quote.remote_id])).content.decode()
    change = reverse("sales:quote_change", args=[quote.remote_id])
    assert change in card
    with calls(1):
        answer = client.post(change)
    draft = Draft.objects.get(edits_id=quote.remote_id)
    assert answer["Location"] == url("detail", draft)
    # Once more leads to the same concept.
    assert client.post(change)["Location"] == url("detail", draft)
    line = draft_lines(draft)[0]
    client.post(reverse("sales:quote_draft_line_update", args=[draft.pk, line.pk]), {"quantity": "17"}, headers=HTMX)
    assert "1 line changed" in client.get(url("review", draft)).content.decode()
    send(client, draft)
    drain()
    sent = synced.control.records.get("quote", quote.remote_id)["lines"]
    assert int(sent[0]["quantity"]) == 17
    assert len(sent) == len(draft_lines(draft))


def test_an_order_of_which_something_left_is_not_changed(as_role: Any, synced: Any) -> None:
    order = Document.objects.filter(kind="order", gone_at=None, delivery_status="complete").first()
    assert order
    client = as_role("sales")
    answer = client.post(reverse("sales:order_change", args=[order.remote_id]), follow=True)
    assert "delivered or invoiced" in answer.content.decode()
    assert not Draft.objects.exists()


def test_two_people_at_once_make_one_order(as_role: Any, synced: Any, drain: Any) -> None:
    quote = document("quote", synced, state="final")
    drafts = []
    for role in ("sales", "admin"):
        client = as_role(role)
        answer = client.post(reverse("sales:order_from", args=["quote", quote.remote_id]))
        draft = Draft.objects.get(kind="order", owner__username=role)
        assert answer["Location"] == url("review", draft)
        drafts.append((client, draft))
    check = drafts[0][0].get(url("check", drafts[0][1]), headers=HTMX).content.decode()
    assert 'id="checked"' in check
    for client, draft in drafts:
        send(client, draft)
    drain()
    assert len(synced.control.journal(method="POST", path="/rest/v1/orders")) == 1
    assert Draft.objects.filter(kind="order").exclude(sent_id=None).count() == 1


@pytest.mark.parametrize("role", ["sales", "warehouse", "viewer"])
def test_invoices_are_written_by_finance_alone(as_role: Any, synced: Any, role: str) -> None:
    order = document("order", synced)
    client = as_role(role)
    assert client.get(reverse("sales:invoice_new")).status_code == 403
    assert client.post(reverse("sales:invoice_from", args=["order", order.remote_id])).status_code == 403
    assert (
        reverse("sales:invoice_from", args=["order", order.remote_id])
        not in client.get(reverse("sales:order_detail", args=[order.remote_id])).content.decode()
    )


def test_another_address_for_one_document(as_role: Any, customer: Any, synced: Any) -> None:
    client = as_role("sales")
    client.post(reverse("sales:order_new"), {"customer": customer.pk})
    draft = Draft.objects.get()
    typed = {"street": "Kade", "house_number": "4", "zip_code": "4382 AD", "city": "Vlissingen", "country": "nl"}
    wrong = client.post(url("address", draft), typed | {"zip_code": "0382 SA"})
    assert wrong.status_code == 422
    assert "A Dutch postcode" in wrong.content.decode()
    assert client.post(url("address", draft), typed | {"house_number": "", "street": "Kade 4"}).status_code == 422
    assert client.post(url("address", draft), typed).status_code == 303
    draft.refresh_from_db()
    assert (draft.address["city"], draft.address["country"]) == ("Vlissingen", "NL")
    page = client.get(url("detail", draft)).content.decode()
    assert "Kade 4" in page
    assert "typed for this document" in page
    # Somebody else changed it meanwhile: told, nothing lost.
    assert client.post(url("address", draft), typed | {"city": "Middelburg", "was_address": "{}"}).status_code == 409
    stale = {"own": "1", "was_address": client.get(url("address", draft)).context["was"]}
    assert client.post(url("address", draft), stale).status_code == 303
    draft.refresh_from_db()
    assert draft.address == {}
    for junk in ("[", "7", '"x"'):
        assert client.post(url("address", draft), typed | {"was_address": junk}).status_code in {303, 409}


def test_the_form_that_begins_a_document_begins_one(as_role: Any, customer: Any) -> None:
    client = as_role("sales")
    page = client.get(reverse("sales:order_new"), {"customer": customer.pk}).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    for _time in range(3):
        client.post(reverse("sales:order_new"), {"customer": customer.pk, "token": token[1]})
    assert Draft.objects.count() == 1
