"""Lists, cards and starting a quote: works, allowed, refused, bad id, junk, and what it costs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.documents.models import Document, Draft
from apps.logictrade import codec
from apps.sales.models import Order, Quote

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = ("sales:quote_list", "sales:order_list", "sales:quote_draft_list")


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def test_the_lists_show_what_was_read(sales: Client, synced: Any, calls: Any) -> None:
    quote = Document.objects.filter(kind="quote", gone_at=None).exclude(party_name="").order_by("-date").first()
    order = Document.objects.filter(kind="order", gone_at=None).exclude(party_name="").order_by("-date").first()
    assert quote is not None
    assert order is not None
    with calls(0):
        quotes = sales.get(reverse("sales:quote_list"), {"q": quote.number}).content.decode()
        orders = sales.get(reverse("sales:order_list"), {"q": order.number}).content.decode()
    assert reverse("sales:quote_detail", args=[quote.remote_id]) in quotes
    assert reverse("sales:order_detail", args=[order.remote_id]) in orders
    assert "unconfirmed" in quotes
    assert 'class="lamps"' in orders


@pytest.mark.parametrize("name", LISTS)
def test_lists_have_a_budget(sales: Client, synced: Any, name: str, django_assert_max_num_queries: Any) -> None:
    # What a process asks once a minute (how long a quote usually stands) is known by then.
    sales.get(reverse(name))
    with django_assert_max_num_queries(12):
        assert sales.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "junk",
    [
        {"sort": "password"},
        {"page": "99999999999999999999"},
        {"page": "-1"},
        {"state": "nonsense"},
        {"since": "never", "until": "\x00"},
        {"q": "x" * 10_000},
        {"q": "'\"*() NEAR(a b) col:"},
        {"gone": "2", "unknown": "1"},
    ],
)
def test_junk_in_the_address_gives_a_page(sales: Client, synced: Any, name: str, junk: dict[str, str]) -> None:
    assert sales.get(reverse(name), junk, follow=True).status_code == 200


def test_filters_and_sorting(sales: Client, synced: Any) -> None:
    from django.utils.dateparse import parse_date

    def rows(**query: str) -> list[Document]:
        return list(sales.get(reverse("sales:order_list"), query).context["rows"].rows)

    assert {row.state for row in rows(state="ready")} == {"ready"}
    totals = [row.total for row in rows(sort="-total") if row.total is not None]
    assert totals == sorted(totals, reverse=True)
    day = parse_date("2026-06-01")
    assert day is not None
    assert all(row.date and row.date >= day for row in rows(since="01-06-2026"))
    assert all(row.date and row.date <= day for row in rows(until="01-06-2026"))


def test_who_may_see_what(as_role: Any, synced: Any) -> None:
    quote, order = Quote.objects.first(), Order.objects.first()
    assert quote is not None
    assert order is not None
    pages = {
        reverse("sales:quote_list"): {"sales", "finance", "viewer", "admin"},
        reverse("sales:quote_detail", args=[quote.pk]): {"sales", "finance", "viewer", "admin"},
        reverse("sales:quote_comments", args=[quote.pk]): {"sales", "finance", "viewer", "admin"},
        reverse("sales:quote_draft_list"): {"sales", "admin"},
        reverse("sales:quote_new"): {"sales", "admin"},
        reverse("sales:order_list"): {"sales", "purchasing", "warehouse", "finance", "viewer", "admin"},
        reverse("sales:order_detail", args=[order.pk]): {
            "sales",
            "purchasing",
            "warehouse",
            "finance",
            "viewer",
            "admin",
        },
    }
    for role in ("sales", "purchasing", "warehouse", "finance", "viewer", "admin"):
        client = as_role(role)
        for address, allowed in pages.items():
            assert client.get(address).status_code == (200 if role in allowed else 403), (role, address)
            if "new" not in address:
                assert client.post(address).status_code in {403, 405}
    assert Client().get(reverse("sales:quote_list")).status_code == 302


def test_who_may_not_write_sees_no_button(as_role: Any, synced: Any) -> None:
    assert reverse("sales:quote_new") in as_role("sales").get(reverse("sales:quote_list")).content.decode()
    page = as_role("viewer").get(reverse("sales:quote_list")).content.decode()
    assert reverse("sales:quote_new") not in page
    assert reverse("sales:quote_draft_list") not in page


@pytest.mark.parametrize("name", ["sales:quote_detail", "sales:quote_comments", "sales:order_detail"])
def test_unknown_ids_are_not_found(sales: Client, synced: Any, name: str) -> None:
    for pk in (999_999_999, 2**63, 10**30):
        assert sales.get(reverse(name, args=[pk])).status_code == 404


def test_every_card_opens_without_a_call(
    sales: Client, synced: Any, calls: Any, django_assert_max_num_queries: Any
) -> None:
    """All odd records among them: null parts, unknown statuses, markup in names."""
    with calls(0):
        for quote in Quote.objects.all():
            with django_assert_max_num_queries(20):
                page = sales.get(reverse("sales:quote_detail", args=[quote.pk]))
            assert page.status_code == 200
            assert b"<script>alert" not in page.content
        for order in Order.objects.all():
            with django_assert_max_num_queries(20):
                assert sales.get(reverse("sales:order_detail", args=[order.pk])).status_code == 200


def _change(row: Quote | Order, **changes: Any) -> None:
    row.data = codec.dumps(row.raw | changes)
    row.save(update_fields=["data"])


def test_a_quote_card_hides_the_marker_and_marks_what_is_internal(sales: Client, synced: Any) -> None:
    quote = Quote.objects.first()
    assert quote is not None
    _change(quote, comment={"intern": "Nabellen\nBO-0123456789AB", "extern": "Graag vooraf bellen"})
    page = sales.get(reverse("sales:quote_detail", args=[quote.pk])).content.decode()
    assert "BO-0123456789AB" not in page
    inside = page[page.index('class="internal"') :]
    assert "Nabellen" in inside
    assert "not on paper" in inside
    assert "Graag vooraf bellen" not in inside


def test_comments_that_the_list_left_out_are_asked_for(sales: Client, synced: Any, calls: Any) -> None:
    quote = next(one for one in Quote.objects.all() if (one.raw.get("comment") or {}).get("extern"))
    words = quote.raw["comment"]["extern"]
    _change(quote, comment=None)
    raw = quote.raw
    del raw["comment"]
    quote.data = codec.dumps(raw)
    quote.save(update_fields=["data"])
    page = sales.get(reverse("sales:quote_detail", args=[quote.pk])).content.decode()
    assert reverse("sales:quote_comments", args=[quote.pk]) in page
    with calls(1):
        panel = sales.get(reverse("sales:quote_comments", args=[quote.pk]), headers={"HX-Request": "true"})
    assert words in panel.content.decode()
    assert "<html" not in panel.content.decode()


def test_logictrades_amounts_are_shown_and_doubted(sales: Client, synced: Any) -> None:
    order = Order.objects.first()
    assert order is not None
    line = {"lineNumber": 10, "code": "X1", "description": "Bank", "quantity": 2, "partPrice": 100, "discount": 0}
    _change(order, lines=[line | {"linePrice": 242, "vat": 21}], totalAmount=0)
    page = sales.get(reverse("sales:order_detail", args=[order.pk])).content.decode()
    assert "242.00" in page
    assert "differs from quantity" in page
    assert "42.00" in page
    _change(order, lines=[line | {"linePrice": 200, "vat": 21}], totalAmount=150)
    page = sales.get(reverse("sales:order_detail", args=[order.pk])).content.decode()
    assert "LogicTrade says 150.00" in page


def test_a_removed_quote_stays_readable(sales: Client, synced: Any) -> None:
    from apps.core import clock
    from apps.erp.mirror.registry import get
    from apps.erp.mirror.upsert import mark_gone

    quote = Quote.objects.exclude(number="").first()
    assert quote is not None
    mark_gone(get("quote"), quote.pk, at=clock.now())
    page = sales.get(reverse("sales:quote_detail", args=[quote.pk])).content.decode()
    assert "No longer in LogicTrade." in page
    listed = sales.get(reverse("sales:quote_list"), {"q": quote.number}).content.decode()
    assert "Removed in LogicTrade" in listed


# Starting a quote -------------------------------------------------------------------------------------------------


def test_a_quote_starts_with_a_customer(sales: Client, customer: Any) -> None:
    page = sales.get(reverse("sales:quote_new"), {"customer": customer.pk})
    assert customer.name in page.content.decode().replace("&#x27;", "'")
    assert not Draft.objects.exists()
    answer = sales.post(reverse("sales:quote_new"), {"customer": customer.pk})
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("sales:quote_draft_detail", args=[draft.pk])
    assert (draft.customer_id, draft.delivery_type, draft.origin) == (customer.pk, "BZ", "WIN")
    listed = sales.get(reverse("sales:quote_draft_list")).content.decode()
    assert reverse("sales:quote_draft_detail", args=[draft.pk]) in listed


@pytest.mark.parametrize("junk", ["", "0", "-1", "abc", "9" * 30, "²"])
def test_without_a_known_customer_nothing_starts(sales: Client, synced: Any, junk: str) -> None:
    assert sales.get(reverse("sales:quote_new"), {"customer": junk}).status_code == 200
    answer = sales.post(reverse("sales:quote_new"), {"customer": junk, "q": "vries"})
    assert answer.status_code == 422
    assert "Choose a customer from the list" in answer.content.decode()
    assert 'value="vries"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_customers_can_be_searched_without_javascript(sales: Client, customer: Any) -> None:
    page = sales.get(reverse("sales:quote_new"), {"q": customer.number}).content.decode()
    assert f'name="customer" value="{customer.pk}"' in page


# The customer's card ----------------------------------------------------------------------------------------------


def test_the_panel_lists_the_documents_of_a_customer(
    sales: Client, as_role: Any, synced: Any, calls: Any, django_assert_max_num_queries: Any
) -> None:
    document = Document.objects.filter(kind="quote", gone_at=None).exclude(party_id=None).first()
    assert document is not None
    address = reverse("documents:party_documents", args=[document.party_id])
    assert address in sales.get(reverse("relations:customer_detail", args=[document.party_id])).content.decode()
    with calls(0), django_assert_max_num_queries(8):
        panel = sales.get(address, headers={"HX-Request": "true"}).content.decode()
    assert reverse("sales:quote_detail", args=[document.remote_id]) in panel
    assert panel.lstrip().startswith('<div class="panel-head">')
    assert as_role("warehouse").get(address).status_code == 403
    assert sales.post(address).status_code == 405
    assert sales.get(reverse("documents:party_documents", args=[10**25])).status_code == 200
