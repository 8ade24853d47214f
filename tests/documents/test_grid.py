"""The grid: sums in cells, texts and headings, optional lines, discounts, margins, undo, and what one change costs."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.catalogue.models import Product
from apps.documents import services as documents
from apps.documents.builder.grid import line_views
from apps.documents.builder.summary import draft_totals
from apps.documents.margin import price_for_margin, total_margin
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.totals import combined

from .conftest import ACTOR

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def url(name: str, draft: Draft, *more: Any) -> str:
    return reverse(f"sales:quote_draft_{name}", args=[draft.pk, *more])


@pytest.fixture
def sales(as_role: Any) -> Client:
    client: Client = as_role("sales")
    return client


@pytest.fixture
def admin(as_role: Any) -> Client:
    client: Client = as_role("admin")
    return client


def change(client: Client, draft: Draft, line: DraftLine, **typed: str) -> Any:
    return client.post(url("line_update", draft, line.pk), typed, headers=HTMX)


def first(draft: Draft) -> DraftLine:
    return draft_lines(draft)[0]


# Sums ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("quantity", "12*4", "48"),
        ("quantity", "3+2", "5"),
        ("quantity", "10/3", "3.333"),
        ("part_price", "100*1,21", "121"),
        ("part_price", "100-15%", "85"),
        ("discount", "5+2,5", "7.5"),
    ],
)
def test_a_sum_is_worked_out_and_shown(sales: Client, filled: Draft, field: str, typed: str, expected: str) -> None:
    answer = change(sales, filled, first(filled), **{field: typed})
    assert answer.status_code == 200
    assert getattr(first(filled), field) == Decimal(expected)
    # The cell shows what came out, not what was typed.
    assert f'id="line-{first(filled).pk}-{field}" hx-swap-oob="true"' in answer.content.decode()


def test_percent_is_off_the_price_that_stood_there(sales: Client, filled: Draft) -> None:
    DraftLine.objects.filter(pk=first(filled).pk).update(part_price=Decimal("200.00"))
    change(sales, filled, first(filled), part_price="-15%")
    assert first(filled).part_price == 170
    change(sales, filled, first(filled), part_price="*2")
    assert first(filled).part_price == 340
    DraftLine.objects.filter(pk=first(filled).pk).update(part_price=None)
    answer = change(sales, filled, first(filled), part_price="-15%")
    assert answer.status_code == 422
    assert "There is no price yet" in answer.content.decode()


@pytest.mark.parametrize("typed", ["12*", "1/0", "__import__", "(((", "2**9", "9" * 300])
def test_a_sum_that_is_none_comes_back_as_typed(sales: Client, filled: Draft, typed: str) -> None:
    before = first(filled).quantity
    answer = change(sales, filled, first(filled), quantity=typed)
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.content.decode()
    assert first(filled).quantity == before


def test_a_margin_gives_the_price_to_whoever_may_see_costs(sales: Client, admin: Client, filled: Draft) -> None:
    line = first(filled)
    Product.objects.filter(pk=line.product_id).update(purchase_price=Decimal("60"))
    answer = change(sales, filled, line, part_price="22%")
    assert answer.status_code == 422
    assert "may not see what products cost" in answer.content.decode()
    assert "60" not in re.sub(r"[^0-9 ]", " ", answer.content.decode()).split()
    assert change(admin, filled, line, part_price="22%").status_code == 200
    changed = first(filled)
    # Prices include VAT here: 60 / 0.78 * 1.21, up to the cent.
    assert changed.part_price == Decimal("93.08")
    page = admin.get(url("detail", filled)).content.decode()
    assert f'id="line-{line.pk}-margin"' in page
    assert "22.0" in page
    Product.objects.filter(pk=line.product_id).update(purchase_price=Decimal("0"))
    answer = change(admin, filled, line, part_price="22%")
    assert "what the product costs is not known" in answer.content.decode()


def test_sellers_see_no_margin(sales: Client, filled: Draft) -> None:
    page = sales.get(url("detail", filled)).content.decode()
    assert "-margin" not in page
    assert "Basis: last purchase price" not in page


def test_an_unknown_cost_is_unknown(filled: Draft) -> None:
    one, two = draft_lines(filled)
    Product.objects.filter(pk=one.product_id).update(purchase_price=None)
    Product.objects.filter(pk=two.product_id).update(purchase_price=Decimal("1"))
    views = line_views(filled, draft_lines(filled))
    assert views[0].margin is None
    assert views[1].margin is not None
    whole = total_margin([view.margin for view in views])
    assert (whole.known, whole.count) == (1, 2)
    assert "1 line without a known cost is left out" in whole.basis


@pytest.mark.parametrize(("percent", "reason"), [("100", "less than 100"), ("150", "less than 100")])
def test_margins_that_no_price_gives(filled: Draft, percent: str, reason: str) -> None:
    found = price_for_margin(first(filled), Decimal(0), Decimal(10), Decimal(percent))
    assert isinstance(found, str)
    assert reason in found


# Typed prices -------------------------------------------------------------------------------------------------------


def test_a_typed_price_asks_why_and_goes_back(sales: Client, filled: Draft) -> None:
    line = first(filled)
    given = line.part_price
    page = change(sales, filled, line, part_price="1,00").content.decode()
    assert "because" in page
    assert "Back to" in page
    assert "another price than LogicTrade gave, and no reason" in page
    change(sales, filled, line, price_reason="showroommodel")
    assert first(filled).price_reason == "showroommodel"
    entry = AuditEntry.objects.get(action="draft:price_reasoned")
    assert entry.subject == f"draft:{filled.pk}"
    answer = sales.post(url("line_price_back", filled, line.pk), headers=HTMX)
    assert answer.status_code == 200
    back = first(filled)
    assert (back.part_price, back.price_source, back.price_reason) == (given, "list", "")


def test_typing_the_given_price_again_is_no_typed_price(sales: Client, filled: Draft) -> None:
    line = first(filled)
    change(sales, filled, line, part_price="1,00")
    change(sales, filled, line, part_price=str(line.part_price))
    assert first(filled).price_source == "list"


# Roles, optional, discounts -----------------------------------------------------------------------------------------


def test_headings_add_up_what_they_head(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    answer = sales.post(url("line_write", filled), {"role": "heading", "before": str(one.pk)}, headers=HTMX)
    assert answer.status_code == 200
    assert f'hx-swap-oob="beforebegin:#line-{one.pk}"' in answer.content.decode()
    heading = first(filled)
    assert heading.role == "heading"
    change(sales, filled, heading, description="Woonkamer")
    sales.post(url("line_write", filled), {"role": "text"}, headers=HTMX)
    assert [line.role for line in draft_lines(filled)] == ["heading", "product", "product", "text"]
    views = line_views(filled, draft_lines(filled))
    assert views[0].net == views[1].net + views[2].net
    assert [view.number for view in views] == [0, 1, 2, 0]
    page = change(sales, filled, two, quantity="1").content.decode()
    assert f'id="line-{heading.pk}-net" hx-swap-oob="true"' in page
    assert draft_totals(filled, draft_lines(filled)).totals.basis == sum(
        view.net for view in line_views(filled, draft_lines(filled))[1:]
    )


def test_an_optional_line_does_not_count(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    before = draft_totals(filled, [one, two]).totals.basis
    answer = change(sales, filled, one, optional="on", was_optional="")
    assert "1 optional line is not counted" in answer.content.decode()
    lines = draft_lines(filled)
    assert draft_totals(filled, lines).totals.basis == before - one.quantity * (one.part_price or 0)
    # A box that is no longer ticked is not posted; what it showed is.
    change(sales, filled, one, was_optional="on")
    assert not first(filled).optional
    change(sales, filled, one, quantity="9")
    assert first(filled).quantity == 9


def test_the_discount_on_all_goes_into_each_line(sales: Client, filled: Draft) -> None:
    assert combined(Decimal(10), Decimal(5)) == Decimal("14.50")
    assert combined(Decimal("33.33"), Decimal("3.33")) == Decimal("35.55")
    assert combined(Decimal(10), Decimal(0)) == 10
    answer = sales.post(url("update", filled), {"discount": "2,5*2", "was_discount": "0"}, headers=HTMX)
    assert answer.status_code == 200
    filled.refresh_from_db()
    assert filled.discount == 5
    found = draft_totals(filled, draft_lines(filled))
    assert found.before > found.totals.basis
    assert "Discount on all 5 %" in answer.content.decode()


# Out, back, copied, moved -------------------------------------------------------------------------------------------


def test_a_line_that_was_taken_out_comes_back_in_its_place(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    sales.post(url("line_remove", filled, one.pk), headers=HTMX)
    assert [line.pk for line in draft_lines(filled)] == [two.pk]
    assert str(one.code) not in sales.get(url("review", filled)).content.decode()
    answer = sales.post(url("line_restore", filled, one.pk), headers=HTMX)
    assert f'hx-swap-oob="beforebegin:#line-{two.pk}"' in answer.content.decode()
    assert [line.pk for line in draft_lines(filled)] == [one.pk, two.pk]
    assert sales.post(url("line_restore", filled, one.pk), headers=HTMX).status_code == 200


def test_without_scripts_the_page_offers_to_put_it_back(sales: Client, filled: Draft) -> None:
    one = first(filled)
    answer = sales.post(url("line_remove", filled, one.pk))
    assert answer["Location"].endswith(f"?removed={one.pk}")
    page = sales.get(answer["Location"]).content.decode()
    assert url("line_restore", filled, one.pk) in page
    sales.post(url("line_restore", filled, one.pk))
    assert first(filled).pk == one.pk
    assert url("line_restore", filled, one.pk) not in sales.get(answer["Location"]).content.decode()
    for junk in ("x", "9" * 30, "-1", "0"):
        assert sales.get(url("detail", filled), {"removed": junk}).status_code == 200


def test_a_copy_stands_below_its_line(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    sales.post(url("line_copy", filled, one.pk), headers=HTMX)
    lines = draft_lines(filled)
    assert [line.code for line in lines] == [one.code, one.code, two.code]
    assert lines[1].quantity == one.quantity
    assert lines[1].pk not in {one.pk, two.pk}


def test_lines_at_the_same_place_move_too(filled: Draft) -> None:
    one, two = draft_lines(filled)
    DraftLine.objects.filter(draft=filled).update(position=1)
    documents.line_move(actor=ACTOR, draft=filled, line_id=two.pk, step=-1)
    assert [line.pk for line in draft_lines(filled)] == [two.pk, one.pk]
    documents.line_move(actor=ACTOR, draft=filled, line_id=two.pk, step=-1)
    assert [line.pk for line in draft_lines(filled)] == [two.pk, one.pk]


def test_one_form_adds_one_line(sales: Client, draft: Draft, products: Any) -> None:
    """Twenty parallel posts of one form, and once more after an answer that was lost."""
    token = str(uuid.uuid4())

    def post(_number: int) -> int:
        client = Client()
        client.cookies = sales.cookies.copy()
        try:
            data = {"code": products[0].number, "token": token}
            return client.post(url("line_add", draft), data, headers=HTMX).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as pool:
        assert set(pool.map(post, range(20))) == {200}
    assert len(draft_lines(draft)) == 1
    post(0)
    assert len(draft_lines(draft)) == 1


# What a change costs ------------------------------------------------------------------------------------------------


def _queries(client: Client, draft: Draft, line: DraftLine, typed: str) -> tuple[int, str]:
    with CaptureQueriesContext(
        connection,
    ) as found:
        answer = change(client, draft, line, quantity=typed)
    assert answer.status_code == 200
    return len(found), answer.content.decode()


def test_three_hundred_lines_cost_no_query_more_than_ten(sales: Client, filled: Draft, products: Any) -> None:
    made = [documents.new_line(filled, products[number % len(products)], Decimal(1), number + 3) for number in range(8)]
    DraftLine.objects.bulk_create(made)
    line = first(filled)
    _queries(sales, filled, line, "5")
    few, _page = _queries(sales, filled, line, "6")
    made = [
        documents.new_line(filled, products[number % len(products)], Decimal(1), number + 20) for number in range(290)
    ]
    DraftLine.objects.bulk_create(made)
    many, page = _queries(sales, filled, line, "7")
    assert many <= few <= 24
    # One line and what follows from it travel, never the table.
    assert set(re.findall(r'data-line="(\d+)"', page)) <= {str(line.pk)}
    assert page.count("<tr") < 20


def test_prices_come_for_the_rows_that_the_page_has(sales: Client, filled: Draft) -> None:
    one, two = draft_lines(filled)
    page = sales.post(url("line_prices", filled), {"have": str(one.pk)}, headers=HTMX).content.decode()
    assert f'id="line-{one.pk}-net"' in page
    assert f'id="line-{two.pk}-net"' not in page
    assert {line.price_source for line in draft_lines(filled)} == {"customer"}
