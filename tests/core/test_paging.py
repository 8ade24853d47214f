"""Counting stops, and pages know their neighbours."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoAssertNumQueries

from apps.core import paging
from apps.core.paging import MAX_PAGE, CappedCount, RowPage, capped_count, page_number


def test_a_small_count_is_exact_and_a_large_one_stops(crowd: int) -> None:
    people = get_user_model().objects.order_by("pk")
    assert capped_count(people) == CappedCount(120)
    assert capped_count(people, cap=120) == CappedCount(120)
    assert capped_count(people, cap=100) == CappedCount(100, capped=True)


def test_the_database_reads_no_more_than_the_cap(crowd: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as queries:
        capped_count(get_user_model().objects.order_by("username"), cap=10)
    assert "LIMIT 11" in queries.captured_queries[0]["sql"]
    assert "ORDER BY" not in queries.captured_queries[0]["sql"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (None, 1),
        ("", 1),
        ("3", 3),
        (" 3 ", 3),
        ("-3", 1),
        ("0", 1),
        ("x", 1),
        ("²", 1),
        ("9" * 15, MAX_PAGE),
        ("9" * 99, 1),
    ],
)
def test_page_numbers(text: str | None, number: int) -> None:
    assert page_number(text) == number


def rows(count: int, number: int, total: CappedCount, size: int = 50) -> RowPage[Any]:
    return RowPage([None] * count, number, size, total)


def test_a_middle_page() -> None:
    page = rows(50, 2, CappedCount(120))
    assert (page.first, page.last, page.last_page) == (51, 100, 3)
    assert page.has_previous
    assert page.has_next


def test_the_last_page() -> None:
    page = rows(20, 3, CappedCount(120))
    assert (page.first, page.last) == (101, 120)
    assert not page.has_next


def test_no_rows() -> None:
    page = rows(0, 1, CappedCount(0))
    assert (page.first, page.last, page.last_page) == (0, 0, 1)
    assert not page.past_the_end
    assert rows(0, 2, CappedCount(0)).past_the_end


def test_beyond_the_cap_there_is_more_as_long_as_pages_are_full() -> None:
    capped = CappedCount(1000, capped=True)
    assert rows(50, 20, capped).has_next
    assert rows(50, 25, capped).has_next
    assert not rows(7, 26, capped).has_next


def test_of_cuts_a_queryset(crowd: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        page = RowPage.of(get_user_model().objects.order_by("pk"), limit=50, offset=100)
    assert (len(page.rows), page.number, page.total) == (20, 3, CappedCount(120))


def test_deep_pages_hold_the_same_rows(crowd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    people = get_user_model().objects.order_by("-username", "pk")
    shallow = RowPage.of(people, limit=50, offset=50)
    monkeypatch.setattr(paging, "DEEP", 10)
    deep = RowPage.of(people, limit=50, offset=50)
    assert list(deep.rows) == list(shallow.rows)
    assert deep.total == shallow.total


def test_deep_pages_are_two_statements_and_look_rows_up_by_id(
    crowd: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(paging, "DEEP", 10)
    with django_assert_num_queries(2) as asked:
        RowPage.of(get_user_model().objects.order_by("pk"), limit=50, offset=100)
    assert "IN (SELECT" in asked.captured_queries[0]["sql"]
