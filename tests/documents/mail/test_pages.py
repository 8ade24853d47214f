"""Composing, the list, the panel and the page of a mail."""

import re
import threading
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.documents.mail.models import Mail, MailState
from apps.documents.mail.outbox import due, work
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.sales.models import Quote
from tests.documents.paper.samples import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quote(synced: Any) -> Quote:
    row = next(row for row in Quote.objects.filter(gone_at=None) if row.raw.get("lines") and row.customer_id)
    row.data = codec.dumps(row.raw | {"comment": {"intern": "", "extern": ""}})
    row.save(update_fields=["data"])
    customer = Customer.objects.get(pk=row.customer_id)
    customer.data = codec.dumps(customer.raw | {"email": "inkoop@hotel.example"})
    customer.save(update_fields=["data"])
    return row


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def compose(client: Client, quote: Quote, **query: str) -> str:
    return client.get(reverse("documents:quote_mail", args=[quote.pk]), query).content.decode()


def token_in(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def typed(page: str, **values: str) -> dict[str, str]:
    return {
        "token": token_in(page),
        "to": "inkoop@hotel.example",
        "cc": "",
        "language": "nl",
        "subject": "Uw offerte",
        "body": "Hierbij.",
    } | values


def post(client: Client, quote: Quote, data: dict[str, str], **extra: Any) -> Any:
    return client.post(reverse("documents:quote_mail", args=[quote.pk]), data, **extra)


def test_the_form_opens_filled_in(sales: Client, quote: Quote, calls: Any) -> None:
    with calls(0):
        page = compose(sales, quote)
    assert 'value="inkoop@hotel.example"' in page
    assert f"{quote.raw['number']}" in page
    assert re.search(r"\d+ kB", page)
    assert "data-submit-key" in page
    english = compose(sales, quote, lang="en")
    assert f'value="Quote {quote.raw["number"]}"' in english
    assert "Please find our quote" in english


def test_sending_keeps_it_and_leads_back(sales: Client, quote: Quote, people: dict[str, Any]) -> None:
    response = post(sales, quote, typed(compose(sales, quote)))
    assert response.status_code == 303
    assert response["Location"] == reverse("sales:quote_detail", args=[quote.pk])
    mail = Mail.objects.get()
    assert (mail.to, mail.kind, mail.remote_id) == ("inkoop@hotel.example", "quote", quote.pk)
    assert mail.actor == people["sales"]
    assert quote.raw["number"] in text_of(bytes(mail.attachment))
    assert "Offerte" in mail.attachment_name
    work(mail.pk)
    [sent] = django_mail.outbox
    assert sent.subject == "Uw offerte"
    assert sent.recipients() == ["inkoop@hotel.example"]


def test_htmx_gets_the_form_alone_and_a_redirect(sales: Client, quote: Quote) -> None:
    url = reverse("documents:quote_mail", args=[quote.pk])
    page = sales.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    response = sales.post(url, typed(page), headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == reverse("sales:quote_detail", args=[quote.pk])


def test_the_same_form_twice_is_one_mail(sales: Client, quote: Quote) -> None:
    data = typed(compose(sales, quote))
    for _ in range(3):
        assert post(sales, quote, data).status_code == 303
    assert Mail.objects.count() == 1
    assert len(due()) == 1


def test_twenty_parallel_posts_are_one_mail(sales: Client, quote: Quote, people: dict[str, Any]) -> None:
    data = typed(compose(sales, quote))
    ready = threading.Barrier(20)
    answers: list[int] = []

    def run() -> None:
        client = Client()
        client.cookies = sales.cookies
        ready.wait()
        answers.append(post(client, quote, data).status_code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 20
    assert Mail.objects.count() == 1
    assert AuditEntry.objects.filter(action="mail:queued").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("to", ""),
        ("to", "geen-adres"),
        ("to", "a@b.example\nBcc: c@d.example"),
        ("to", ",".join(f"a{n}@b.example" for n in range(11))),
        ("cc", "inkoop@hotel.example"),
        ("subject", " "),
        ("subject", "x" * 201),
        ("body", ""),
        ("language", "fr"),
    ],
)
def test_what_is_not_right_comes_back(sales: Client, quote: Quote, name: str, value: str) -> None:
    response = post(sales, quote, typed(compose(sales, quote), **{name: value}))
    assert response.status_code == 422
    assert Mail.objects.count() == 0
    assert token_in(response.content.decode())


def test_several_addresses_and_one_line_of_subject(sales: Client, quote: Quote) -> None:
    data = typed(compose(sales, quote), to="a@b.example; c@d.example", subject="Een\r\nBcc: x@y.example")
    assert post(sales, quote, data).status_code == 303
    mail = Mail.objects.get()
    assert mail.to == "a@b.example, c@d.example"
    assert mail.subject == "Een Bcc: x@y.example"


def test_a_foreign_token_is_refused_and_nothing_typed_is_lost(sales: Client, as_role: Any, quote: Quote) -> None:
    stolen = typed(compose(as_role("finance"), quote), body="Lang verhaal")
    response = post(sales, quote, stolen)
    assert response.status_code == 422
    assert "Lang verhaal" in response.content.decode()
    assert Mail.objects.count() == 0


def test_without_a_mail_server_the_form_says_so(sales: Client, quote: Quote, settings: Any) -> None:
    settings.MAIL_ON = False
    page = compose(sales, quote)
    assert "No mail server is set up" in page
    assert post(sales, quote, typed(page)).status_code == 422


def test_who_may(as_role: Any, quote: Quote) -> None:
    url = reverse("documents:quote_mail", args=[quote.pk])
    for role in ("viewer", "warehouse", "purchasing"):
        assert as_role(role).get(url).status_code == 403
        assert as_role(role).post(url, {}).status_code == 403
    assert as_role("finance").get(reverse("documents:quote_mail", args=[987654321])).status_code == 404


def test_the_panel_and_the_list_say_who_got_what(sales: Client, as_role: Any, quote: Quote) -> None:
    panel = reverse("documents:quote_mails", args=[quote.pk])
    assert "Nobody was mailed" in sales.get(panel).content.decode()
    post(sales, quote, typed(compose(sales, quote)))
    mail = Mail.objects.get()
    shown = sales.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert "inkoop@hotel.example" in shown
    assert "Sales" in shown
    assert "load delay:2s" in shown
    work(mail.pk)
    done = sales.get(panel).content.decode()
    assert "load delay" not in done
    detail = reverse("documents:mail_detail", args=[mail.pk])
    assert detail in done
    assert detail not in as_role("viewer").get(panel).content.decode()
    for query, found in (("hotel", True), (quote.raw["number"], True), ("nergens", False)):
        page = sales.get(reverse("documents:mail_list"), {"q": query}).content.decode()
        assert (detail in page) is found
    assert detail in sales.get(reverse("documents:mail_list"), {"state": "sent", "mine": "on"}).content.decode()
    assert detail not in as_role("finance").get(reverse("documents:mail_list"), {"mine": "on"}).content.decode()


def test_the_page_of_a_mail_and_its_attachment(sales: Client, quote: Quote) -> None:
    post(sales, quote, typed(compose(sales, quote)))
    mail = Mail.objects.get()
    page = sales.get(reverse("documents:mail_detail", args=[mail.pk])).content.decode()
    assert mail.message_id.strip("<>") in page
    assert "Take back" in page
    attached = sales.get(reverse("documents:mail_attachment", args=[mail.pk]))
    assert attached.content == bytes(mail.attachment)
    assert sales.post(reverse("documents:mail_cancel", args=[mail.pk])).status_code == 303
    assert Mail.objects.get().state == MailState.CANCELLED
    assert "moved on" in sales.post(reverse("documents:mail_again", args=[mail.pk]), follow=True).content.decode()


def test_a_mail_in_doubt_asks_and_counts_in_the_menu(sales: Client, as_role: Any, quote: Quote) -> None:
    post(sales, quote, typed(compose(sales, quote)))
    Mail.objects.update(state=MailState.UNKNOWN, not_before=None)
    mail = Mail.objects.get()
    page = sales.get(reverse("documents:mail_detail", args=[mail.pk])).content.decode()
    for words in ("The customer has it", "Send it again", "Write a new one", "Let it rest"):
        assert words in page
    assert '<span class="nav-count">1</span>' in page
    assert reverse("documents:mail_detail", args=[mail.pk]) in sales.get("/").content.decode()
    assert "Mail that did not arrive" not in as_role("finance").get("/").content.decode()
    other = as_role("finance").get(reverse("documents:mail_list")).content.decode()
    assert '<span>Mail</span><span class="nav-count">' not in other
    assert sales.post(reverse("documents:mail_arrived", args=[mail.pk])).status_code == 303
    assert Mail.objects.get().state == MailState.SENT


def test_the_list_has_a_budget(sales: Client, quote: Quote, django_assert_max_num_queries: Any) -> None:
    post(sales, quote, typed(compose(sales, quote)))
    with django_assert_max_num_queries(12):
        assert sales.get(reverse("documents:mail_list")).status_code == 200
