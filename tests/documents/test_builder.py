"""The page of a quote in the making: fields saved at once, lines, picker, prices, without and with htmx."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.documents.builder import adding
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines

from .conftest import ACTOR

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


def url(name: str, draft: Draft, *more: Any) -> str:
    return reverse(f"sales:quote_draft_{name}", args=[draft.pk, *more])


def was(line: DraftLine) -> dict[str, str]:
    return {
        "was_quantity": f"{line.quantity.normalize():f}",
        "was_part_price": "" if line.part_price is None else str(line.part_price),
        "was_discount": str(line.discount),
        "was_comment_intern": line.comment_intern,
        "was_comment_extern": line.comment_extern,
    }


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def test_the_page_shows_lines_totals_and_stock(sales: Client, filled: Draft, calls: Any) -> None:
    with calls(0):
        answer = sales.get(url("detail", filled))
    page = answer.content.decode()
    assert answer.status_code == 200
    for line in draft_lines(filled):
        assert line.code in page
        assert f'id="line-{line.pk}"' in page
    assert "Total incl. VAT" in page
    assert "unconfirmed" in page
    assert "list price" in page


def test_it_costs_the_same_with_many_lines(
    sales: Client, filled: Draft, products: Any, django_assert_max_num_queries: Any
) -> None:
    for product in products[:30]:
        adding.product_line_add(actor=ACTOR, draft=filled, product_id=product.pk)
    with django_assert_max_num_queries(24):
        sales.get(url("detail", filled))


@pytest.mark.parametrize("role", ["purchasing", "warehouse", "finance", "viewer"])
def test_other_roles_are_refused(as_role: Any, filled: Draft, role: str) -> None:
    client = as_role(role)
    line = draft_lines(filled)[0]
    for name in ("detail", "review", "products", "product_prices", "discard"):
        assert client.get(url(name, filled)).status_code == 403, name
    for name, more in (
        ("update", ()),
        ("line_add", ()),
        ("line_update", (line.pk,)),
        ("line_remove", (line.pk,)),
        ("line_move", (line.pk,)),
        ("line_prices", ()),
        ("send", ()),
        ("copy", ()),
        ("discard", ()),
    ):
        assert client.post(url(name, filled, *more)).status_code == 403, name
    assert Draft.objects.count() == 1
    assert len(draft_lines(filled)) == 2


def test_wrong_methods_and_unknown_drafts(sales: Client, filled: Draft) -> None:
    for name in ("update", "line_add", "line_prices", "send", "copy"):
        assert sales.get(url(name, filled)).status_code == 405, name
    assert sales.post(url("detail", filled)).status_code == 405
    unknown = "/sales/quotes/drafts/00000000-0000-4000-8000-000000000000/"
    assert sales.get(unknown).status_code == 404
    assert sales.post(f"{unknown}lines/", {"code": "x"}).status_code == 404
    assert sales.get("/sales/quotes/drafts/nonsense/").status_code == 404


# Head -------------------------------------------------------------------------------------------------------------


def test_a_field_of_the_head_is_saved_at_once(sales: Client, draft: Draft) -> None:
    answer = sales.post(url("update", draft), {"reference": "PO 4711", "was_reference": ""}, headers=HTMX)
    assert answer.status_code == 200
    assert "saved" in answer.content.decode()
    changed = Draft.objects.get(pk=draft.pk)
    assert (changed.reference, changed.version) == ("PO 4711", draft.version + 1)


def test_a_date_shows_how_it_was_understood(sales: Client, draft: Draft) -> None:
    answer = sales.post(url("update", draft), {"expected_date": "11-12-2026", "was_expected_date": ""}, headers=HTMX)
    assert "Friday, week 50" in answer.content.decode()
    assert str(Draft.objects.get(pk=draft.pk).expected_date) == "2026-12-11"


def test_a_wrong_date_is_kept_beside_its_message(sales: Client, draft: Draft) -> None:
    for headers in (HTMX, {}):
        answer = sales.post(
            url("update", draft), {"expected_date": "morgenochtend", "reference": "blijft"}, headers=headers
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="morgenochtend"' in page
        assert "Type a date" in page
    changed = Draft.objects.get(pk=draft.pk)
    assert (changed.expected_date, changed.reference) == (None, "blijft")


def test_a_code_that_is_not_in_the_table_is_refused(sales: Client, draft: Draft) -> None:
    answer = sales.post(url("update", draft), {"delivery_type": "XX"}, headers=HTMX)
    assert answer.status_code == 422
    assert Draft.objects.get(pk=draft.pk).delivery_type == "BZ"


def test_a_stale_change_of_another_field_merges(sales: Client, draft: Draft) -> None:
    sales.post(url("update", draft), {"reference": "first"}, headers=HTMX)
    answer = sales.post(
        url("update", draft),
        {"reference": "", "was_reference": "", "comment_extern": "Bel vooraf", "was_comment_extern": ""},
        headers=HTMX,
    )
    assert answer.status_code == 200
    changed = Draft.objects.get(pk=draft.pk)
    assert (changed.reference, changed.comment_extern) == ("first", "Bel vooraf")


def test_a_stale_change_of_the_same_field_gives_both_values(sales: Client, draft: Draft) -> None:
    sales.post(url("update", draft), {"reference": "theirs", "was_reference": ""}, headers=HTMX)
    stale = {"reference": "mine", "was_reference": ""}
    for headers in (HTMX, {}):
        answer = sales.post(url("update", draft), stale, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'value="theirs"' in page
        assert 'value="mine"' in page
    assert Draft.objects.get(pk=draft.pk).reference == "theirs"
    sales.post(url("update", draft), {"reference": "mine", "was_reference": "theirs"}, headers=HTMX)
    assert Draft.objects.get(pk=draft.pk).reference == "mine"


# Lines ------------------------------------------------------------------------------------------------------------


def test_a_line_is_added_by_exact_code(sales: Client, draft: Draft, products: Any, calls: Any) -> None:
    with calls(0):
        answer = sales.post(
            url("line_add", draft), {"code": products[0].number.lower(), "quantity": "2,5"}, headers=HTMX
        )
    assert answer.status_code == 200
    (line,) = draft_lines(draft)
    assert (line.code, line.quantity, line.price_source) == (products[0].number, Decimal("2.5"), "list")
    assert (line.part_price, line.vat_percent) == (products[0].sales_price.quantize(Decimal("0.01")), Decimal(21))
    page = answer.content.decode()
    # Rows outside a table would be taken apart by the parser, so they travel in a template.
    assert page.lstrip().startswith('<template><tbody hx-swap-oob="beforeend:#lines"><tr')
    assert 'id="totals" hx-swap-oob="true"' in page
    assert answer["HX-Trigger"] == '{"askprices": {}}'


def test_a_picked_product_goes_before_the_text(sales: Client, draft: Draft, products: Any) -> None:
    sales.post(url("line_add", draft), {"code": "whatever", "product": str(products[1].pk)}, headers=HTMX)
    assert [line.code for line in draft_lines(draft)] == [products[1].number]


@pytest.mark.parametrize(
    ("posted", "message"),
    [
        ({"code": "bestaat-echt-niet"}, "Not found"),
        ({"code": ""}, "Not found"),
        ({"code": "eiken"}, "Several products match"),
        ({"code": "a"}, "Not found"),
        ({"product": "999999999"}, "Not found"),
        ({"code": "x", "quantity": "0"}, "Quantity must be more than 0"),
        ({"code": "x", "quantity": "veel"}, "Type a number"),
        ({"code": "x" * 10_000}, "Not found"),
        ({"code": "a\x00b", "product": "9" * 30}, ""),
    ],
)
def test_what_cannot_be_added_comes_back(sales: Client, draft: Draft, posted: dict[str, str], message: str) -> None:
    for headers in (HTMX, {}):
        answer = sales.post(url("line_add", draft), posted, headers=headers)
        assert answer.status_code == 422
        assert message in answer.content.decode()
    assert draft_lines(draft) == []


def test_a_line_is_changed_in_place(sales: Client, filled: Draft, calls: Any) -> None:
    line = draft_lines(filled)[0]
    with calls(0):
        answer = sales.post(
            url("line_update", filled, line.pk), {**was(line), "quantity": "1.5", "discount": "12.5"}, headers=HTMX
        )
    assert answer.status_code == 200
    changed = draft_lines(filled)[0]
    assert (changed.quantity, changed.discount, changed.price_source) == (Decimal("1.5"), Decimal("12.5"), "person")
    page = answer.content.decode()
    assert f'id="line-{line.pk}-net" hx-swap-oob="true"' in page
    assert 'id="totals" hx-swap-oob="true"' in page
    # A field that was not changed here may be in use and is left alone.
    assert f'id="line-{line.pk}-part_price"' not in page


def test_what_is_wrong_in_a_line_is_kept(sales: Client, filled: Draft) -> None:
    line = draft_lines(filled)[0]
    posted = {**was(line), "quantity": "0", "part_price": "12.345", "comment_extern": "Zaagmaat"}
    for headers in (HTMX, {}):
        answer = sales.post(url("line_update", filled, line.pk), posted, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Quantity must be more than 0" in page
        assert "At most 2 decimals" in page
        assert 'value="12.345"' in page
        assert 'aria-invalid="true"' in page
    changed = draft_lines(filled)[0]
    assert (changed.quantity, changed.part_price, changed.comment_extern) == (
        line.quantity,
        line.part_price,
        "Zaagmaat",
    )


def test_a_stale_change_of_another_line_merges(sales: Client, filled: Draft) -> None:
    first, second = draft_lines(filled)
    sales.post(url("line_update", filled, first.pk), {**was(first), "quantity": "7"}, headers=HTMX)
    answer = sales.post(url("line_update", filled, second.pk), {**was(second), "quantity": "8"}, headers=HTMX)
    assert answer.status_code == 200
    assert [line.quantity for line in draft_lines(filled)] == [7, 8]


def test_a_stale_change_of_the_same_line_gives_both_values(sales: Client, filled: Draft) -> None:
    line = draft_lines(filled)[0]
    sales.post(url("line_update", filled, line.pk), {**was(line), "quantity": "7"}, headers=HTMX)
    stale = {**was(line), "quantity": "9", "comment_extern": "mijn tekst"}
    answer = sales.post(url("line_update", filled, line.pk), stale, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r'type="radio" name="quantity" value="7"', page)
    assert re.search(r'type="radio" name="quantity" value="9"', page)
    assert draft_lines(filled)[0].quantity == 7
    # The choice saves all that was typed.
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page[page.index('class="clash') :]))
    chosen = hidden | {"quantity": "9"}
    assert sales.post(url("line_update", filled, line.pk), chosen, headers=HTMX).status_code == 200
    changed = draft_lines(filled)[0]
    assert (changed.quantity, changed.comment_extern) == (9, "mijn tekst")


def test_lines_move_and_go(sales: Client, filled: Draft) -> None:
    first, second = draft_lines(filled)
    sales.post(url("line_move", filled, first.pk), {"step": "down"}, headers=HTMX)
    assert [line.pk for line in draft_lines(filled)] == [second.pk, first.pk]
    assert sales.post(url("line_move", filled, first.pk), {"step": "sideways"}, headers=HTMX).status_code == 200
    sales.post(url("line_move", filled, first.pk), {"step": "down"}, headers=HTMX)
    sales.post(url("line_move", filled, first.pk), {"step": "up"})
    assert [line.pk for line in draft_lines(filled)] == [first.pk, second.pk]
    answer = sales.post(url("line_remove", filled, first.pk), headers=HTMX)
    page = answer.content.decode()
    assert f'<tr id="line-{first.pk}" hx-swap-oob="delete">' in page
    assert "Undo" in page
    # One line and the totals travel, never the table.
    assert f'id="line-{second.pk}"' not in page
    assert [line.pk for line in draft_lines(filled)] == [second.pk]
    # Gone is gone: a second click is no error.
    assert sales.post(url("line_remove", filled, first.pk), headers=HTMX).status_code == 200
    assert sales.post(url("line_move", filled, first.pk), {"step": "up"}, headers=HTMX).status_code == 200


def test_a_line_of_another_draft_is_out_of_reach(sales: Client, filled: Draft, people: Any) -> None:
    other = adding.draft_begin(actor=ACTOR, user=people["sales"], customer_id=filled.customer_id)
    line = draft_lines(filled)[0]
    sales.post(url("line_update", other, line.pk), {"quantity": "99"}, headers=HTMX)
    sales.post(url("line_remove", other, line.pk), headers=HTMX)
    assert draft_lines(filled)[0].quantity == line.quantity


def test_hidden_fields_are_not_trusted(sales: Client, filled: Draft) -> None:
    line = draft_lines(filled)[0]
    sales.post(
        url("line_update", filled, line.pk),
        {
            **was(line),
            "quantity": "4",
            "code": "HACK",
            "product_id": "1",
            "price_source": "customer",
            "vat_percent": "0",
        },
        headers=HTMX,
    )
    sales.post(url("update", filled), {"customer_id": "1", "customer_name": "x", "sent_id": "5"}, headers=HTMX)
    changed = draft_lines(filled)[0]
    assert (changed.code, changed.product_id, changed.vat_percent) == (line.code, line.product_id, line.vat_percent)
    assert (changed.quantity, changed.price_source) == (4, "list")
    head = Draft.objects.get(pk=filled.pk)
    assert (head.customer_id, head.sent_id) == (filled.customer_id, None)


def test_of_several_products_one_can_be_chosen_without_javascript(sales: Client, draft: Draft) -> None:
    page = sales.post(url("line_add", draft), {"code": "eiken"}).content.decode()
    found = re.search(r'form="add-line" name="product" value="(\d+)"', page)
    assert found
    sales.post(url("line_add", draft), {"code": "eiken", "product": found[1]})
    assert [line.product_id for line in draft_lines(draft)] == [int(found[1])]


# Without JavaScript -----------------------------------------------------------------------------------------------


def test_comments_belong_to_the_form_of_the_head(sales: Client, draft: Draft) -> None:
    page = sales.get(url("detail", draft)).content.decode()
    for name in ("comment_extern", "comment_intern"):
        field = re.search(rf'<textarea name="{name}"[^>]*>', page)
        assert field
        assert 'form="head-form"' in field[0]


def test_plain_forms_do_the_same(sales: Client, draft: Draft, products: Any) -> None:
    page = url("detail", draft)
    for name, posted in (
        ("line_add", {"code": products[0].number, "quantity": "3"}),
        ("update", {"reference": "PO 1"}),
    ):
        answer = sales.post(url(name, draft), posted)
        assert (answer.status_code, answer["Location"]) == (303, page), name
    line = draft_lines(draft)[0]
    answer = sales.post(url("line_update", draft, line.pk), {**was(line), "quantity": "5"})
    assert (answer.status_code, answer["Location"]) == (303, page)
    assert draft_lines(draft)[0].quantity == 5


# Picker and prices ------------------------------------------------------------------------------------------------


def test_the_picker_shows_hits_without_a_call(sales: Client, draft: Draft, products: Any, calls: Any) -> None:
    with calls(0):
        answer = sales.get(url("products", draft), {"code": products[0].number}, headers=HTMX)
    page = answer.content.decode()
    assert f'value="{products[0].pk}"' in page
    assert 'role="option"' in page
    assert answer.headers["HX-Trigger"] == "pickershown" or "pickershown" in answer.headers["HX-Trigger"]


def test_the_picker_asks_prices_in_one_call(
    sales: Client, draft: Draft, products: Any, calls: Any, synced: Any
) -> None:
    ids = ",".join(str(product.pk) for product in products[:5])
    synced.control.clear_journal()
    with calls(1):
        page = sales.get(url("product_prices", draft), {"ids": ids}, headers=HTMX).content.decode()
    (post,) = synced.control.journal()
    assert {item["customerId"] for item in post.json["items"]} == {draft.customer_id}
    assert page.count('hx-swap-oob="true"') == 6
    assert "Price live" in page
    with calls(0):
        sales.get(url("product_prices", draft), {"ids": ids}, headers=HTMX)


@pytest.mark.parametrize("junk", ["", "a,b", "1;2", "9" * 400, "0,0,0", "-1"])
def test_junk_in_the_picker_gives_a_list(sales: Client, draft: Draft, junk: str) -> None:
    assert sales.get(url("products", draft), {"code": junk * 30}, headers=HTMX).status_code == 200
    assert sales.get(url("product_prices", draft), {"ids": junk}, headers=HTMX).status_code == 200


def test_lines_get_the_price_of_the_customer(sales: Client, filled: Draft, calls: Any) -> None:
    first = draft_lines(filled)[0]
    DraftLine.objects.filter(pk=first.pk).update(price_source="person", part_price="1.00")
    with calls(1):
        answer = sales.post(url("line_prices", filled), headers=HTMX)
    assert answer.status_code == 200
    typed, asked = draft_lines(filled)
    assert (typed.part_price, typed.price_source) == (Decimal("1.00"), "person")
    assert asked.price_source == "customer"
    with calls(0):
        sales.post(url("line_prices", filled), headers=HTMX)


def test_without_logictrade_the_list_price_stays_and_says_so(sales: Client, filled: Draft, synced: Any) -> None:
    before = [line.part_price for line in draft_lines(filled)]
    synced.control.down()
    try:
        page = sales.get(
            url("product_prices", filled), {"ids": str(draft_lines(filled)[0].product_id)}, headers=HTMX
        ).content.decode()
        assert "Prices are list prices" in page
        for headers in (HTMX, {}):
            answer = sales.post(url("line_prices", filled), headers=headers)
            assert answer.status_code == 200
            assert "LogicTrade does not answer" in answer.content.decode()
        assert sales.get(url("detail", filled)).status_code == 200
    finally:
        synced.control.up()
    assert [line.part_price for line in draft_lines(filled)] == before


# Throwing away, copying -------------------------------------------------------------------------------------------


def test_throwing_away_asks_first_and_is_audited(sales: Client, filled: Draft) -> None:
    page = sales.get(url("discard", filled)).content.decode()
    assert "2 lines" in page
    assert Draft.objects.get(pk=filled.pk).discarded_at is None
    answer = sales.post(url("discard", filled))
    assert answer.status_code == 303
    assert sales.get(url("detail", filled)).status_code == 404
    entry = AuditEntry.objects.get(action="draft:discarded")
    assert entry.subject == f"draft:{filled.pk}"


def test_a_copy_is_a_draft_of_its_own(sales: Client, filled: Draft) -> None:
    answer = sales.post(url("copy", filled))
    assert answer.status_code == 303
    copy = Draft.objects.exclude(pk=filled.pk).get()
    assert [line.code for line in draft_lines(copy)] == [line.code for line in draft_lines(filled)]
    assert answer["Location"] == url("detail", copy)
