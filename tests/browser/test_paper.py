"""Task 5 by keyboard alone: a quote's PDF to the customer in two keys, and what its card says afterwards."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.documents.mail.models import Mail, MailState
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.sales.models import Quote
from tests.browser.conftest import PHONE, wait_for
from tests.browser.test_every_page import violations
from tests.documents.paper.samples import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def quote(synced: Any) -> Quote:
    row = next(row for row in Quote.objects.filter(gone_at=None) if row.raw.get("lines") and row.customer_id)
    row.data = codec.dumps(row.raw | {"comment": {"intern": "niet tonen", "extern": ""}})
    row.save(update_fields=["data"])
    customer = Customer.objects.get(pk=row.customer_id)
    customer.data = codec.dumps(customer.raw | {"email": "inkoop@hotel.example"})
    customer.save(update_fields=["data"])
    return row


def test_task_5_the_pdf_of_a_quote_to_the_customer(worker, open_page, quote, settings) -> None:
    """`m` opens the mail filled in, Ctrl+Enter sends it: 2 keys."""
    page = open_page("sales")
    page.goto(f"/sales/quotes/{quote.pk}/")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name=re.compile("Mail"))
    expect(dialog.get_by_label("To", exact=True)).to_have_value("inkoop@hotel.example")
    expect(dialog.get_by_text(re.compile(r"\d+ kB"))).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Mail to inkoop@hotel.example")).to_be_visible()
    panel = page.locator("#panel-mails")
    panel.scroll_into_view_if_needed()
    expect(panel).to_contain_text("inkoop@hotel.example")
    mail = Mail.objects.get()
    assert quote.raw["number"] in text_of(bytes(mail.attachment))
    Mail.objects.update(not_before=None)
    wait_for(lambda: Mail.objects.filter(state=MailState.SENT).exists(), 90)
    expect(panel).to_contain_text("Sent", timeout=30_000)


def test_another_language_keeps_the_addresses_and_a_wrong_one_is_said(open_page, quote) -> None:
    page = open_page("sales", viewport=PHONE)
    page.goto(f"/sales/quotes/{quote.pk}/")
    page.locator("[data-key=m]").click()
    dialog = page.get_by_role("dialog", name=re.compile("Mail"))
    dialog.get_by_label("To", exact=True).fill("geen adres")
    dialog.get_by_role("link", name="English").click()
    expect(dialog.get_by_label("Subject")).to_have_value(f"Quote {quote.raw['number']}")
    expect(dialog.get_by_label("To", exact=True)).to_have_value("geen adres")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_text("geen is no e-mail address").first).to_be_visible()
    expect(dialog.get_by_label("Subject")).to_have_value(f"Quote {quote.raw['number']}")
    assert not Mail.objects.exists()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_without_scripts_it_is_a_plain_form(open_page, quote) -> None:
    page = open_page("sales", java_script_enabled=False)
    page.goto(f"/sales/quotes/{quote.pk}/")
    page.locator("[data-key=m]").click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"**/sales/quotes/{quote.pk}/")
    assert Mail.objects.get().to == "inkoop@hotel.example"
