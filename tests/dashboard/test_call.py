"""/call?nr=…: the caller's card for any notation; the choice; the ways on when nobody has the number."""

import pytest

from apps.core import clock
from apps.dashboard.views.call import number_of
from apps.erp.mirror.upsert import upsert
from apps.relations.models import Customer
from apps.relations.resources import CUSTOMERS

pytestmark = pytest.mark.usefixtures("suppliers")
CARD = "/relations/customers/1/"


@pytest.mark.parametrize(
    "nr",
    [
        "0612345678", "06-12345678", "%2B31612345678", "+31612345678", "0031612345678", "06%2012%2034%2056%2078",
        "tel:%2B31612345678", "sip:+31612345678@phones.example", "tel:%2B31-6-12345678;phone-context=nl",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/call", "/call/"])
def test_one_caller_opens_their_card(sales, path, nr):
    response = sales.get(f"{path}?nr={nr}")
    assert (response.status_code, response["Location"]) == (302, CARD)


def test_several_are_a_choice_and_one_who_is_gone_is_none(as_role):
    client = as_role("finance")
    upsert(CUSTOMERS, [{"id": 8, "number": "R8", "companyName": "Tapijt & Co", "phoneNumber": "0032 9 1234567"}],
           read_began_at=clock.now())  # fmt: skip
    response = client.get("/call", {"nr": "+3291234567"})
    assert response.status_code == 200
    assert {party.href for party in response.context["parties"]} == {
        "/relations/customers/8/", "/relations/suppliers/71/"
    }  # fmt: skip
    for part in ("Tapijt &amp; Co", "Leuven Tapijten", "Supplier", "Who is it?"):
        assert part in response.text
    Customer.objects.filter(pk=8).update(gone_at=clock.now())
    assert client.get("/call", {"nr": "+3291234567"})["Location"] == "/relations/suppliers/71/"


def test_only_those_whom_the_reader_may_see(as_role):
    assert as_role("sales").get("/call", {"nr": "+3291234567"}).context["parties"] == []
    assert as_role("purchasing").get("/call", {"nr": "0612345678"}).context["parties"] == []
    assert "You may not see customers" in as_role("warehouse").get("/call", {"nr": "0612345678"}).text


def test_a_caller_who_is_gone_still_has_a_card(sales):
    Customer.objects.filter(pk=1).update(gone_at=clock.now())
    assert sales.get("/call", {"nr": "0612345678"})["Location"] == CARD


def test_nobody_has_the_number(as_role):
    text = as_role("sales").get("/call", {"nr": "010-7654321"}).text
    assert "Nobody in LogicTrade has this number." in text
    assert "/search/?q=010-7654321" in text
    assert "New customer" in text
    assert "New customer" not in as_role("viewer").get("/call", {"nr": "010-7654321"}).text


@pytest.mark.parametrize("nr", ["", " ", "anonymous", "\x00", "9" * 10_000, "<b>", "'", "%", "112"])
def test_what_is_no_number_gives_a_page(sales, nr):
    response = sales.get("/call", {"nr": nr})
    assert response.status_code == 200
    assert "<b></h1>" not in response.text
    assert sales.get("/call").status_code == 200


def test_what_it_costs_and_who_may(sales, client, calls, django_assert_max_num_queries):
    with calls(0), django_assert_max_num_queries(9):
        sales.get("/call", {"nr": "0612345678"})
    assert client.get("/call?nr=0612345678").status_code == 302
    assert sales.post("/call").status_code == 405


@pytest.mark.parametrize(
    ("given", "shown"),
    [(" 31612345678", "+31612345678"), ("tel:0612", "0612"), ("SIP:0612@x.nl", "0612"), ("  ", ""), ("\x00", "")],
)
def test_what_stands_around_a_number_is_left_out(given, shown):
    assert number_of(given) == shown
