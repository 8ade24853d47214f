"""The scanner's way in: the mirror first, LogicTrade for what it does not know, and always a way on."""

from typing import Any

import pytest

from apps.catalogue import opening
from apps.catalogue.selectors import products_by_scan
from apps.logictrade.errors import UnreachableError
from apps.logictrade.schemas.catalogue import FoundProduct
from tests.catalogue.conftest import PRODUCT_RECORDS

SCAN = "/catalogue/products/scan/"


@pytest.fixture
def viewer(as_role):
    return as_role("viewer")


@pytest.fixture
def hits(monkeypatch) -> list[FoundProduct]:
    """What LogicTrade finds."""
    found: list[FoundProduct] = []
    monkeypatch.setattr(opening, "products_asked", lambda code: found)
    return found


@pytest.mark.parametrize("code", ["8719000000249", "LT00000047", "lt00000047", "DBS0001", "dbs0001", " 8719000000249 "])
def test_a_code_of_the_mirror_opens_its_card_without_a_call(viewer, catalogue, calls, code):
    with calls(0):
        response = viewer.get(SCAN, {"code": code})
    assert (response.status_code, response.headers["Location"]) == (302, "/catalogue/products/10/")


@pytest.mark.parametrize(("barcode", "scanned"), [("0123456789012", "123456789012"), ("123456789012", "0123456789012")])
def test_twelve_and_thirteen_digits_are_one_barcode(mirror, barcode, scanned):
    mirror([{"id": 1, "code": "A", "name": "A", "barcode": barcode}])
    assert [row.pk for row in products_by_scan(scanned)] == [1]


@pytest.mark.parametrize("code", ["", " ", "\x00", "x" * 500, "LT0000004", "Hoekbank"])
def test_nothing_near_a_code_is_taken_for_it(catalogue, code):
    assert products_by_scan(code) == []


def test_several_products_are_offered(viewer, mirror, catalogue):
    mirror([{**PRODUCT_RECORDS[0], "id": 77, "code": "ANDERS"}])
    text = viewer.get(SCAN, {"code": "8719000000249"}).text
    assert "More than one product" in text
    assert "/catalogue/products/77/" in text


def test_one_that_exists_goes_before_one_that_is_gone(mirror, catalogue):
    mirror([{**PRODUCT_RECORDS[0], "id": 77}], gone=(10,))
    assert [row.pk for row in products_by_scan("8719000000249")] == [77]


def test_what_only_logictrade_knows_is_opened(viewer, catalogue, hits):
    hits.append(FoundProduct(id=12, code="VL-1"))
    assert viewer.get(SCAN, {"code": "OUDE-CODE"}).headers["Location"] == "/catalogue/products/12/"


def test_what_was_not_read_yet_is_named(viewer, catalogue, hits):
    hits.append(FoundProduct(id=4711, code="NIEUW", name="<b>Nieuwe stoel</b>"))
    response = viewer.get(SCAN, {"code": "NIEUW"})
    assert response.status_code == 200
    assert "&lt;b&gt;Nieuwe stoel" in response.text
    assert "comes with the next reading" in response.text


def test_a_wrong_code_is_a_clear_page_with_a_way_on(viewer, catalogue, hits):
    response = viewer.get(SCAN, {"code": "hoekbnak"})
    assert response.status_code == 404
    for part in ("No product with this code", "Perhaps one of these", "/catalogue/products/10/", "?q=hoekbnak"):
        assert part in response.text


def test_when_logictrade_is_away_the_page_says_so(viewer, catalogue, monkeypatch):
    def away(code: str) -> Any:
        raise UnreachableError("away")

    monkeypatch.setattr(opening, "products_asked", away)
    response = viewer.get(SCAN, {"code": "ONBEKEND"})
    assert response.status_code == 200
    assert "LogicTrade does not answer" in response.text
    assert "No product with this code" not in response.text


def test_without_a_code_there_is_a_field(viewer, db, calls):
    with calls(0):
        assert "data-autofocus" in viewer.get(SCAN).text


@pytest.mark.django_db(transaction=True)
def test_logictrade_is_asked_once(viewer, sandbox, calls):
    with calls(1):
        response = viewer.get(SCAN, {"code": "LT00000001"})
    assert "comes with the next reading" in response.text
    with calls(1):
        assert viewer.get(SCAN, {"code": "NIETS-4711"}).status_code == 404
