"""What discount rules make of a price: pure, so every kind and every edge is tried without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.catalogue.discounts import Kind, Rule, Scope, Verdict, compare, resolve

TODAY = date(2026, 11, 24)
LIST = Decimal("259.95")


def rule(kind=Kind.PERCENTAGE, value=None, **more):
    return Rule(kind, value=None if value is None else Decimal(value), **more)


def price_of(*rules, quantity=1, day=TODAY, list_price=LIST):
    return resolve(list_price, rules, quantity=Decimal(quantity), day=day).price


class TestKinds:
    def test_without_rules_it_is_the_list_price(self):
        assert price_of() == LIST

    def test_a_percentage(self):
        assert price_of(rule(value=10)) == Decimal("233.96")

    def test_a_fixed_price(self):
        assert price_of(rule(Kind.FIXED_PRICE, "199")) == Decimal("199.00")

    @pytest.mark.parametrize(("quantity", "price"), [(11, LIST), (12, Decimal("233.96"))])
    def test_a_percentage_from_a_quantity(self, quantity, price):
        found = rule(Kind.FROM_QUANTITY, 10, min_quantity=Decimal(12))
        assert price_of(found, quantity=quantity) == price

    @pytest.mark.parametrize(
        ("quantity", "price"), [(4, "100"), (5, "95"), (9, "95"), (10, "90"), (49, "90"), (50, "80"), (999, "80")]
    )
    def test_tiers_count_the_highest_that_was_reached_in_whatever_order_they_came(self, quantity, price):
        tiers = tuple((Decimal(a), Decimal(b)) for a, b in ((10, 10), (50, 20), (5, 5)))
        assert price_of(Rule(Kind.TIERS, tiers=tiers), quantity=quantity, list_price=Decimal(100)) == Decimal(price)

    @pytest.mark.parametrize(
        ("quantity", "price", "total"), [(3, "100", "300"), (4, "75", "300"), (7, "85.71", "600"), (8, "75", "600")]
    )
    def test_buy_three_get_one(self, quantity, price, total):
        free = Rule(Kind.FREE_GOODS, buy=Decimal(3), get=Decimal(1))
        found = resolve(Decimal(100), [free], quantity=Decimal(quantity), day=TODAY)
        assert (found.price, found.total) == (Decimal(price), Decimal(total))

    @pytest.mark.parametrize("percent", [101, 250])
    def test_nothing_becomes_cheaper_than_free(self, percent):
        assert price_of(rule(value=percent)) == 0

    def test_a_rule_that_would_raise_the_price_does_not_win(self):
        found = resolve(LIST, [rule(value=-5), rule(Kind.FIXED_PRICE, 300)], quantity=Decimal(1), day=TODAY)
        assert found.price == LIST
        assert {one.verdict for one in found.weighed} == {Verdict.RAISES}

    @pytest.mark.parametrize(
        "odd",
        [
            rule(),
            Rule(Kind.TIERS),
            Rule(Kind.FREE_GOODS, buy=Decimal(0), get=Decimal(1)),
            Rule(Kind.FREE_GOODS, buy=Decimal(3)),
        ],
    )
    def test_a_rule_without_a_number_says_nothing(self, odd):
        found = resolve(LIST, [odd], quantity=Decimal(100), day=TODAY)
        assert (found.price, found.weighed[0].verdict) == (LIST, Verdict.SAYS_NOTHING)

    def test_without_a_list_price_there_is_no_price(self):
        found = resolve(None, [rule(value=10)], quantity=Decimal(1), day=TODAY)
        assert (found.price, found.total, found.percent) == (None, None, None)

    @pytest.mark.parametrize("quantity", [0, -1])
    def test_a_quantity_is_more_than_nothing(self, quantity):
        with pytest.raises(ValueError, match="more than 0"):
            resolve(LIST, [], quantity=Decimal(quantity), day=TODAY)


class TestDays:
    @pytest.mark.parametrize(
        ("day", "verdict"),
        [(-1, Verdict.NOT_YET), (0, Verdict.WINS), (5, Verdict.WINS), (10, Verdict.WINS), (11, Verdict.OVER)],
    )
    def test_both_ends_belong_to_the_period(self, day, verdict):
        found = rule(value=10, start=TODAY, end=TODAY + timedelta(days=10))
        assert (
            resolve(LIST, [found], quantity=Decimal(1), day=TODAY + timedelta(days=day)).weighed[0].verdict is verdict
        )


class TestWhoWins:
    def test_the_lowest_price_wins_and_nothing_is_added_up(self):
        rules = [rule(value=10, scope=Scope.EVERYTHING), rule(value=15, scope=Scope.GROUP), rule(value=5)]
        found = resolve(Decimal(100), rules, quantity=Decimal(1), day=TODAY)
        assert found.price == 85
        assert [one.verdict for one in found.weighed] == [Verdict.WINS, Verdict.LOSES, Verdict.LOSES]
        assert found.winner is not None
        assert found.winner.rule.scope is Scope.GROUP

    def test_of_equals_the_customers_own_and_narrower_rule_is_named(self):
        rules = [
            rule(value=10),
            rule(value=10, scope=Scope.EVERYTHING, for_customer=True),
            rule(value=10, scope=Scope.GROUP, for_customer=True),
        ]
        winner = resolve(LIST, rules, quantity=Decimal(1), day=TODAY).winner
        assert winner is not None
        assert (winner.rule.scope, winner.rule.for_customer) == (Scope.GROUP, True)


class TestComparison:
    def test_it_adds_up_to_the_cent(self):
        found = resolve(LIST, [rule(value=10)], quantity=Decimal(1), day=TODAY)
        assert compare(found, Decimal("233.9550")).agrees
        assert compare(found, Decimal("233.95")).difference == Decimal("-0.01")

    def test_another_rule_that_gives_their_number_is_named(self):
        found = resolve(
            Decimal(100), [rule(value=10), rule(value=5, description="Vast")], quantity=Decimal(1), day=TODAY
        )
        alone = compare(found, Decimal(95)).alone
        assert alone is not None
        assert alone.rule.description == "Vast"
        assert compare(found, Decimal(90)).alone is None

    def test_a_number_that_is_missing_is_no_difference(self):
        found = resolve(None, [], quantity=Decimal(1), day=TODAY)
        for one in (compare(found, Decimal(1)), compare(found, None)):
            assert not one.known
            assert not one.agrees


amounts = st.decimals(min_value=0, max_value=100_000, places=4)
percents = st.decimals(min_value=-50, max_value=200, places=2)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31)) | st.none()
rules = st.builds(
    Rule,
    kind=st.sampled_from(Kind),
    scope=st.sampled_from(Scope),
    for_customer=st.booleans(),
    start=days,
    end=days,
    value=amounts | percents | st.none(),
    min_quantity=amounts | st.none(),
    buy=amounts | st.none(),
    get=amounts | st.none(),
    tiers=st.lists(st.tuples(amounts, percents), max_size=4).map(tuple),
)
quantities = st.decimals(min_value="0.01", max_value=10_000, places=2)


@given(st.none() | amounts, st.lists(rules, max_size=8), quantities, st.dates())
def test_every_rule_gets_a_verdict_and_no_price_lies_outside_nothing_and_the_list_price(price, given_rules, n, day):
    found = resolve(price, given_rules, quantity=n, day=day)
    assert len(found.weighed) == len(given_rules)
    assert sum(one.wins for one in found.weighed) <= 1
    if price is None:
        assert found.price is None
        return
    assert found.price is not None
    assert 0 <= found.price <= price.quantize(Decimal("0.01"), "ROUND_HALF_UP")
    for one in found.weighed:
        assert not one.holds or one.price is None or one.price >= found.price
    assert (found.winner is None) == (found.price == price.quantize(Decimal("0.01"), "ROUND_HALF_UP"))


@given(amounts, st.lists(rules, max_size=6), quantities, st.dates(), st.randoms())
def test_the_order_in_which_rules_come_changes_no_price(price, given_rules, n, day, random):
    shuffled = [*given_rules]
    random.shuffle(shuffled)
    assert resolve(price, shuffled, quantity=n, day=day).price == resolve(price, given_rules, quantity=n, day=day).price


@given(amounts, st.lists(rules, max_size=6), rules, quantities, st.dates())
def test_one_more_rule_never_makes_it_dearer(price, given_rules, more, n, day):
    before, after = (resolve(price, some, quantity=n, day=day).price for some in (given_rules, [*given_rules, more]))
    assert before is not None
    assert after is not None
    assert after <= before
