"""From received products, groups and stock to rows, and what follows from them."""

from decimal import Decimal

import pytest

from apps.catalogue.models import Product, ProductGroup, StockLevel, StockPlace
from apps.catalogue.resources import read_group, read_product, read_stock, stock_id
from apps.logictrade.errors import RecordError
from tests.catalogue.conftest import LIVE_RECORD, PRODUCT_RECORDS, STOCK_RECORDS


def test_a_product_keeps_price_supplier_and_groups():
    reading = read_product(PRODUCT_RECORDS[0])
    found = reading.columns
    assert (found["number"], found["sales_price"], found["purchase_price"]) == ("LT00000047", Decimal("259.95"), 124)
    assert (found["supplier_name"], found["supplier_code"], found["group_ids"]) == ("Voorbeeld Meubels", "DBS0001", "2")
    assert (found["sellable"], found["webshop"], found["vat_code"]) == (True, True, "2")
    assert reading.texts == [("vat", "BTW Hoog")]


def test_only_yes_is_sellable_and_other_words_are_kept():
    found = read_product({"id": 1, "code": "A", "sellable": "Op aanvraag"}).columns
    assert (found["sellable"], found["sellable_text"]) == (False, "Op aanvraag")


def test_a_product_without_a_name_is_called_by_what_it_has():
    assert read_product({"id": 1, "description": "Plank"}).columns["name"] == "Plank"
    assert read_product({"id": 1, "code": "A1"}).columns["name"] == "A1"
    assert read_product({"id": 1}).columns["name"] == "#1"


@pytest.mark.parametrize("price", [None, "", "1e30", 10**13])
def test_a_price_that_no_column_holds_is_left_to_the_data(price):
    assert read_product({"id": 1, "salesPrice": price}).columns["sales_price"] is None


def test_a_root_group_has_no_parent():
    assert read_group({"id": 1, "parentId": 0, "code": "A"}).columns["parent_id"] is None


def test_stock_ids_hold_product_and_configuration_apart():
    assert stock_id(7, None) == stock_id(7, 0) == 7
    assert len({stock_id(7, 1), stock_id(8, 1), stock_id(7, 2), 7, 8}) == 5
    assert stock_id(2**40 - 1, 2**23 - 1) < 2**63


@pytest.mark.parametrize("raw", [{"productId": 2**40}, {"productId": 1, "configurationId": 2**23}, {"productId": None}])
def test_stock_that_cannot_be_stored_is_refused(raw):
    with pytest.raises(RecordError):
        read_stock(raw)


def test_the_total_is_logictrades_or_the_sum_of_the_places():
    assert read_stock(STOCK_RECORDS[0]).columns["total"] == 18
    assert read_stock(LIVE_RECORD).columns["total"] == 18


class TestProjection:
    def test_products_stand_in_their_groups_and_move(self, mirror, catalogue):
        assert set(ProductGroup.objects.values_list("product_id", "group_id")) == {(10, 2), (11, 1), (12, 3)}
        mirror([{**PRODUCT_RECORDS[0], "groups": [{"id": 1}, {"id": 3}, {"id": 3}]}])
        assert set(ProductGroup.objects.filter(product_id=10).values_list("group_id", flat=True)) == {1, 3}

    def test_the_list_does_not_tell_what_is_saleable(self, catalogue):
        assert StockLevel.objects.get(product_id=10).saleable is None
        assert dict(StockPlace.objects.values_list("code", "saleable")) == {"MAG": None, "SHOW": None}

    def test_one_live_answer_teaches_the_places_of_all_products(self, mirror, catalogue):
        mirror(stock=[{"productId": 12, "stock": 5, "locations": [{"code": "SHOW", "stock": 5}]}])
        mirror(stock=[LIVE_RECORD])
        assert dict(StockPlace.objects.values_list("code", "saleable")) == {"MAG": True, "SHOW": False}
        saleable = dict(StockLevel.objects.values_list("product_id", "saleable"))
        assert saleable == {10: Decimal(16), 11: Decimal(0), 12: Decimal(0)}

    def test_a_later_list_keeps_what_was_learned(self, mirror, catalogue):
        mirror(stock=[LIVE_RECORD])
        mirror(
            stock=[
                {
                    **STOCK_RECORDS[0],
                    "stock": 20,
                    "locations": [{"code": "MAG", "stock": 18}, {"code": "SHOW", "stock": 2}],
                }
            ]
        )
        level = StockLevel.objects.get(product_id=10)
        assert (level.total, level.saleable) == (Decimal(20), Decimal(18))

    def test_a_place_that_turns_is_worked_out_again(self, mirror, catalogue):
        mirror(stock=[LIVE_RECORD])
        turned = [{**place, "saleable": True} for place in LIVE_RECORD["locations"]]
        mirror(stock=[{"productId": 12, "locations": [{**turned[1], "stock": 1}]}])
        assert StockLevel.objects.get(product_id=10).saleable == 18

    def test_an_exact_number_survives(self, mirror):
        mirror([{"id": 1, "code": "A", "salesPrice": Decimal("0.1000000000000001")}])
        assert Product.objects.get(pk=1).raw["salesPrice"] == Decimal("0.1000000000000001")
