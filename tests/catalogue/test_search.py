"""Finding products: the same ids on both database engines, whatever was typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalogue.selectors import product_search


def found(query):
    return {row.pk for row in product_search(query)[0]}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("LT00000047", {10}),
        ("lt0000004", {10, 11}),
        ("00047", {10}),
        ("8719000000249", {10}),
        ("000249", {10}),
        ("dbs0001", {10}),
        ("nova hoek", {10}),
        ("eigen collectie", {10}),
        ("vl-1", {12}),
        ("visgraat", {12}),
        ("voorbeeld", set()),
        ("124", set()),
        ("", set()),
    ],
)
def test_code_barcode_suppliers_code_and_words(catalogue, typed, ids):
    assert found(typed) == ids


def test_the_exact_code_is_first(mirror):
    mirror([{"id": 1, "code": "A100", "name": "B"}, {"id": 2, "code": "A10", "name": "A100 past hierbij"}])
    assert [row.pk for row in product_search("A100")[0]] == [1, 2]
    assert product_search("a10")[0][0].pk == 2


@pytest.mark.usefixtures("catalogue")
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="\"'*^():-+{}[]~%_\\ LT0é\x00", max_size=30))
def test_no_text_makes_the_search_fail(text):
    rows, total = product_search(text)
    assert len(rows) <= total.value
