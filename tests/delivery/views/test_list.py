"""The list of what can be delivered."""

import re
from datetime import date
from typing import Any

import pytest

from apps.core import clock
from apps.delivery.models import Deliverable
from apps.documents.models import Document
from apps.erp.mirror.fold import fold
from apps.erp.models import SyncState
from tests.delivery.support import RAW, planned, raw, receive, stored

pytestmark = pytest.mark.django_db
URL = "/delivery/"


def rows(client: Any, query: str = "") -> list[str]:
    """The order numbers on the page, in order."""
    page = client.get(URL + query)
    assert page.status_code == 200, page.status_code
    return re.findall(r'class="row-link" [^>]*href="/delivery/\d+/[^"]*">([^<]*)<', page.content.decode())


def test_a_row_says_what_the_planner_asks(as_role: Any) -> None:
    stored()
    page = as_role("warehouse").get(URL).content.decode()
    for text in ("V24000001", "P. de Vries", "Utrecht", "5 May 2027", "Partly", "1/2", "Bezorgen+montage", "269.00"):
        assert text in page, text
    assert "Not yet" in page
    assert "1 order" in page


def test_a_plan_stands_in_its_row_with_its_state(as_role: Any, people: Any) -> None:
    planned(stored(confirmedDeliveryDate="2027-05-11T09:30:00"), people["warehouse"])
    planned(stored(id=5, number="V2"), people["warehouse"], state="unknown", route="Zuid", stop=20)
    page = as_role("sales").get(URL).content.decode()
    assert "Noord · 10" in page
    assert "11 May 2027, being checked" in page
    assert "Zuid · 20" in page


@pytest.mark.parametrize("role", ["sales", "warehouse", "finance", "viewer", "admin"])
def test_who_may_see_it(as_role: Any, role: str) -> None:
    assert as_role(role).get(URL).status_code == 200


def test_who_may_not(as_role: Any, client: Any) -> None:
    assert as_role("purchasing").get(URL).status_code == 403
    assert client.get(URL).status_code == 302


def test_it_only_reads(as_role: Any) -> None:
    assert as_role("admin").post(URL).status_code == 405


def test_filters(as_role: Any, people: Any) -> None:
    first = stored()
    stored(id=5, number="V2", inStock="yes", delivery={"description": "Afhalen", "address": {"city": "Breda"}})
    stored(id=6, number="V3", inStock="no", confirmedDeliveryDate="2027-06-01T12:00:00")
    planned(first, people["warehouse"])
    client = as_role("warehouse")
    assert rows(client, "?in_stock=yes") == ["V2"]
    assert rows(client, "?delivery_type=Afhalen") == ["V2"]
    assert rows(client, "?planned=no") == ["V2"]
    assert sorted(rows(client, "?planned=yes")) == ["V24000001", "V3"]
    assert rows(client, "?route=Noord") == ["V24000001"]
    assert rows(client, "?day=11-05-2027") == ["V24000001"]
    assert rows(client, "?day=1-6-2027") == ["V3"]
    assert rows(client, "?q=breda") == ["V2"]
    assert rows(client, "?q=V2400") == ["V24000001"]
    assert rows(client, "?q=nothing+at+all") == []


@pytest.mark.parametrize(
    "sort", ["number", "customer", "town", "expected", "stock", "lines", "type", "collect", "planned", "route"]
)
def test_every_column_sorts_both_ways(as_role: Any, people: Any, sort: str) -> None:
    planned(stored(), people["warehouse"])
    receive(
        RAW
        | {
            "id": 5,
            "number": "W2",
            "inStock": "yes",
            "expectedDate": "2028-01-01",
            "totalPrice": 9000,
            "lines": [line | {"inStock": "yes"} for line in RAW["lines"]],
            "delivery": {"description": "Zelf halen", "address": {"name": "Zuster", "city": "Zwolle"}},
        }
    )
    planned(Deliverable.objects.get(pk=5), people["warehouse"], day=date(2027, 6, 1), route="Zuid")
    client = as_role("warehouse")
    up, down = rows(client, f"?sort={sort}"), rows(client, f"?sort=-{sort}")
    assert up == down[::-1]
    assert up[0] == ("W2" if sort == "stock" else "V24000001")


def test_an_order_that_left_shows_only_in_a_search(as_role: Any) -> None:
    row = stored()
    Deliverable.objects.filter(pk=row.pk).update(gone_at=clock.now())
    client = as_role("warehouse")
    assert rows(client) == []
    assert rows(client, "?q=vries") == ["V24000001"]
    assert "Left the list" in client.get(URL + "?q=vries").content.decode()


def test_a_name_that_the_address_lacks_comes_from_the_order(as_role: Any) -> None:
    stored(delivery={"address": {"city": "Utrecht"}})
    Document.objects.create(
        kind="order",
        remote_id=4,
        number="V24000001",
        number_key=fold("V24000001"),
        party_name="Woonwinkel Het Anker",
        synced_at=clock.now(),
    )
    assert "Woonwinkel Het Anker" in as_role("warehouse").get(URL).content.decode()


def test_what_is_late_says_so(as_role: Any) -> None:
    stored(expectedDate="2020-01-01")
    assert 'title="late"' in as_role("warehouse").get(URL).content.decode()


def test_markup_and_formulas_of_logictrade_are_only_text(as_role: Any) -> None:
    stored(
        number="=1+1",
        inStock="<b>straks</b>",
        delivery={"description": "<i>x</i>", "address": {"name": "<script>alert(1)</script>", "city": "\u202eadB"}},
    )
    page = as_role("warehouse").get(URL).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;straks&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "query",
    [
        "?sort=nonsense",
        "?sort=-",
        "?page=99999999999999999999",
        "?page=-1",
        "?in_stock=perhaps&route=none&planned=maybe&day=40-40",
        "?q=" + "x" * 6000,
        "?q=%00%ff%27%22)(*&day=%00",
        "?day=+9999999w",
    ],
)
def test_junk_in_the_address_gives_a_page(as_role: Any, query: str) -> None:
    stored()
    assert as_role("warehouse").get(URL + query, follow=True).status_code == 200


def test_an_empty_list_says_what_comes(as_role: Any) -> None:
    assert "Nothing to deliver" in as_role("warehouse").get(URL).content.decode()


def test_a_key_without_the_right_is_said(as_role: Any) -> None:
    stored()
    SyncState.objects.create(resource="deliverable", not_granted=True)
    for url in (URL, "/delivery/4/"):
        page = as_role("warehouse").get(url).content.decode()
        assert "The key of Backoffice has no right to deliveries in LogicTrade." in page
        assert "V24000001" in page


def test_the_first_reading_is_said(as_role: Any) -> None:
    SyncState.objects.create(resource="deliverable", phase="full", records=100, total=250)
    assert "100 of 250 orders so far." in as_role("warehouse").get(URL).content.decode()


def test_its_cost_does_not_grow(as_role: Any, people: Any, calls: Any, django_assert_max_num_queries: Any) -> None:
    receive(*(raw(id=number, number=f"V{number}") for number in range(1, 61)))
    for row in Deliverable.objects.all()[:20]:
        planned(row, people["warehouse"])
    client = as_role("warehouse")
    client.get(URL)
    with calls(0), django_assert_max_num_queries(12):
        assert len(rows(client)) == 50
