"""The global search: popup and page, what it finds for whom, and what it costs."""

from decimal import Decimal

import pytest
from django.utils import timezone

from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.documents.models import Document
from apps.erp.mirror.keys import search_columns
from apps.erp.mirror.upsert import upsert
from apps.relations.resources import CUSTOMERS
from tests.catalogue.conftest import PRODUCT_RECORDS
from tests.relations.test_search import PEOPLE

URL = "/search/"
POPUP = {"HX-Request": "true", "HX-Target": "search-hits"}
# Session, user and roles; three searches; what is shown of the hits.
QUERIES = 12


@pytest.fixture
def records(db):
    upsert(CUSTOMERS, PEOPLE, read_began_at=clock.now())
    upsert(PRODUCTS, PRODUCT_RECORDS, read_began_at=clock.now())
    Document.objects.bulk_create(
        [document("order", 1, "V26-11884", "Hotel De Zeeuwse Kust"), document("quote", 1, "O26-04127", "Hotel Nova")]
    )


def document(kind, remote_id, number, party, **more):
    keys = search_columns(number=number, name=party, texts=[more.get("reference", "")])
    return Document(
        kind=kind, remote_id=remote_id, number=number, party_name=party, total=Decimal(10), status_text="Definitief",
        stock_status="complete", synced_at=timezone.now(), **keys, **more,
    )  # fmt: skip


@pytest.fixture
def sales(as_role):
    return as_role("sales")


def keys(response):
    return [group.key for group in response.context["groups"]]


@pytest.mark.usefixtures("records")
class TestHits:
    def test_a_word_finds_all_kinds(self, sales):
        response = sales.get(URL, {"q": "hotel"})
        assert keys(response) == ["customers", "quote", "order"]
        for part in ("Hotel De Zeeuwse Kust", "V26-11884", "O26-04127"):
            assert part in response.text.replace("<mark>", "").replace("</mark>", "")

    def test_a_word_of_a_product(self, sales):
        assert keys(sales.get(URL, {"q": "visgraat"})) == ["products"]

    @pytest.mark.parametrize("typed", ["06-1234", "+31 6 12 34", "0612 34"])
    def test_a_piece_of_a_telephone_number_shows_the_number_it_hit(self, sales, typed):
        text = sales.get(URL, {"q": typed}, headers=POPUP).text
        for name in ("Jörg Müller", "Jorg Muller", "Joerg Mueller"):
            assert name in text

    @pytest.mark.parametrize(
        ("typed", "first"),
        [("V26-11884", "order"), ("v26-11884", "order"), ("LT00000047", "products"), ("8719000000249", "products")],
    )
    def test_the_group_with_an_exact_hit_comes_first(self, sales, typed, first):
        groups = sales.get(URL, {"q": typed}).context["groups"]
        assert (groups[0].key, groups[0].exact) == (first, True)

    def test_more_hits_than_shown_lead_to_the_list_with_the_same_query(self, sales):
        upsert(CUSTOMERS, [{"id": 100 + n, "number": f"R{n}", "lastName": "Jansen"} for n in range(9)],
               read_began_at=clock.now())  # fmt: skip
        response = sales.get(URL, {"q": "jansen"}, headers=POPUP)
        (group,) = response.context["groups"]
        assert (len(group.hits), group.count, group.more_url) == (5, "9", "/relations/customers/?q=jansen")
        assert "All 9 hits" in response.text

    def test_nothing_found_says_what_to_try(self, sales):
        assert "Nothing found" in sales.get(URL, {"q": "zzzzzz"}).text
        assert "Nothing found" in sales.get(URL, {"q": "zzzzzz"}, headers=POPUP).text


@pytest.mark.usefixtures("records")
class TestForWhom:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            ("sales", ["customers", "quote", "order"]),
            ("viewer", ["customers", "quote", "order"]),
            ("warehouse", ["order"]),
            ("purchasing", ["order"]),
            ("admin", ["customers", "quote", "order"]),
        ],
    )
    def test_each_role_finds_what_it_may_open(self, as_role, role, seen):
        assert keys(as_role(role).get(URL, {"q": "hotel"})) == seen

    def test_nobody_finds_anything_without_sign_in(self, client):
        assert client.get(URL, {"q": "hotel"}).status_code == 302

    def test_nothing_can_be_sent_there(self, sales):
        assert sales.post(URL, {"q": "hotel"}).status_code == 405


@pytest.mark.usefixtures("records")
class TestForms:
    def test_popup_and_page_come_from_the_same_template(self, sales):
        popup = sales.get(URL, {"q": "hotel"}, headers=POPUP)
        page = sales.get(URL, {"q": "hotel"})
        assert "<html" not in popup.text
        assert popup.text.count('role="option"') == 3
        assert "<html" in page.text
        assert 'role="option"' not in page.text
        assert page.text.count("data-autofocus") == 1
        assert {template.name for template in popup.templates} & {"dashboard/_hits.html"}
        assert {template.name for template in page.templates} >= {"dashboard/_hits.html", "dashboard/search.html"}

    def test_the_box_keeps_what_was_typed(self, sales):
        assert 'value="ho&quot;tel"' in sales.get(URL, {"q": 'ho"tel'}).text

    @pytest.mark.parametrize("headers", [{}, POPUP])
    @pytest.mark.parametrize(
        "typed",
        ["", " ", "\x00", "x" * 10_000, '"', '" OR 1=1', "NEAR(a b)", "a*", "search_key: x", "%", "_", "<b>", "🪑"],
    )
    def test_any_text_gives_a_page(self, sales, typed, headers):
        assert sales.get(URL, {"q": typed}, headers=headers).status_code == 200

    def test_an_address_that_is_no_text_gives_a_page(self, sales):
        assert sales.get(URL + "?q=%ff%fe&q=%00").status_code == 200

    @pytest.mark.parametrize("typed", ["hotel", "muller", "06-1234", "1234AB 5", "LT0000004", "a"])
    def test_what_it_costs(self, sales, calls, django_assert_max_num_queries, typed):
        with calls(0), django_assert_max_num_queries(QUERIES):
            sales.get(URL, {"q": typed}, headers=POPUP)
