"""Stock summaries, the commitments behind them, and products that are found by their code."""

from datetime import date
from decimal import Decimal

import pytest

from apps.catalogue.commitments import CommitmentRow, commitments_replace
from apps.catalogue.models import Commitment
from apps.catalogue.selectors import commitments_of, product_by_code, product_list, short_product_ids, stock_summaries
from apps.core import clock
from apps.erp.models import SyncState
from tests.catalogue.conftest import LIVE_RECORD, PRODUCT_RECORDS


def line(document_id, code, quantity, direction="reserved", day=None, **more):
    return CommitmentRow("order", document_id, f"V{document_id}", code, direction, Decimal(quantity), date=day, **more)


@pytest.fixture
def committed(catalogue, mirror):
    mirror(stock=[LIVE_RECORD])
    commitments_replace(
        rows_by_document={
            "order:1": [line(1, "LT00000047", 4), line(1, "lt00000048", "2.5")],
            "order:2": [line(2, "LT00000047", 6, party_name="Bakker")],
            "purchase_order:9": [
                line(9, "LT00000047", 12, "expected", date(2026, 12, 4)),
                line(9, "LT00000047", 3, "expected", date(2026, 11, 30)),
            ],
        }
    )


class TestSummaries:
    def test_free_is_saleable_less_reserved(self, committed):
        found = stock_summaries([10])[10]
        assert [found.total, found.saleable, found.reserved, found.free] == [18, 16, 10, 6]
        assert (found.expected, found.expected_date) == (Decimal(15), date(2026, 11, 30))

    def test_free_starts_from_the_total_while_saleable_is_not_known(self, catalogue):
        commitments_replace(rows_by_document={"order:1": [line(1, "LT00000047", 4)]})
        assert stock_summaries([10])[10].free == 14

    def test_places_say_whether_they_may_be_sold_from(self, committed):
        places = stock_summaries([10])[10].locations
        assert [[p.name, p.stock, p.saleable] for p in places] == [["Magazijn", 16, True], ["Showroom", 2, False]]

    def test_a_product_without_stock_is_not_known_and_not_zero(self, committed):
        found = stock_summaries([12])[12]
        assert (found.total, found.free, found.as_of, found.locations) == (None, None, None, ())

    def test_configurations_are_added_up(self, mirror, catalogue):
        mirror(stock=[{"productId": 10, "configurationId": 5, "stock": 3, "locations": [{"code": "MAG", "stock": 3}]}])
        found = stock_summaries([10])[10]
        assert found.total == 21
        assert found.locations[0].stock == 19

    def test_the_age_is_of_the_last_complete_reading(self, catalogue):
        moment = clock.now()
        SyncState.objects.create(resource="stock", complete_began_at=moment)
        assert stock_summaries([10])[10].as_of == moment

    def test_many_products_cost_as_much_as_one(self, committed, django_assert_num_queries):
        with django_assert_num_queries(3):
            assert len(stock_summaries(range(1, 400))) == 399
        with django_assert_num_queries(2):
            stock_summaries([10, 11], with_locations=False)
        with django_assert_num_queries(0):
            assert stock_summaries([]) == {}


class TestCommitments:
    def test_codes_find_their_product_in_any_letter_case(self, committed):
        assert stock_summaries([11])[11].reserved == Decimal("2.5")

    def test_rows_of_a_document_are_replaced_together_and_taken_away(self, committed):
        commitments_replace(rows_by_document={"order:1": [line(1, "LT00000047", 1)], "order:2": []})
        assert stock_summaries([10, 11])[10].reserved == 1
        assert stock_summaries([11])[11].reserved == 0
        assert Commitment.objects.filter(document="purchase_order:9").count() == 2

    def test_a_line_written_before_its_product_is_adopted_when_it_comes(self, catalogue, mirror):
        commitments_replace(rows_by_document={"order:1": [line(1, "NEW-1", 3)]})
        assert Commitment.objects.get().product_id is None
        mirror([{"id": 77, "code": "new-1", "name": "Nieuw"}])
        assert stock_summaries([77])[77].reserved == 3

    def test_the_lines_behind_a_number_come_by_direction_and_date(self, committed):
        reserved, expected = commitments_of(10)
        assert {row.number for row in reserved} == {"V1", "V2"}
        assert [row.quantity for row in expected] == [3, 12]

    def test_it_costs_as_much_for_a_hundred_documents(self, catalogue, django_assert_max_num_queries):
        rows = {f"order:{n}": [line(n, "LT00000047", 1)] for n in range(100)}
        with django_assert_max_num_queries(4):
            commitments_replace(rows_by_document=rows)
        assert Commitment.objects.count() == 100


class TestShort:
    def test_more_reserved_than_saleable_is_short(self, committed):
        commitments_replace(rows_by_document={"order:3": [line(3, "LT00000048", 1)]})
        assert short_product_ids() == [11]
        commitments_replace(rows_by_document={"order:4": [line(4, "LT00000047", 100)]})
        assert set(short_product_ids()) == {10, 11}

    @pytest.mark.parametrize(("stock", "ids"), [("in", [10]), ("out", [11, 12]), ("short", [11]), ("", [10, 11, 12])])
    def test_lists_narrow_to_it(self, committed, stock, ids):
        assert [row.product.pk for row in product_list(stock=stock).rows] == ids

    def test_a_group_holds_the_products_of_groups_below_it(self, committed):
        assert [row.product.pk for row in product_list(group=1).rows] == [10, 11]
        assert [row.product.pk for row in product_list(group=2).rows] == [10]
        assert product_list(group=999).rows == []


class TestByCode:
    @pytest.mark.parametrize("code", ["LT00000047", "lt00000047", " LT00000047 "])
    def test_exactly_that_code(self, catalogue, code):
        assert _id_of(code) == 10

    @pytest.mark.parametrize("code", ["", "LT0000004", "LT 00000047", "\x00"])
    def test_and_nothing_near_it(self, catalogue, code):
        assert product_by_code(code) is None

    def test_one_that_exists_goes_before_one_that_is_gone(self, mirror, catalogue):
        mirror([{**PRODUCT_RECORDS[0], "id": 5}], gone=(5,))
        assert _id_of("LT00000047") == 10


def _id_of(code: str) -> int | None:
    product = product_by_code(code)
    return product.pk if product else None
