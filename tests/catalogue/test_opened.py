"""What is read when somebody opens it: one call each over real HTTP, kept for the next; the mirror when it fails."""

from datetime import timedelta

import pytest

from apps.catalogue import opening
from apps.catalogue.models import CustomerDiscounts, DiscountRule, Product, ProductDiscounts, ProductTexts
from apps.catalogue.resources import CUSTOMER_DISCOUNTS, GROUPS, PRODUCT_DISCOUNTS, PRODUCTS
from apps.core import clock, dates
from apps.erp import gateway, link
from apps.erp.introspection import introspect
from apps.erp.mirror.upsert import mark_gone
from apps.erp.sync.engine import run
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.relations.resources import CUSTOMERS

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}
PANELS = ["texts", "references", "configurations", "discounts"]


@pytest.fixture
def sales(as_role):
    return as_role("sales")


@pytest.fixture
def shop(sandbox, codes, db):
    """Products, customers and their rules, read once; the rest of the company is not needed here."""
    introspect()
    for resource in (GROUPS, PRODUCTS, CUSTOMERS, PRODUCT_DISCOUNTS, CUSTOMER_DISCOUNTS):
        assert run(resource, full=True), resource.name
    return sandbox


@pytest.fixture
def down(shop, settings):
    """LogicTrade no longer answers at its address."""
    settings.LOGICTRADE_URL = "http://127.0.0.1:1"
    gateway.forget_client()
    link.forget_cached()


def url(pk, panel):
    return f"/catalogue/products/{pk}/{panel}/"


class TestBudgets:
    @pytest.mark.parametrize("panel", PANELS)
    def test_each_makes_one_call_at_most_as_page_and_as_fragment(self, sales, shop, calls, panel):
        with calls(1):
            page = sales.get(url(22, panel), {"live": "1"})
        assert page.status_code == 200
        assert "<html" in page.text
        with calls(1):
            assert "<html" not in sales.get(url(22, panel), {"live": "1"}, headers=HTMX).text

    @pytest.mark.parametrize("panel", PANELS)
    def test_nothing_breaks_when_logictrade_is_away(self, sales, down, panel):
        response = sales.get(url(22, panel), {"live": "1", "again": "1"})
        assert response.status_code == 200
        assert "LogicTrade does not answer" in response.text

    @pytest.mark.parametrize("panel", ["texts", "references", "configurations"])
    def test_a_gone_product_is_not_asked_for(self, sales, shop, calls, panel):
        mark_gone(PRODUCTS, 22, at=clock.now())
        with calls(0):
            assert sales.get(url(22, panel)).status_code == 200

    @pytest.mark.parametrize("panel", [*PANELS, "parts", "commitments"])
    def test_an_unknown_product(self, sales, db, panel):
        assert sales.get(url(10**12, panel)).status_code == 404


class TestTexts:
    def test_they_are_kept_and_read_again_only_when_asked(self, sales, shop, calls):
        with calls(1):
            sales.get(url(22, "texts"), headers=HTMX)
        with calls(0):
            sales.get(url(22, "texts"), headers=HTMX)
        with calls(1):
            sales.get(url(22, "texts"), {"again": "1"}, headers=HTMX)
        ProductTexts.objects.update(fetched_at=clock.now() - timedelta(days=2))
        with calls(1):
            sales.get(url(22, "texts"), headers=HTMX)

    def test_what_was_opened_before_stands_when_logictrade_is_away(self, sales, down, db):
        row = [{"type": "web", "language": "NL", "description": "<p>Een stoel</p>"}]
        ProductTexts.objects.create(
            product_id=22, fetched_at=clock.now() - timedelta(days=2), data=codec.dumps(row), languages=" nl "
        )
        text = sales.get(url(22, "texts")).text
        assert "Een stoel" in text
        assert "LogicTrade does not answer" in text

    def test_odd_texts_run_nothing(self, sales, shop):
        text = "".join(sales.get(url(pk, "texts"), headers=HTMX).text for pk in range(33, 41))
        for never in ("<script", "onerror", "onload", "javascript:", "<iframe", "<img", "<svg onload"):
            assert never not in text.lower().replace("&lt;script", "")

    def test_languages_stand_side_by_side_and_what_is_missing_is_said(self, sales, shop):
        for pk in range(5, 20):
            row = opening.texts_get(pk)
            if " nl " in row.languages and " en " not in row.languages:
                break
        else:
            pytest.fail("every product has every language")
        response = sales.get(url(pk, "texts"))
        assert "Missing: en" in response.text
        listed = sales.get("/catalogue/texts/missing/", {"language": "en"})
        assert pk in [one.product.pk for one in listed.context["rows"].rows]

    def test_the_list_costs_no_call(self, sales, shop, calls, django_assert_max_num_queries):
        opening.texts_get(5)
        with calls(0), django_assert_max_num_queries(24):
            assert sales.get("/catalogue/texts/missing/").status_code == 200


class TestReferences:
    def test_odd_ones_are_shown_whole(self, sales, shop):
        text = "".join(sales.get(url(pk, "references")).text for pk in range(1, 5))
        assert "<b>onbekende" not in text
        assert "None" not in text

    def test_kinds_get_their_own_head_and_products_their_free_stock(self, sales, shop):
        found = {}
        for pk in range(5, 40):
            card = opening.references_of(opening.references_get(pk))
            found |= {one.type: pk for one in card if one.product_id}
        text = sales.get(url(found["alternative"], "references")).text
        assert "Alternatives" in text
        assert "free</span>" in text


class TestConfigurations:
    def test_they_are_listed_with_what_lies_there(self, sales, shop):
        product = Product.objects.filter(configurable=True, gone_at=None).order_by("pk")[0]
        assert f"{product.number}-01" in sales.get(url(product.pk, "configurations")).text


class TestRules:
    def test_the_mirror_answers_until_logictrade_is_asked(self, sales, shop, calls):
        with calls(0):
            text = sales.get(url(26, "discounts")).text
        assert "from 10" in text

    def test_a_whole_answer_goes_into_the_mirror(self, sales, shop):
        shop.control.records.patch("product_discount", 21, {"discounts": [{"percentageAmount": {"percentage": 44}}]})
        assert "44 %" in sales.get(url(21, "discounts"), {"live": "1"}).text
        assert [int(rule.value) for rule in DiscountRule.objects.filter(customer_id=None, product_id=21)] == [44]

    def test_an_answer_for_a_day_or_a_quantity_does_not(self, sales, shop):
        before = ProductDiscounts.objects.get(pk=27).data
        later = (dates.today() + timedelta(days=20)).isoformat()
        text = sales.get(url(27, "discounts"), {"live": "1", "day": later, "quantity": "2"}).text
        assert "Uitverkoop" in text
        assert "Weekendactie" not in text
        assert ProductDiscounts.objects.get(pk=27).data == before

    def test_no_entry_is_no_rules(self, sales, shop):
        shop.control.set_dialect(discount_none="missing")
        text = sales.get(url(1, "discounts"), {"live": "1"}).text
        assert "No rules for this product" in text

    def test_the_panel_of_a_customer(self, sales, shop, calls, django_assert_max_num_queries):
        customer = Customer.objects.filter(pk__in=CustomerDiscounts.objects.values("pk")).order_by("pk")[0]
        path = f"/catalogue/customers/{customer.pk}/discounts/"
        with calls(0), django_assert_max_num_queries(14):
            text = sales.get(path, headers=HTMX).text
        assert "<html" not in text
        with calls(1):
            assert "live" in sales.get(path, {"live": "1"}).text
        assert path in sales.get(f"/relations/customers/{customer.pk}/").text

    def test_junk_in_the_question(self, sales, shop):
        for query in ("day=32-13&live=1", "quantity=-4&live=1", "quantity=x"):
            assert sales.get(f"{url(21, 'discounts')}?{query}").status_code == 200

    def test_a_customer_that_does_not_exist(self, sales, db):
        assert sales.get("/catalogue/customers/99/discounts/").status_code == 404


class TestExplained:
    """The steps beside LogicTrade's own number, over the whole small company."""

    def ask(self, client, product_id, customer_id, **more):
        answer = client.get(url(product_id, "price"), {"customer": customer_id, **more})
        return answer, answer.context["price"].explained

    def test_the_steps_add_up_for_ordinary_products_and_customers(self, sales, shop):
        customers = list(CustomerDiscounts.objects.order_by("pk").values_list("pk", flat=True)[:4])
        checked = 0
        for product_id in [*range(1, 8), *range(21, 31)]:
            for customer_id in customers[:2]:
                _answer, found = self.ask(sales, product_id, customer_id)
                if found.comparison.known:
                    checked += 1
                    assert found.comparison.agrees, (product_id, customer_id, found.comparison)
        assert checked > 20

    def test_where_they_do_not_the_page_says_so_with_the_difference(self, sales, shop, calls):
        with calls(1):
            answer, found = self.ask(sales, 33, 3)
        assert found.comparison.difference
        assert "Our steps do not add up" in answer.text

    def test_added_up_discounts_are_noticed(self, sales, shop):
        shop.control.set_dialect(discounts_add_up="together")
        differ = 0
        for customer_id in CustomerDiscounts.objects.order_by("pk").values_list("pk", flat=True)[:12]:
            _answer, found = self.ask(sales, 27, customer_id)
            differ += bool(found.comparison.difference)
        assert differ

    def test_a_quantity_and_a_day(self, sales, shop, calls):
        later = (dates.today() + timedelta(days=20)).isoformat()
        with calls(1):
            answer, found = self.ask(sales, 27, 1, quantity="2,5", date=later)
        assert not found.plain
        assert "LogicTrade was not asked" in answer.text or "That is for one piece today" in answer.text
        assert "Uitverkoop" in answer.text

    def test_junk_counts_as_one_piece_today_and_is_said(self, sales, shop):
        for more in ({"quantity": "-1"}, {"quantity": "x"}, {"date": "32-13"}, {"quantity": "9" * 40}):
            answer, found = self.ask(sales, 27, 1, **more)
            assert answer.status_code == 200
            assert found.plain
            assert 'aria-invalid="true"' in answer.text
