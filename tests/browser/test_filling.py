"""Filling the grid by keyboard alone: a pasted list (task 4), a new customer in place, what is in stock instead."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from apps.catalogue.models import Product
from apps.documents.models import Draft, DraftLine, LearnedWords
from apps.relations.models import Customer
from tests.browser import steps
from tests.browser.conftest import PASSWORD, PHONE, pictures, wait_for
from tests.browser.test_tasks import Keys

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """text => {
  const event = new ClipboardEvent("paste", {clipboardData: new DataTransfer(), bubbles: true, cancelable: true});
  event.clipboardData.setData("text/plain", text);
  document.activeElement.dispatchEvent(event);
}"""


def paste(page: Page, keys: Keys, text: str) -> None:
    """Ctrl+V with this text on the clipboard; a browser without a screen has none of its own."""
    page.wait_for_load_state()
    keys.pressed.append("Control+V")
    page.evaluate(PASTE, text)


def known_products(count: int) -> list[Product]:
    rows = Product.objects.filter(gone_at=None, sellable=True, sales_price__gt=0, vat_code="2").order_by("pk")
    return [row for row in rows if re.fullmatch(r"LT\d+", row.number)][:count]


def begin(page: Page, keys: Keys) -> Draft:
    """``q`` on the customer's card."""
    customer = Customer.objects.filter(kind="business", gone_at=None).exclude(zip_code="").order_by("pk")[3]
    page.goto(f"/relations/customers/{customer.pk}/")
    page.wait_for_load_state()
    keys.press("q")
    page.wait_for_url("**/sales/quotes/drafts/**")
    expect(page.locator("#add_code")).to_be_focused()
    return Draft.objects.get()


def test_task_4_a_quote_from_a_pasted_list_of_forty_lines(sandbox, synced, worker, open_page):
    """`q`, Ctrl+V, Ctrl+Enter, Ctrl+Enter: in LogicTrade with forty lines, ten keys at most."""
    products = known_products(40)
    assert len(products) == 40
    page = open_page("sales")
    keys = Keys(page)
    begin(page, keys)
    paste(page, keys, "\r\n".join(f"{row.number}\t{n}" for n, row in enumerate(products, 1)))
    expect(page.locator("#lines tr[data-line]")).to_have_count(40)
    keys.press("Control+Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_role("button", name="Put in LogicTrade")).to_be_focused()
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/drafts/[^/]+/$"))
    draft = wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    lines = sandbox.control.records.get("quote", draft.sent_id)["lines"]
    assert [(line["code"], int(line["quantity"])) for line in lines] == [
        (row.number, n) for n, row in enumerate(products, 1)
    ]
    assert len(sandbox.control.journal(method="POST", path="/quotes")) == 1
    assert len(keys.pressed) <= 10, keys.pressed


def test_doubtful_rows_are_settled_by_digits_and_learned(sandbox, synced, worker, open_page):
    """A mail with two known lines, two rows to look at and talk: one key for each that is doubtful."""
    known = known_products(2)
    words = " ".join(known[0].name.split()[:2])
    page = open_page("sales")
    keys = Keys(page)
    draft = begin(page, keys)
    paste(
        page,
        keys,
        f"Beste,\n\nGraag een offerte voor:\n3 x {known[0].number}\n{words} 2 stuks\n4x olifant van gips\n"
        f"- {known[1].number}: 5\n\nMet vriendelijke groet,\nJan",
    )
    expect(page.get_by_role("heading", name="Look at 2 rows")).to_be_visible()
    expect(page.locator("#pasted-head")).to_be_focused()
    keys.press("1")
    expect(page.get_by_role("heading", name="Look at 1 row")).to_be_visible()
    keys.press("t")
    expect(page.get_by_role("heading", name=re.compile("Look at"))).to_have_count(0)
    found = list(DraftLine.objects.filter(draft=draft).order_by("position").values_list("role", "quantity"))
    assert found == [("product", 3), ("product", 2), ("text", 4), ("product", 5)]
    assert LearnedWords.objects.get().words == words
    expect(page.get_by_text(re.compile("rows of the pasted text are no lines"))).to_be_visible()
    page.screenshot(path=pictures("pasted"))


def test_one_word_in_a_field_is_pasted_as_ever(synced, open_page):
    page = open_page("sales")
    keys = Keys(page)
    begin(page, keys)
    paste(page, keys, "barkruk")
    page.wait_for_timeout(300)
    assert not DraftLine.objects.exists()


@pytest.mark.parametrize("trouble", ["session", "network"])
def test_a_list_is_not_lost_when_the_session_ends_or_the_network_is_gone(synced, open_page, trouble):
    (product,) = known_products(1)
    page = open_page("sales", meant="htmx:sendError|ERR_INTERNET_DISCONNECTED|Error Code 401")
    keys = Keys(page)
    draft = begin(page, keys)
    if trouble == "session":
        Session.objects.all().delete()
    else:
        page.context.set_offline(True)
    paste(page, keys, f"{product.number}\t3\nolifant\t2")
    expect(page.locator("#paste_rows")).to_have_value(re.compile("olifant"))
    if trouble == "session":
        expect(page.locator("#toasts")).to_contain_text(re.compile("sign", re.IGNORECASE))
        page.goto(f"/sales/quotes/drafts/{draft.pk}/")
        page.get_by_label("User name").fill("sales")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/drafts/{draft.pk}/")
    box = page.locator("#paste_rows")
    expect(box).to_be_visible()
    expect(box).to_have_value(re.compile("olifant"))
    assert not DraftLine.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("button", name="Add these lines").click()
    expect(page.get_by_role("heading", name="Look at 1 row")).to_be_visible()
    assert [line.quantity for line in DraftLine.objects.all()] == [3]


def test_a_search_that_finds_nobody_leads_to_a_quote_for_them(synced, open_page):
    page = open_page("sales")
    keys = Keys(page)
    page.wait_for_load_state()
    keys.press("/")
    keys.type("0103334455")
    expect(page.locator("#search-hits [role=option]").first).to_contain_text("Quote for a new customer")
    keys.press("Enter")
    page.wait_for_url("**/sales/quotes/new/customer/**")
    expect(page.locator("[name=phone]")).to_have_value("0103334455")


def test_a_new_customer_in_place(sandbox, synced, worker, open_page):
    """Nobody has the number: `n`, the name, Ctrl+Enter, and lines can be written; the customer exists once."""
    (product,) = known_products(1)
    page = open_page("sales")
    keys = Keys(page)
    page.goto("/sales/quotes/new/?q=0103334455")
    page.wait_for_load_state()
    page.get_by_role("link", name="New customer").press("Enter")
    expect(page.locator("[name=company_name]")).to_be_focused()
    keys.type("Nieuwe Kroeg BV")
    keys.press("Control+Enter")
    page.wait_for_url("**/sales/quotes/drafts/**")
    steps.add_line(page, product.number, "2", 1)
    wait_for(lambda: Draft.objects.exclude(customer_id=None).first())
    expect(page.get_by_text("being made in LogicTrade")).to_have_count(0)
    assert DraftLine.objects.count() == 1
    page.wait_for_load_state()
    keys.press("Control+Enter")
    page.wait_for_url("**/review/**")
    expect(page.get_by_role("button", name="Put in LogicTrade")).to_be_focused()
    keys.press("Control+Enter")
    page.wait_for_url(re.compile(r"/drafts/[^/]+/$"))
    draft = wait_for(lambda: Draft.objects.exclude(sent_id=None).first())
    (made,) = sandbox.control.journal(method="POST", path="/customers")
    (sent,) = sandbox.control.journal(method="POST", path="/quotes")
    assert made.number < sent.number
    assert sent.json["customer"]["id"] == draft.customer_id


def test_pasting_on_a_telephone_without_scripts(synced, open_page):
    products = known_products(2)
    page = open_page("sales", viewport=PHONE, java_script_enabled=False)
    customer = Customer.objects.filter(kind="business", gone_at=None).order_by("pk")[3]
    page.goto(f"/sales/quotes/new/?customer={customer.pk}")
    page.get_by_role("button", name="Start quote").click()
    page.get_by_text("Paste a list").click()
    page.locator("#paste_rows").fill(f"{products[0].number} 3\nolifant 2 st")
    page.get_by_role("button", name="Add these lines").click()
    expect(page.get_by_role("heading", name="Look at 1 row")).to_be_visible()
    page.get_by_role("button", name="Leave out").click()
    expect(page.get_by_role("heading", name="Look at 1 row")).to_have_count(0)
    assert [line.quantity for line in DraftLine.objects.all()] == [3]
