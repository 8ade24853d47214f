"""Sets and their parts: the mirror, the panel of a product, and the list."""

from decimal import Decimal

import pytest

from apps.catalogue.models import Composition
from apps.catalogue.resources import COMPOSITIONS
from apps.catalogue.selectors import product_get
from apps.catalogue.sets import is_in_sets, set_card
from apps.core import clock
from apps.erp.mirror.upsert import upsert
from apps.erp.models import Quarantined

SETS = "/catalogue/compositions/"


def edge(pk, parent, child, quantity=1):
    return {"id": pk, "parentProductId": parent, "childProductId": child, "quantity": quantity}


def put(*edges):
    upsert(COMPOSITIONS, list(edges), read_began_at=clock.now())


@pytest.fixture
def sets(mirror):
    """1 takes four of 2 and one of 3; 3 is itself made of two of 2 and one of 4."""
    mirror(
        [{"id": n, "code": f"P{n}", "name": name} for n, name in enumerate(["Eetset", "Stoel", "Tafel", "Blad"], 1)],
        [
            {"productId": n, "stock": stock, "locations": [{"code": "MAG", "stock": stock}]}
            for n, stock in [(2, 20), (3, 1), (4, 2)]
        ],
    )
    put(edge(1, 1, 2, 4), edge(2, 1, 3), edge(3, 3, 2, 2), edge(4, 3, 4))


class TestMirror:
    def test_an_edge_names_two_products(self, db):
        put(edge(1, 1, None), edge(2, None, 1), edge(3, 0, 2), edge(4, 1, 2, None))
        assert list(Composition.objects.values_list("pk", "quantity")) == [(4, None)]
        assert Quarantined.objects.count() == 3


class TestCard:
    def card(self, pk=1, n=None):
        product = product_get(pk)
        assert product is not None
        return set_card(product, n)

    def test_it_says_how_many_and_what_is_missing_for_one_more(self, sets):
        found = self.card()
        # One table lies there and two can be made of the two tops; the chairs are shared between both.
        assert found.can_make == 3
        assert {(one.product.name, one.need.short) for one in found.missing} == {
            ("Blad", Decimal(1)),
            ("Stoel", Decimal(2)),
        }

    def test_for_a_number_that_was_asked(self, sets):
        assert self.card(n=3).missing == ()
        assert {one.product_id for one in self.card(n=10).missing} == {2, 4}

    def test_where_a_part_is_used(self, sets):
        assert [(one.product_id, one.quantity, one.depth) for one in self.card(2).used_in] == [(1, 4, 1), (3, 2, 1)]
        assert [(one.product_id, one.depth) for one in self.card(4).used_in] == [(3, 1), (1, 2)]
        assert not is_in_sets(99)

    def test_circles_are_said_and_do_not_hang(self, sets):
        put(edge(9, 4, 1))
        found = self.card()
        assert found.tree.has_cycle
        assert any(one.cycle for one in found.used_in)
        assert (found.can_make, found.missing) == (None, ())

    def test_a_part_that_was_never_read_is_shown_by_its_id(self, sets):
        put(edge(9, 1, 12345, 2))
        found = self.card()
        assert found.can_make == 0
        assert found.unknown_stock
        assert [one.product for one in found.missing if one.product_id == 12345] == [None]


class TestPages:
    def test_the_panel(self, as_role, sets, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(17):
            text = client.get("/catalogue/products/1/parts/", headers={"HX-Request": "true"}).text
        assert "<html" not in text
        for part in ("The parts give 3 sets.", "Missing for 4 sets:", "Blad", "Stoel"):
            assert part in text

    @pytest.mark.parametrize("n", ["0", "-1", "x", "9" * 30, ""])
    def test_junk_for_the_number_of_sets(self, as_role, sets, n):
        assert as_role("sales").get("/catalogue/products/1/parts/", {"n": n}).status_code == 200

    @pytest.mark.parametrize("pk", [1, 2, 4])
    def test_circles_on_the_page(self, as_role, sets, pk):
        put(edge(9, 4, 1), edge(10, 2, 2), edge(11, 1, 777))
        text = as_role("viewer").get(f"/catalogue/products/{pk}/parts/").text
        assert "holds itself in LogicTrade" in text

    def test_the_card_shows_the_section_only_where_there_is_something(self, as_role, sets, mirror):
        mirror([{"id": 50, "code": "X", "name": "Los"}])
        client = as_role("sales")
        assert "/products/1/parts/" in client.get("/catalogue/products/1/").text
        assert "/products/50/parts/" not in client.get("/catalogue/products/50/").text

    def test_the_list(self, as_role, sets, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(26):
            response = client.get(SETS)
        rows = {row.product.pk: (row.parts, row.can_make) for row in response.context["rows"].rows}
        assert rows == {1: (2, 3), 3: (2, 2)}
        put(edge(9, 4, 1))
        assert {row.can_make for row in client.get(SETS).context["rows"].rows} == {None}

    @pytest.mark.parametrize("query", ["q=" + "x" * 5000, "q=%00", "sort=x", "page=77", "group=x"])
    def test_junk_in_the_address_gives_a_page(self, as_role, sets, query):
        assert as_role("sales").get(f"{SETS}?{query}", follow=True).status_code == 200

    def test_nobody_else(self, client, sets):
        assert client.get(SETS).status_code == 302
