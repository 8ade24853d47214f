"""The pages that fill the grid: pasting, lines of before, something instead, a new customer, a release."""

import re
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalogue.models import Product, ProductReferences
from apps.catalogue.stock import stock_summaries
from apps.core import clock
from apps.documents import release
from apps.documents.builder.adding import draft_begin
from apps.documents.lines import line_add
from apps.documents.models import CreditLimit, Draft, DraftLine, LearnedWords, PastedRow, Release, SoldLine
from apps.documents.pasting import learning
from apps.documents.release import Objection
from apps.logictrade import codec
from apps.relations.models import Customer
from tests.documents.pasting.conftest import ACTOR
from tests.erp.posted import inputs

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sales(as_role):
    return as_role("sales")


def url(draft, tail=""):
    return f"/sales/quotes/drafts/{draft.pk}/{tail}"


def codes(draft):
    return list(DraftLine.objects.filter(draft=draft).order_by("position").values_list("code", "quantity"))


def listed(products, *more):
    return "\n".join([*(f"{row.number}\t{n}" for n, row in enumerate(products, 1)), *more])


class TestPaste:
    def test_without_scripts_the_page_takes_a_list_and_shows_what_is_left(self, sales, draft, products):
        page = sales.get(url(draft, "paste/"))
        typed = inputs(page.text) | {"rows": listed(products[:2], "olifant\t4")}
        answer = sales.post(url(draft, "paste/"), typed, follow=True)
        assert codes(draft) == [(products[0].number, 1), (products[1].number, 2)]
        assert "Look at 1 row" in answer.text
        assert "olifant" in answer.text

    def test_with_scripts_only_what_changed_travels(self, sales, draft, products):
        answer = sales.post(
            url(draft, "paste/"), {"rows": listed(products[:2]), "paste": str(uuid.uuid4())}, headers=HTMX
        )
        assert "<html" not in answer.text
        assert 'id="pasted"' in answer.text
        assert answer.text.count("data-line") == 2
        assert "2 lines added." in answer.text
        assert "askprices" in answer["HX-Trigger"]

    def test_twenty_posts_of_one_form_paste_once(self, sales, draft, products):
        typed = {"rows": listed(products[:2]), "paste": str(uuid.uuid4())}
        for _ in range(20):
            sales.post(url(draft, "paste/"), typed, headers=HTMX)
        assert len(codes(draft)) == 2

    @pytest.mark.parametrize("rows", ["", "   \n ", "a\n" * 501])
    def test_what_cannot_be_read_comes_back(self, sales, draft, rows):
        for headers in ({}, HTMX):
            answer = sales.post(url(draft, "paste/"), {"rows": rows, "paste": str(uuid.uuid4())}, headers=headers)
            assert answer.status_code == 422
        assert codes(draft) == []

    def test_a_row_is_chosen_by_its_digit_or_turned_into_text_or_left_out(self, sales, draft, products, customer):
        sales.post(url(draft, "paste/"), {"rows": "kast\t1\nolifant\t2\nzebra\t3", "paste": str(uuid.uuid4())})
        rows = list(PastedRow.objects.filter(state="waiting").order_by("place"))
        page = sales.get(url(draft))
        assert page.text.count('data-key="0"') == 3
        sales.post(url(draft, f"pasted/{rows[0].pk}/"), {"product": products[3].pk, "quantity": "5"}, headers=HTMX)
        sales.post(url(draft, f"pasted/{rows[1].pk}/"), {"as": "text"}, headers=HTMX)
        answer = sales.post(url(draft, f"pasted/{rows[2].pk}/"), {"as": "drop"}, headers=HTMX)
        assert codes(draft) == [(products[3].number, 5), ("", 2)]
        assert "zebra" in answer.text
        assert LearnedWords.objects.get(customer_id=customer.pk).words == "kast"

    def test_a_row_that_is_gone_is_told(self, sales, draft, products):
        answer = sales.post(url(draft, "pasted/99/"), {"product": products[0].pk}, headers=HTMX)
        assert "Somebody has dealt with this row already." in answer.text

    def test_forty_lines_cost_as_many_queries_as_four(self, sales, draft, products):
        counts = []
        for many in (4, 40):
            with CaptureQueriesContext(connection) as queries:
                text = listed((products * 10)[:many])
                sales.post(url(draft, "paste/"), {"rows": text, "paste": str(uuid.uuid4())}, headers=HTMX)
            counts.append(len(queries))
        assert counts[1] <= counts[0] + 3

    def test_learned_words_stand_on_the_customers_card_and_can_be_forgotten(self, sales, customer, products, people):
        learning.words_learn(user=people["sales"], customer_id=customer.pk, words="de kast", product=products[0])
        address = f"/documents/learned/{customer.pk}/"
        assert "de kast" in sales.get(address, headers=HTMX).text
        assert "de kast" in sales.get(address).text
        row = LearnedWords.objects.get()
        assert "is forgotten" in sales.post(address, {"remove": row.pk}, headers=HTMX).text
        assert not LearnedWords.objects.exists()


@pytest.fixture
def ordered(customer, synced):
    """A customer with orders in the mirror."""

    found = SoldLine.objects.filter(kind="order").order_by("customer_id").first()
    return Customer.objects.get(pk=found.customer_id)


@pytest.fixture
def theirs(ordered, people):

    return draft_begin(actor=ACTOR, user=people["sales"], customer_id=ordered.pk)


class TestBefore:
    def test_the_basket_puts_what_is_ticked_in_the_draft(self, sales, theirs):
        page = sales.get(url(theirs, "usual/"))
        product = re.search(r'name="take" value="(\d+)"', page.text)[1]
        sales.post(url(theirs, "usual/"), {"take": product, f"quantity_{product}": "7"})
        (line,) = DraftLine.objects.filter(draft=theirs)
        assert (line.product_id, line.quantity) == (int(product), 7)

    def test_lines_of_an_earlier_order(self, sales, theirs):
        page = sales.get(url(theirs, "earlier/"))
        address = re.search(r'data-href="([^"]*earlier/order/\d+/)"', page.text)[1]
        assert "<html" not in sales.get(url(theirs, "earlier/"), {"q": "zzz"}, headers=HTMX).text
        lines = sales.get(address)
        sales.post(address, {"take": re.findall(r'name="take" value="(\d+)" checked', lines.text)})
        assert DraftLine.objects.filter(draft=theirs).exists()

    def test_somebody_elses_document_is_not_found(self, sales, draft, theirs):
        address = re.search(r"earlier/order/\d+/", sales.get(url(theirs, "earlier/")).text)[0]
        assert sales.get(url(draft, address)).status_code == (404 if draft.customer_id != theirs.customer_id else 200)

    def test_a_whole_order_becomes_a_concept(self, sales, theirs):
        order = re.search(r"earlier/order/(\d+)/", sales.get(url(theirs, "earlier/")).text)[1]
        answer = sales.post(f"/sales/quotes/new/from/order/{order}/")
        made = Draft.objects.exclude(pk=theirs.pk).get()
        assert answer.headers["Location"] == url(made)
        assert made.customer_id == theirs.customer_id
        assert sales.get(f"/sales/quotes/new/from/order/{order}/").status_code == 405
        assert sales.post("/sales/quotes/new/from/order/99999999/").status_code == 404
        assert sales.post(f"/sales/quotes/new/from/nothing/{order}/").status_code == 404


class TestInstead:
    @pytest.fixture
    def short(self, draft, products, people):
        """A line of which nothing is there, with an alternative that was opened before."""

        stocks = stock_summaries([row.pk for row in products], with_locations=False)
        there = next(row for row in products if (stocks[row.pk].free or 0) > 2)
        wanted = next(row for row in products if row.pk != there.pk)
        ProductReferences.objects.create(
            product_id=wanted.pk,
            fetched_at=clock.now(),
            data=codec.dumps(
                [{"type": "alternative", "product": {"id": there.pk}, "productId": there.pk, "code": there.number}]
            ),
        )
        return line_add(actor=ACTOR, draft=draft, product=wanted, quantity=Decimal(10**6)), there

    def test_what_is_in_stock_is_offered_and_taken(self, sales, draft, short, calls):
        line, there = short
        with calls(0):
            panel = sales.get(url(draft, f"lines/{line.pk}/instead/"), headers=HTMX)
        assert there.number in panel.text
        assert "<html" not in panel.text
        assert f"/lines/{line.pk}/instead/" in sales.get(url(draft)).text
        sales.post(url(draft, f"lines/{line.pk}/instead/"), {"product": there.pk}, headers=HTMX)
        assert codes(draft) == [(there.number, 10**6)]

    def test_or_added_below(self, sales, draft, short):
        line, there = short
        sales.post(url(draft, f"lines/{line.pk}/instead/"), {"add": there.pk})
        assert [code for code, _n in codes(draft)] == [line.code, there.number]

    def test_what_was_never_opened_costs_one_call(self, sales, draft, products, calls):

        line = line_add(actor=ACTOR, draft=draft, product=products[-1])
        with calls(1):
            assert sales.get(url(draft, f"lines/{line.pk}/instead/")).status_code == 200


class TestNewCustomer:
    def start(self, client, **typed):
        page = client.get("/sales/quotes/new/customer/", {"q": "06-12345678"})
        assert 'value="06-12345678"' in page.text
        return client.post("/sales/quotes/new/customer/", inputs(page.text) | {"company_name": "Nieuw BV"} | typed)

    def test_the_customer_is_a_write_of_its_own_and_the_draft_follows(self, sales, synced, drain):
        answer = self.start(sales)
        draft = Draft.objects.get()
        assert answer.headers["Location"] == url(draft)
        page = sales.get(url(draft))
        assert "being made in LogicTrade" in page.text
        assert "Nieuw BV" in page.text
        review = sales.get(url(draft, "review/"))
        assert "being made in LogicTrade" in review.text
        assert "not in LogicTrade any more" not in review.text
        drain()
        draft.refresh_from_db()
        assert draft.customer_id == Customer.objects.get(name="Nieuw BV").pk
        known = sales.get(url(draft, "customer/"), headers=HTMX).text
        assert "is in LogicTrade as" in known
        assert "<html" not in known
        at_review = HTMX | {"HX-Current-URL": f"http://testserver{url(draft, 'review/')}"}
        assert sales.get(url(draft, "customer/"), headers=at_review).headers["HX-Redirect"] == url(draft, "review/")
        assert "being made" not in sales.get(url(draft)).text
        assert len(synced.control.journal(method="POST", path="/rest/v1/customers")) == 1

    def test_lines_can_be_written_meanwhile_at_list_prices(self, sales, synced, products, calls):
        self.start(sales)
        draft = Draft.objects.get()
        with calls(0):
            sales.post(url(draft, "lines/"), {"code": products[0].number, "quantity": "2"}, headers=HTMX)
            sales.post(url(draft, "lines/prices/"), headers=HTMX)
        assert DraftLine.objects.get().price_source == "list"

    def test_every_page_of_it_can_be_opened(self, sales, synced, products, calls):
        self.start(sales)
        draft = Draft.objects.get()
        sales.post(url(draft, "lines/"), {"code": products[0].number})
        with calls(0):
            prices = sales.get(url(draft, "products/prices/"), {"ids": str(products[0].pk)}, headers=HTMX)
            assert "List prices until" in prices.text
        for tail in ("", "review/", "discard/", "paste/", "products/?code=kruk"):
            assert sales.get(url(draft, tail)).status_code == 200, tail
        for tail in ("usual/", "earlier/"):
            assert sales.get(url(draft, tail)).headers["Location"] == url(draft)
        assert sales.get("/sales/quotes/drafts/").status_code == 200
        assert sales.get(f"/documents/drafts/{draft.pk}/paper.pdf").status_code == 200
        sales.post(url(draft, "copy/"))
        assert Draft.objects.filter(customer_write=draft.customer_write_id).count() == 2

    def test_a_refused_customer_can_be_corrected_or_replaced(self, sales, synced, drain, customer):
        synced.control.faults.add("status", status=422, method="POST", path="/rest/v1/customers")
        self.start(sales)
        drain()
        draft = Draft.objects.get()
        page = sales.get(url(draft))
        assert "did not take this customer" in page.text
        assert "again=" in page.text
        sales.post(url(draft, "customer/"), {"customer": customer.pk})
        draft.refresh_from_db()
        assert draft.customer_id == customer.pk

    def test_who_may_not_write_customers_may_not_here(self, as_role):
        assert as_role("finance").get("/sales/quotes/new/customer/").status_code == 403

    def test_a_search_that_finds_nobody_leads_there(self, sales, synced):
        page = sales.get("/sales/quotes/new/", {"q": "0699887766"})
        assert "/sales/quotes/new/customer/?q=0699887766" in page.text


class TestRelease:
    @pytest.fixture(autouse=True)
    def _held(self, monkeypatch, draft, products, people):

        line_add(actor=ACTOR, draft=draft, product=products[0])
        monkeypatch.setattr(release, "HELD", frozenset({"quote"}))
        monkeypatch.setattr(release, "_checks", [lambda *_all: [Objection("credit", "Over the limit by € 10,00.")]])

    def test_it_is_said_before_a_document_is_begun(self, sales, customer):
        assert "Over the limit by € 10,00." in sales.get("/sales/quotes/new/", {"customer": customer.pk}).text

    def test_the_seller_asks_and_finance_gives(self, sales, as_role, draft):
        assert "Over the limit by € 10,00." in sales.get(url(draft)).text
        review = sales.get(url(draft, "review/"))
        assert "Ask for a release" in review.text
        sales.post(url(draft, "release/"), {"why": "vaste klant"})
        assert "Waits for a release" in sales.get(url(draft, "review/")).text
        finance = as_role("finance")
        assert draft.customer_name in finance.get("/documents/releases/").text
        address = f"/documents/drafts/{draft.pk}/release/"
        page = finance.get(address)
        assert "vaste klant" in page.text
        assert finance.post(address, inputs(page.text) | {"why": ""}).status_code == 422
        assert finance.post(address, inputs(page.text) | {"why": "goed", "version": "0"}).status_code == 422
        finance.post(address, inputs(page.text) | {"why": "betaalt morgen"})
        assert Release.objects.filter(given=True).count() == 1
        assert "Released by" in sales.get(url(draft, "review/")).text

    def test_the_seller_may_not_give(self, sales, draft):
        assert sales.get(f"/documents/drafts/{draft.pk}/release/").status_code == 403
        assert sales.get("/documents/releases/").status_code == 403


def test_the_picker_shows_all_four_in_one_row(sales, theirs, ordered):

    sold = SoldLine.objects.filter(
        customer_id=ordered.pk, kind="order", product_key__in=Product.objects.values("number_key")
    ).first()
    product = Product.objects.get(number_key=sold.product_key)
    with CaptureQueriesContext(connection) as queries:
        page = sales.get(url(theirs, "products/"), {"code": product.number}, headers=HTMX)
    assert f'id="price-{product.pk}"' in page.text
    assert 'class="n sold"' in page.text
    assert sum("soldline" in query["sql"] for query in queries) == 1


def test_an_order_over_the_credit_limit_goes_after_a_release_and_not_before(
    sales, as_role, people, customer, products, synced, drain
):
    CreditLimit.objects.create(customer_id=customer.pk, amount=0, set_by_name="x", set_at=clock.now())
    order = draft_begin(actor=ACTOR, user=people["sales"], customer_id=customer.pk, kind="order")
    line_add(actor=ACTOR, draft=order, product=products[0])
    address = f"/sales/orders/drafts/{order.pk}/"
    review = sales.get(f"{address}review/")
    assert "It waits for a release" in review.text
    token = re.search(r'name="token" value="([^"]+)"', review.text)[1]
    order.refresh_from_db()
    refused = sales.post(f"{address}send/", {"token": token, "version": order.version})
    assert refused.status_code == 422
    assert not synced.control.journal(method="POST", path="/rest/v1/orders")
    page = as_role("finance").get(f"/documents/drafts/{order.pk}/release/")
    as_role("finance").post(f"/documents/drafts/{order.pk}/release/", inputs(page.text) | {"why": "betaalt morgen"})
    sales.post(f"{address}send/", {"token": token, "version": order.version})
    drain()
    order.refresh_from_db()
    assert order.sent_id
    assert len(synced.control.journal(method="POST", path="/rest/v1/orders")) == 1
