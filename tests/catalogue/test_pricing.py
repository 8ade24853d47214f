"""Discount rules from LogicTrade's records to the steps on a page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.catalogue.discounts import Kind, Scope, Verdict
from apps.catalogue.models import DiscountRule
from apps.catalogue.pricing import explain, resolutions, rule_list, rules_of
from apps.catalogue.resources import CUSTOMER_DISCOUNTS, PRODUCT_DISCOUNTS
from apps.catalogue.rules import as_rule
from apps.core import clock, dates
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.erp.models import Quarantined

TODAY = date(2026, 11, 24)
PRODUCT = {
    "id": 10,
    "code": "LT00000047",
    "name": "Hoekbank",
    "discounts": [
        {"description": "Voorjaar", "percentageAmount": {"percentage": 5, "minQuantity": 1}},
        {"description": "Per twaalf", "percentageAmount": {"percentage": Decimal("12.5"), "minQuantity": 12}},
        {"description": "Vast", "fixedPrice": {"price": Decimal("239.95"), "minQuantity": 3}},
        {
            "description": "Staffel",
            "tieredPercentageAmount": [{"tier": 10, "precentage": 8}, {"tier": 5, "percentage": 6}],
        },
        {"description": "Drie plus een", "buyXGetY": {"buyQuantity": 3, "getQuantity": 1}},
        {"description": "Voorbij", "endDate": "2020-01-01", "percentageAmount": {"percentage": 50}},
        {"description": "Komt nog", "startDate": "2099-01-01", "percentageAmount": {"percentage": 60}},
        {"description": "Leeg"},
        {
            "description": "Twee soorten",
            "percentageAmount": {"percentage": 1},
            "buyXGetY": {"buyQuantity": 9, "getQuantity": 1},
        },
    ],
}
CUSTOMER = {
    "id": 7,
    "number": "10007",
    "name": "Hotel De Kust",
    "discounts": [
        {
            "description": "Afspraak",
            "startDate": "2026-01-01",
            "endDate": None,
            "general": [{"percentageAmount": {"percentage": 3}}],
            "products": [
                {"id": 10, "code": "LT00000047", "name": "Hoekbank", "percentageAmount": {"percentage": 7}},
                {"id": 11, "fixedPrice": {"price": 80}},
                {"code": "NO-ID", "fixedPrice": {"price": 1}},
            ],
            "productGroups": [
                {"code": "bnk-hoe", "description": "Hoekbanken", "percentageAmount": {"percentage": 10}},
                {"code": "VLR", "description": "Vloeren", "percentageAmount": {"percentage": 20}},
            ],
        }
    ],
}


def put(resource, *records):
    upsert(resource, list(records), read_began_at=clock.now())


@pytest.fixture
def rules(catalogue):
    put(PRODUCT_DISCOUNTS, PRODUCT)
    put(CUSTOMER_DISCOUNTS, CUSTOMER)


class TestRows:
    def test_every_kind_becomes_a_rule(self, rules):
        rows = DiscountRule.objects.filter(customer_id=None).order_by("pk")
        assert [(row.description, row.kind) for row in rows] == [
            ("Voorjaar", "percentage"),
            ("Per twaalf", "from_quantity"),
            ("Vast", "fixed_price"),
            ("Staffel", "tiers"),
            ("Drie plus een", "free_goods"),
            ("Voorbij", "percentage"),
            ("Komt nog", "percentage"),
            ("Leeg", "percentage"),
            ("Twee soorten", "percentage"),
            ("Twee soorten", "free_goods"),
        ]
        tiers = as_rule(rows[3])
        assert tiers.tiers == ((Decimal(5), Decimal(6)), (Decimal(10), Decimal(8)))

    def test_a_customers_rules_are_about_everything_groups_and_products(self, rules):
        rows = DiscountRule.objects.filter(customer_id=7).order_by("pk")
        assert [(as_rule(row).scope, row.product_id, row.group_key) for row in rows] == [
            (Scope.EVERYTHING, None, ""),
            (Scope.PRODUCT, 10, ""),
            (Scope.PRODUCT, 11, ""),
            (Scope.GROUP, None, "bnk-hoe"),
            (Scope.GROUP, None, "vlr"),
        ]

    def test_a_record_is_replaced_whole_and_goes_with_its_owner(self, rules):
        put(PRODUCT_DISCOUNTS, {**PRODUCT, "discounts": [{"percentageAmount": {"percentage": 1}}]})
        assert DiscountRule.objects.filter(customer_id=None).count() == 1
        assert DiscountRule.objects.filter(customer_id=7).count() == 5
        mark_gone(CUSTOMER_DISCOUNTS, 7, at=clock.now())
        assert not DiscountRule.objects.filter(customer_id=7).exists()

    @pytest.mark.parametrize(
        "odd",
        [
            {"id": 10},
            {"id": 10, "discounts": None},
            {"id": 10, "discounts": [None, 3, "x", {"percentageAmount": "tien"}]},
            {"id": 10, "name": None, "discounts": [{"tieredPercentageAmount": {"tier": None, "precentage": 4}}]},
            {"id": 10, "name": "x" * 900, "discounts": [{"description": "y" * 900, "fixedPrice": {"price": 10**30}}]},
        ],
    )
    def test_odd_records_are_kept(self, catalogue, odd):
        put(PRODUCT_DISCOUNTS, odd)
        assert not Quarantined.objects.exists()
        explain(10, Decimal(100), Decimal(100), None)

    def test_a_record_without_an_id_is_set_aside(self, catalogue):
        put(PRODUCT_DISCOUNTS, {"code": "A"})
        assert Quarantined.objects.get().field == "id"


class TestRulesOf:
    def test_a_customer_gets_what_holds_for_everybody_and_their_own(self, rules):
        found = rules_of([10, 11, 12], 7)
        own = {pk: {(rule.scope, rule.value) for rule in found[pk] if rule.for_customer} for pk in found}
        assert own[10] == {(Scope.EVERYTHING, 3), (Scope.PRODUCT, 7), (Scope.GROUP, 10)}
        assert own[11] == {(Scope.EVERYTHING, 3), (Scope.PRODUCT, 80)}
        assert own[12] == {(Scope.EVERYTHING, 3), (Scope.GROUP, 20)}
        assert len(found[10]) == 13

    def test_whoever_buys_gets_no_customers_rules(self, rules):
        assert not any(rule.for_customer for rule in rules_of([10], None)[10])
        assert not any(rule.for_customer for rule in rules_of([10], 8)[10])

    def test_many_products_cost_as_much_as_one(self, rules, django_assert_num_queries):
        with django_assert_num_queries(3):
            resolutions({pk: Decimal(100) for pk in range(1, 80)}, 7)


class TestExplain:
    def test_the_group_rule_wins_and_the_others_say_why_not(self, rules):
        found = explain(10, Decimal("259.95"), Decimal("233.96"), 7)
        assert found.comparison.agrees
        assert found.plain
        first, *rest = found.steps
        assert (first.name, first.price, first.lost) == ("10 % on group Hoekbanken", Decimal("233.96"), False)
        assert all(step.lost for step in rest)
        reasons = " | ".join(str(step.reason) for step in rest)
        for word in ("lower price", "not valid yet", "no longer valid", "too few pieces (12)", "says no amount"):
            assert word in reasons

    @pytest.mark.parametrize(("quantity", "price"), [(1, "233.96"), (4, "194.96"), (12, "194.96"), (13, "199.96")])
    def test_a_quantity_brings_other_rules(self, rules, quantity, price):
        found = explain(10, Decimal("259.95"), Decimal("233.96"), 7, quantity=Decimal(quantity))
        assert found.here.price == Decimal(price)
        # LogicTrade's number is of one piece today, and so is the comparison.
        assert found.comparison.agrees

    def test_a_day_brings_other_rules(self, rules):
        found = explain(10, Decimal(100), None, 7, day=date(2099, 6, 1))
        assert found.here.price == 40
        assert explain(10, Decimal(100), None, 7, day=date(2019, 6, 1)).here.price == 50

    def test_a_difference_is_said_with_its_amount(self, rules):
        found = explain(10, Decimal(100), Decimal("91.20"), 7)
        assert (found.comparison.agrees, found.comparison.difference) == (False, Decimal("1.20"))
        assert explain(10, Decimal(100), Decimal(93), 7).alone == "7 %"

    def test_it_costs_a_few_queries_and_no_call(self, rules, calls, django_assert_num_queries):
        with calls(0), django_assert_num_queries(4):
            explain(10, Decimal(100), Decimal(90), 7)


class TestRuleList:
    def ids(self, **filters):
        return {(row.customer_id, row.description, row.value) for row in rule_list(limit=100, **filters).rows}

    def test_filters(self, rules):
        assert len(self.ids()) == 15
        assert len(self.ids(whose="everybody")) == 10
        assert {customer for customer, *_rest in self.ids(whose="customers")} == {7}
        assert {value for *_rest, value in self.ids(customer=7, product=11)} == {3, 80}
        assert {value for *_rest, value in self.ids(customer=7, kind="fixed_price")} == {80}
        assert {value for *_rest, value in self.ids(group=3)} == {20}
        assert (None, "Voorbij", 50) not in self.ids(day=TODAY)
        assert (None, "Voorbij", 50) in self.ids(day=date(2019, 1, 1))
        assert {text for _c, text, _v in self.ids(query="staffel")} == {"Staffel"}
        assert len(self.ids(query="hoekbank nova")) == 11


class TestPages:
    RULES, RESOLVED = "/catalogue/discounts/", "/catalogue/discounts/resolved/"

    @pytest.mark.parametrize("path", [RULES, RESOLVED])
    @pytest.mark.parametrize(("role", "status"), [("sales", 200), ("purchasing", 200), ("warehouse", 403)])
    def test_who_sees_them(self, as_role, rules, path, role, status):
        assert as_role(role).get(path).status_code == status

    @pytest.mark.parametrize("path", [RULES, RESOLVED])
    @pytest.mark.parametrize(
        "query",
        [
            *("customer=x", "customer=-1", f"customer={10**30}", "product=0", "group=9999", "kind=x"),
            *("day=32-13", "quantity=-1", "q=%00%22*", "sort=value", "page=99"),
        ],
    )
    def test_junk_in_the_address_gives_a_page(self, as_role, rules, path, query):
        assert as_role("sales").get(f"{path}?{query}", follow=True).status_code == 200

    def test_rules_in_words(self, as_role, rules, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(24):
            text = client.get(self.RULES).text
        for part in ("Buy 3, get 1", "6 % from 5, 8 % from 10", "Group Hoekbanken", "Hotel De Kust"):
            assert part in text

    def test_a_customers_prices_by_the_rules(self, as_role, rules, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(26):
            response = client.get(self.RESOLVED, {"customer": "7"})
        prices = {row.product.pk: row.resolution.price for row in response.context["rows"].rows}
        assert prices == {10: Decimal("233.96"), 11: Decimal("80.00"), 12: None}
        day = (dates.today() + timedelta(days=365 * 80)).isoformat()
        later = client.get(self.RESOLVED, {"customer": "7", "day": day, "q": "hoekbank"}).context["rows"].rows
        assert [row.resolution.price for row in later] == [Decimal("103.98")]

    def test_odd_texts_are_shown_and_nothing_of_them_runs(self, as_role, catalogue):
        hostile = "<script>alert(1)</script>"
        put(
            CUSTOMER_DISCOUNTS,
            {
                "id": 7,
                "name": hostile,
                "discounts": [{"description": hostile, "productGroups": [{"code": hostile, "description": hostile}]}],
            },
        )
        text = as_role("sales").get(self.RULES).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_a_verdict_has_words():
    from apps.catalogue.labels import KINDS, VERDICTS

    assert set(VERDICTS) == set(Verdict)
    assert set(KINDS) == {kind.value for kind in Kind}
