"""The card of one delivery, as each role reads it."""

from typing import Any

import pytest

from apps.core import clock
from apps.delivery.models import Deliverable
from apps.documents.models import Document
from apps.erp.mirror.fold import fold
from apps.relations.models import Customer
from tests.delivery.support import RAW, planned, stored

pytestmark = pytest.mark.django_db


def card(client: Any, pk: int = 4) -> str:
    page = client.get(f"/delivery/{pk}/")
    assert page.status_code == 200
    return str(page.content.decode())


def order_of(row: Deliverable, **values: Any) -> Document:
    defaults: dict[str, Any] = {"remote_id": row.pk, "stock_status": "complete", "delivery_status": "complete"}
    return Document.objects.create(
        kind="order",
        number=row.number,
        number_key=fold(row.number),
        synced_at=clock.now(),
        **(defaults | values),
    )


def test_it_says_what_to_fetch_where_to_and_what_to_collect(as_role: Any) -> None:
    stored()
    page = card(as_role("warehouse"))
    assert "1 of 2 lines can leave, 1 wait for stock." in page
    for text in ("Barstoel", "LT00000043", "MAG-A1: 2", "Kade 12", "3511 AB Utrecht", "269.00", "369.00", "100.00"):
        assert text in page, text
    assert 'href="tel:0301234567"' in page
    assert "sleutel bij de buren" in page
    assert "Bel vooraf" in page


def test_lines_delivered_before_come_last_and_grey(as_role: Any) -> None:
    stored()
    page = card(as_role("warehouse"))
    assert page.index("LT00000044") < page.index("LT00000045")
    assert '<tr class="done">' in page


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "Nothing is left to deliver of this order."),
        ([{"inStock": "yes"}], "The line is in stock: this order can leave."),
        ([{"inStock": "yes"}, {"inStock": "yes"}], "All 2 lines are in stock: this order can leave."),
        ([{"inStock": "partially"}, {"inStock": "no"}], "None of the 2 lines is wholly in stock yet."),
    ],
)
def test_its_sentence(as_role: Any, lines: list[dict[str, Any]], sentence: str) -> None:
    stored(lines=[{"id": 1, "quantityToDeliver": 1} | line for line in lines])
    assert sentence in card(as_role("warehouse"))


@pytest.mark.parametrize("role", ["warehouse", "admin"])
def test_planners_see_the_form(as_role: Any, role: str) -> None:
    stored()
    page = card(as_role(role))
    assert 'action="/delivery/4/plan/"' in page
    assert 'name="token"' in page


@pytest.mark.parametrize("role", ["sales", "finance", "viewer"])
def test_readers_see_the_plan_but_no_form(as_role: Any, people: Any, role: str) -> None:
    planned(stored(), people["warehouse"])
    page = card(as_role(role))
    assert "11 May 2027 at 09:30 · Noord · stop 10" in page
    assert 'name="token"' not in page
    assert "/delivery/4/plan/" not in page


def test_others_do_not_see_it(as_role: Any, client: Any) -> None:
    stored()
    assert as_role("purchasing").get("/delivery/4/").status_code == 403
    assert client.get("/delivery/4/").status_code == 302


@pytest.mark.parametrize("pk", ["5", "0", "99999999999999999999999"])
def test_an_order_that_does_not_exist(as_role: Any, pk: str) -> None:
    stored()
    assert as_role("warehouse").get(f"/delivery/{pk}/").status_code == 404


def test_it_only_reads(as_role: Any) -> None:
    stored()
    assert as_role("admin").post("/delivery/4/").status_code == 405


def test_its_order_is_found_by_number_even_under_another_id(as_role: Any) -> None:
    row = stored()
    order_of(row, remote_id=77)
    assert 'href="/sales/orders/77/"' in card(as_role("warehouse"))


def test_without_a_known_order_there_is_no_link(as_role: Any) -> None:
    stored()
    assert "/sales/orders/" not in card(as_role("warehouse")).replace('href="/sales/orders/"', "")


def test_of_two_orders_with_one_number_the_id_decides(as_role: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    row = stored()
    order_of(row)
    order_of(row, remote_id=99)
    client = as_role("warehouse")
    assert 'href="/sales/orders/4/"' in card(client)
    monkeypatch.setattr("apps.delivery.selectors.DELIVERY_ID_IS_ORDER_ID", False)
    assert 'href="/sales/orders/4/"' not in card(client)


def test_a_phone_that_the_address_lacks_is_the_customers(as_role: Any) -> None:
    address = {name: value for name, value in RAW["delivery"]["address"].items() if name != "phoneNumber"}
    row = stored(delivery=RAW["delivery"] | {"address": address})
    now = clock.now()
    Customer.objects.create(
        id=8,
        name="P. de Vries",
        kind="private",
        phone="",
        mobile="06 12 34",
        data="{}",
        read_began_at=now,
        synced_at=now,
    )
    order_of(row, party_id=8)
    assert 'href="tel:061234"' in card(as_role("warehouse"))


def test_an_order_that_left_the_list_says_so_and_cannot_be_planned(as_role: Any) -> None:
    row = stored()
    order_of(row)
    Deliverable.objects.filter(pk=4).update(gone_at=clock.now())
    page = card(as_role("warehouse"))
    assert "LogicTrade no longer lists this order as deliverable" in page
    assert "Delivery: complete" in page
    assert 'href="/sales/orders/4/"' in page
    assert 'name="token"' not in page


def test_a_day_that_only_logictrade_knows_is_named_as_such(as_role: Any) -> None:
    stored(confirmedDeliveryDate="2027-05-20T12:00:00")
    page = card(as_role("warehouse"))
    assert "20 May 2027" in page
    assert "stands in LogicTrade; its route and stop are not known here." in page


def test_a_day_that_logictrade_moved_asks_for_attention(as_role: Any, people: Any) -> None:
    planned(stored(confirmedDeliveryDate="2027-05-20T12:00:00"), people["warehouse"])
    assert "LogicTrade took it, but shows 20 May 2027." in card(as_role("warehouse"))


def test_earlier_plans_are_kept_to_read(as_role: Any, people: Any) -> None:
    row = stored()
    planned(row, people["admin"], route="Oost", is_current=False)
    planned(row, people["warehouse"])
    page = card(as_role("warehouse"))
    assert "Plans before" in page
    assert "11 May 2027 at 09:30 · Oost · stop 10" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("intent", "Waiting"),
        ("sending", "Sent"),
        ("unknown", "Answer lost. We compare with LogicTrade before anything is sent again."),
        ("needs_human", "You decide"),
        ("held", "Held"),
    ],
)
def test_a_plan_on_its_way_says_where_it_stands(as_role: Any, people: Any, state: str, words: str) -> None:
    planned(stored(), people["warehouse"], state=state)
    page = card(as_role("warehouse"))
    assert words in page
    asks = 'hx-trigger="every 1s"' in page
    assert asks == (state in {"intent", "sending", "unknown"})


def test_with_writes_off_the_button_is_off_and_says_why(as_role: Any, settings: Any) -> None:
    settings.LOGICTRADE_WRITES = False
    stored()
    page = card(as_role("warehouse"))
    assert "Writing to LogicTrade is switched off" in page
    assert 'type="submit" disabled' in page


@pytest.mark.parametrize(
    "changes",
    [
        {"delivery": None, "comment": None, "lines": None},
        {"lines": [{"id": 1, "warehouses": None}, {"id": 2, "warehouses": [{"location": None, "quantity": 3}]}]},
        {"lines": [{"id": 1, "description": "<b>x</b>", "configuration": {"id": 3, "items": [{"option": "Breedte"}]}}]},
        {"number": None, "totalPrice": None},
        {"inStock": "<script>alert(1)</script>"},
    ],
)
def test_odd_records_give_a_page(as_role: Any, changes: dict[str, Any]) -> None:
    stored(**changes)
    page = card(as_role("warehouse"))
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_its_cost(as_role: Any, people: Any, calls: Any, django_assert_max_num_queries: Any) -> None:
    row = stored()
    order_of(row)
    for number in range(12):
        planned(row, people["warehouse"], is_current=number == 11)
    client = as_role("warehouse")
    card(client)
    # One of them is whether the reader pinned it, one the documents around it.
    with calls(0), django_assert_max_num_queries(16):
        card(client)
