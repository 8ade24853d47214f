"""The global search: popup and page, what it finds for whom, and what it costs."""

import pytest

from apps.catalogue.models import CustomerCode, Product
from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.dashboard.ranks import ELSEWHERE, EXACT, NAME_STARTS, NUMBER_STARTS, WORDS_START, rank_of
from apps.documents.models import Document
from apps.erp.mirror.upsert import upsert
from apps.relations.models import Customer
from apps.relations.resources import CUSTOMERS, SUPPLIERS
from tests.dashboard.conftest import document

URL = "/search/"
POPUP = {"HX-Request": "true", "HX-Target": "search-hits"}
# Session, user and roles; four searches, of which that of products asks for customers' codes too; what is shown of the
# hits, for who may see all of it.
QUERIES = 17


def keys(response):
    return [group.key for group in response.context["groups"]]


@pytest.mark.usefixtures("records")
class TestHits:
    def test_a_word_finds_all_kinds(self, sales):
        response = sales.get(URL, {"q": "hotel"})
        assert keys(response) == ["customers", "order", "quote"]
        for part in ("Hotel De Zeeuwse Kust", "V26-11884", "O26-04127"):
            assert part in response.text.replace("<mark>", "").replace("</mark>", "")

    def test_a_word_of_a_product(self, sales):
        assert keys(sales.get(URL, {"q": "visgraat"})) == ["products"]

    def test_a_typing_error_is_thought_of_last(self, sales):
        assert keys(sales.get(URL, {"q": "visgraad"})) == ["products"]
        Customer.objects.filter(pk=Customer.objects.first().pk).update(
            name="Visgraad BV", name_key="visgraad bv", search_key="visgraad bv"
        )
        assert keys(sales.get(URL, {"q": "visgraad"})) == ["customers"]

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

    @pytest.mark.parametrize("typed", ["KL-88", "kl-88", "kl-8"])
    def test_a_customers_own_code_finds_the_product_and_says_whose_it_is(self, sales, typed):
        CustomerCode.objects.create(
            customer_id=4, product_id=10, code="KL-88", code_key="kl-88", created_at=clock.now()
        )
        for url in (URL, "/palette/"):
            (group,) = [one for one in sales.get(url, {"q": typed}).context["groups"] if one.key == "products"]
            (hit,) = group.hits
            assert (hit.url, group.exact) == ("/catalogue/products/10/", typed.casefold() == "kl-88")
            assert "KL-88 at Hotel De Zeeuwse Kust" in hit.detail

    @pytest.mark.usefixtures("suppliers")
    def test_a_supplier_is_found_by_name_and_by_telephone(self, as_role):
        client = as_role("purchasing")
        assert keys(client.get(URL, {"q": "tapijten"})) == ["suppliers"]
        (group,) = client.get(URL, {"q": "+31 50 3144"}).context["groups"]
        (hit,) = group.hits
        assert (hit.url, hit.title, hit.end) == ("/relations/suppliers/70/", "Hotelbedden Noord", "C70")
        assert "050 314 42 20" in hit.detail

    @pytest.mark.usefixtures("suppliers")
    @pytest.mark.parametrize(
        ("typed", "first"),
        [("zeeuwse", "customers"), ("noord", "suppliers"), ("hoekbank", "products"), ("C70", "suppliers")],
    )
    def test_the_group_with_the_best_hit_comes_first(self, as_role, typed, first):
        assert keys(as_role("admin").get(URL, {"q": typed}))[0] == first

    def test_who_has_the_whole_number_is_an_exact_hit(self, sales):
        groups = sales.get(URL, {"q": "+31 6 1234 5678"}).context["groups"]
        assert (groups[0].key, groups[0].exact, groups[0].hits[0].title) == ("customers", True, "Jörg Müller")

    def test_a_removed_record_is_found_and_marked(self, sales):
        Customer.objects.filter(pk=4).update(gone_at=clock.now())
        for headers in ({}, POPUP):
            response = sales.get(URL, {"q": "zeeuwse"}, headers=headers)
            assert response.context["groups"][0].hits[0].gone
            assert "removed in LogicTrade" in response.text

    def test_a_product_that_cannot_be_sold_is_marked(self, sales):
        Product.objects.filter(pk=10).update(sellable=False, end_date=None, start_date=None)
        hit = sales.get(URL, {"q": "LT00000047"}, headers=POPUP).context["groups"][0].hits[0]
        assert (str(hit.mark.text), hit.mark.tone, hit.gone) == ("not sellable", "warn", False)
        assert "259.95" in hit.end

    def test_more_hits_than_shown_lead_to_the_list_with_the_same_query(self, sales):
        upsert(CUSTOMERS, [{"id": 100 + n, "number": f"R{n}", "lastName": "Jansen"} for n in range(9)],
               read_began_at=clock.now())  # fmt: skip
        response = sales.get(URL, {"q": "jansen"}, headers=POPUP)
        (group,) = response.context["groups"]
        assert (len(group.hits), group.count, group.more_url) == (5, "9", "/relations/customers/?q=jansen")
        assert "All 9 hits" in response.text

    @pytest.mark.usefixtures("suppliers")
    def test_every_kind_has_its_way_to_all_hits(self, as_role):
        client, now = as_role("admin"), clock.now()
        upsert(CUSTOMERS, [{"id": 100 + n, "companyName": f"Velours {n}"} for n in range(9)], read_began_at=now)
        upsert(SUPPLIERS, [{"id": 100 + n, "companyName": f"Velours {n}"} for n in range(9)], read_began_at=now)
        upsert(
            PRODUCTS, [{"id": 100 + n, "code": f"P{n}", "name": f"Velours {n}"} for n in range(9)], read_began_at=now
        )
        Document.objects.bulk_create(
            [
                document(kind, 100 + n, f"{kind[0]}{n}", "Velours")
                for n in range(9)
                for kind in ("quote", "order", "invoice")
            ]
        )
        groups = client.get(URL, {"q": "velours"}, headers=POPUP).context["groups"]
        assert [group.key for group in groups] == ["customers", "products", "suppliers", "order", "quote", "invoice"]
        for group in groups:
            assert (len(group.hits), group.count) == (5, "9"), group.key
            assert group.more_url.endswith("/?q=velours"), group.key
            assert len(client.get(group.more_url).context["rows"].rows) == 9, group.key

    def test_nothing_found_says_what_to_try(self, sales):
        assert "Nothing found" in sales.get(URL, {"q": "zzzzzz"}).text
        assert "Nothing found" in sales.get(URL, {"q": "zzzzzz"}, headers=POPUP).text


@pytest.mark.usefixtures("records")
class TestForWhom:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            ("sales", ["customers", "order", "quote"]),
            ("viewer", ["customers", "order", "quote"]),
            ("warehouse", ["order"]),
            ("purchasing", ["order"]),
            ("admin", ["customers", "order", "quote"]),
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

    @pytest.mark.usefixtures("suppliers")
    @pytest.mark.parametrize("typed", ["hotel", "muller", "06-1234", "1234AB 5", "LT0000004", "a", "nova", ""])
    def test_what_it_costs(self, as_role, calls, django_assert_max_num_queries, typed):
        client = as_role("admin")
        with calls(0), django_assert_max_num_queries(QUERIES):
            client.get(URL, {"q": typed}, headers=POPUP)


class TestRanks:
    @pytest.mark.parametrize(
        ("typed", "rank"),
        [
            ("lt 00000047", EXACT),
            ("871900000024", NUMBER_STARTS),
            ("hoekb", NAME_STARTS),
            ("mos hoek", WORDS_START),
            ("groen", ELSEWHERE),
            ("", ELSEWHERE),
        ],
    )
    def test_the_better_a_name_answers_the_lower_its_rank(self, typed, rank):
        assert rank_of(typed, numbers=["LT00000047", "8719000000249"], name="Hoekbank Nova mosgroen") == rank
